"""Each handler makes, changes and deletes what a template asks for, and refuses what it would not do."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError, WaiterError

from baseline.rehearsal.account import inventory, probe, removal
from baseline.rehearsal.account.observed import Api
from baseline.rehearsal.account.readback import read_back
from baseline.rehearsal.account.stack_view import views
from baseline.rehearsal.pruning import pruned
from baseline.rehearsal.tools import ROOT, Tools
from baseline.rehearsal.words import BORN_WITH
from baseline.settings.load import load
from baseline.stacks.synthesis import assembled
from tests.rehearsal import changes, changes_of_services, deployed

BOOTSTRAPPED = "/cdk-bootstrap/hnb659fds/version"
POLICY = {"Statement": [{"Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*"}]}
OTHER = {"Statement": [{"Effect": "Deny", "Action": "s3:ListAllMyBuckets", "Resource": "*"}]}
TRUST = {
    "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}
    ]
}
READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess"
VIEW_ONLY = "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess"
VPC = {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.9.0.0/16"}}
ROLE = {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "tested", "AssumeRolePolicyDocument": TRUST}}
BUCKET = {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "tested-records"}}
ACL = {"Type": "AWS::EC2::NetworkAcl", "Properties": {"VpcId": {"Ref": "Vpc"}}}


@pytest.fixture(scope="module")
def api(measured: Tools, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    """One emulator for all of them."""
    with deployed.account(measured, tmp_path_factory.mktemp("handlers") / "log") as clients:
        yield clients


@pytest.fixture(scope="module", autouse=True)
def before(api: Api) -> dict[str, list[str]]:
    """What the account held before the first of them."""
    return inventory.taken(api)


def _one(type_: str, **properties: Any) -> dict[str, Any]:
    return {"Type": type_, "Properties": properties}


def _entry(**properties: Any) -> dict[str, Any]:
    common = {"NetworkAclId": {"Ref": "Acl"}, "Protocol": 6, "RuleAction": "allow", "CidrBlock": "10.0.0.0/8"}
    ports = {"PortRange": {"From": 443, "To": 443}}
    return _one("AWS::EC2::NetworkAclEntry", **{**common, **ports, "RuleNumber": 10, **properties})


def _rule(**properties: Any) -> dict[str, Any]:
    group = {"Fn::GetAtt": ["Vpc", "DefaultSecurityGroup"]}
    common = {"GroupId": group, "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443}
    return _one("AWS::EC2::SecurityGroupIngress", **common, **properties)


CHANGES: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, Any]]] = {
    "an entry is changed in place": (
        {"Vpc": VPC, "Acl": ACL},
        _entry(),
        _entry(RuleAction="deny", PortRange={"From": 1, "To": 2}),
    ),
    "an entry of another number replaces it": ({"Vpc": VPC, "Acl": ACL}, _entry(), _entry(RuleNumber=20)),
    "an entry for IPv6 replaces one that leaves": (
        {"Vpc": VPC, "Acl": ACL},
        _entry(),
        _one(
            "AWS::EC2::NetworkAclEntry",
            NetworkAclId={"Ref": "Acl"},
            Protocol=-1,
            RuleAction="deny",
            RuleNumber=10,
            Egress=True,
            Ipv6CidrBlock="::/0",
        ),
    ),
    "a rule of a group is replaced": ({"Vpc": VPC}, _rule(CidrIp="10.0.0.0/8"), _rule(CidrIpv6="fd00::/8")),
    "a rule is described otherwise": (
        {"Vpc": VPC},
        _rule(CidrIp="10.0.0.0/8", Description="said"),
        _rule(CidrIp="10.0.0.0/8", Description="said otherwise"),
    ),
    "a group gets other policies": (
        {},
        _one("AWS::IAM::Group", GroupName="tested", ManagedPolicyArns=[READ_ONLY]),
        _one("AWS::IAM::Group", GroupName="tested", ManagedPolicyArns=[VIEW_ONLY]),
    ),
    "a policy of a role is changed": (
        {"Role": ROLE},
        _one("AWS::IAM::RolePolicy", RoleName={"Ref": "Role"}, PolicyName="p", PolicyDocument=POLICY),
        _one("AWS::IAM::RolePolicy", RoleName={"Ref": "Role"}, PolicyName="p", PolicyDocument=OTHER),
    ),
    "public access is blocked otherwise": (
        {},
        _one("AWS::EC2::VPCBlockPublicAccessOptions", InternetGatewayBlockMode="block-ingress"),
        _one("AWS::EC2::VPCBlockPublicAccessOptions", InternetGatewayBlockMode="block-bidirectional"),
    ),
    "a rule of Config is changed": (
        {},
        _one(
            "AWS::Config::ConfigRule",
            ConfigRuleName="tested",
            Description="said",
            Source={"Owner": "AWS", "SourceIdentifier": "S3_BUCKET_VERSIONING_ENABLED"},
        ),
        _one(
            "AWS::Config::ConfigRule",
            ConfigRuleName="tested",
            Description="said otherwise",
            InputParameters={"isMfaDeleteEnabled": "true"},
            Source={"Owner": "AWS", "SourceIdentifier": "S3_BUCKET_VERSIONING_ENABLED"},
        ),
    ),
    "a trail stops and loses a tag": (
        {"Bucket": BUCKET},
        _one(
            "AWS::CloudTrail::Trail",
            TrailName="tested",
            S3BucketName={"Ref": "Bucket"},
            IsLogging=True,
            Tags=[{"Key": "ENV", "Value": "TEST"}],
        ),
        _one(
            "AWS::CloudTrail::Trail",
            TrailName="tested",
            S3BucketName={"Ref": "Bucket"},
            S3KeyPrefix="new",
            IsLogging=False,
        ),
    ),
    "a secret's policy is changed": (
        {"Secret": _one("AWS::SecretsManager::Secret", Name="tested")},
        _one(
            "AWS::SecretsManager::ResourcePolicy",
            SecretId={"Ref": "Secret"},
            ResourcePolicy=POLICY,
            BlockPublicPolicy=True,
        ),
        _one(
            "AWS::SecretsManager::ResourcePolicy",
            SecretId={"Ref": "Secret"},
            ResourcePolicy=OTHER,
            BlockPublicPolicy=True,
        ),
    ),
    "a bucket gets lifecycle rules": (
        {},
        _one(
            "AWS::S3::Bucket",
            BucketName="tested-lifecycle",
            LifecycleConfiguration={
                "Rules": [
                    {
                        "Id": "a",
                        "Status": "Enabled",
                        "Prefix": "b/",
                        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 2},
                    }
                ]
            },
        ),
        _one(
            "AWS::S3::Bucket",
            BucketName="tested-lifecycle",
            LifecycleConfiguration={"Rules": [{"Id": "a", "Status": "Enabled", "ExpirationInDays": 3}]},
        ),
    ),
    **changes.CHANGES,
    **changes_of_services.CHANGES,
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_is_made_changed_and_deleted_is_as_the_template_says(
    name: str, api: Api, tmp_path: Path
) -> None:
    around, first, second = CHANGES[name]
    for number, one in enumerate((first, second)):
        assembly = deployed.write(tmp_path / str(number), {**around, "One": one})
        deployed.put(api, assembly)
        assert deployed.differing(api, assembly) == []
    assert deployed.differing(api, tmp_path / "0") != []
    deployed.take_away(api, assembly)


REFUSED = {
    "an unlisted type": _one("AWS::Athena::WorkGroup", Name="tested"),
    "an unlisted property": _one("AWS::SNS::Topic", TopicName="tested", FifoTopic=True),
    "an unlisted part of a property": _one(
        "AWS::S3::Bucket", LoggingConfiguration={"DestinationBucketName": "logs", "TargetGrants": []}
    ),
    "an unlisted part of a part in a list": _one(
        "AWS::GuardDuty::Detector", Enable=True, Features=[{"Name": "S3_DATA_EVENTS", "Since": "1970"}]
    ),
    "an unknown part of a lifecycle rule": _one(
        "AWS::S3::Bucket", LifecycleConfiguration={"Rules": [{"Status": "Enabled", "Transitions": []}]}
    ),
    "a directory with single sign-on": _one(
        "AWS::DirectoryService::MicrosoftAD", Name="a.example", Password="p", VpcSettings={}, EnableSso=True
    ),
    "a secret that everybody may read": _one(
        "AWS::SecretsManager::ResourcePolicy",
        SecretId="tested",
        ResourcePolicy={"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}]},
        BlockPublicPolicy=True,
    ),
    "a product of two versions": _one(
        "AWS::ServiceCatalog::CloudFormationProduct",
        Name="tested",
        Owner="tested",
        ProvisioningArtifactParameters=[
            {"Name": name, "Info": {"LoadTemplateFromURL": "https://example.com/t.json"}} for name in "ab"
        ],
    ),
    "a conformance pack of something else than rules": _one(
        "AWS::Config::ConformancePack",
        ConformancePackName="tested",
        TemplateBody='{"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}',
    ),
    "a firewall in a network that is not there": _one(
        "AWS::NetworkFirewall::Firewall",
        FirewallName="tested",
        FirewallPolicyArn="arn:aws:network-firewall:eu-west-1:123456789012:firewall-policy/none",
        SubnetMappings=[{"SubnetId": "subnet-none"}],
        VpcId="vpc-none",
    ),
    "what the service refuses": _one(
        "AWS::IAM::RolePolicy", RoleName="none", PolicyName="p", PolicyDocument=POLICY
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_would_not_be_applied_is_refused(name: str, api: Api, tmp_path: Path) -> None:
    assembly = deployed.write(tmp_path / "refused", {"One": REFUSED[name]})
    with pytest.raises(WaiterError):
        deployed.put(api, assembly)
    deployed.take_away(api, assembly)


def test_what_a_complement_applied_cannot_silently_stay(api: Api, tmp_path: Path) -> None:
    """Nothing would take it away again, so the template must not claim it."""
    blocked = {"PublicAccessBlockConfiguration": {"BlockPublicAcls": True}}
    full = _one("AWS::S3::Bucket", BucketName="tested-away", **blocked)
    deployed.put(api, deployed.write(tmp_path / "full", {"One": full}))
    less = deployed.write(tmp_path / "less", {"One": _one("AWS::S3::Bucket", BucketName="tested-away")})
    with pytest.raises(WaiterError):
        deployed.put(api, less)
    assert deployed.differing(api, tmp_path / "full") == []
    deployed.take_away(api, less)


def test_what_a_handler_applied_cannot_silently_stay(api: Api, tmp_path: Path) -> None:
    macie = {"Status": "ENABLED", "FindingPublishingFrequency": "ONE_HOUR"}
    deployed.put(api, deployed.write(tmp_path / "full", {"One": _one("AWS::Macie::Session", **macie)}))
    less = deployed.write(tmp_path / "less", {"One": _one("AWS::Macie::Session", Status="ENABLED")})
    with pytest.raises(WaiterError):
        deployed.put(api, less)
    assert deployed.differing(api, tmp_path / "full") == []
    deployed.take_away(api, less)


@pytest.mark.parametrize(
    ("property_", "meddle"),
    [
        ("SecurityGroupIngress", "authorize_security_group_ingress"),
        ("SecurityGroupEgress", "authorize_security_group_egress"),
    ],
)
def test_a_rule_that_no_template_asks_for_shows(
    property_: str, meddle: str, api: Api, tmp_path: Path
) -> None:
    group = _one(
        "AWS::EC2::SecurityGroup", GroupDescription="tested", VpcId={"Ref": "Vpc"}, SecurityGroupEgress=[]
    )
    assembly = deployed.write(tmp_path / "a", {"Vpc": VPC, "One": group})
    deployed.put(api, assembly)
    (view,) = views(api, assembly)
    getattr(api("ec2"), meddle)(
        GroupId=view.ids["One"],
        IpPermissions=[
            {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
        ],
    )
    assert any(said.startswith(f"One {property_}: found") for said in deployed.differing(api, assembly))
    deployed.take_away(api, assembly)


def test_a_resource_deleted_by_hand_shows(api: Api, tmp_path: Path) -> None:
    assembly = deployed.write(tmp_path / "a", {"One": _one("AWS::SNS::Topic", TopicName="tested")})
    deployed.put(api, assembly)
    (view,) = views(api, assembly)
    api("sns").delete_topic(TopicArn=view.ids["One"])
    (found,) = read_back(api, assembly)
    assert (found.compared, len(found.differences)) == (0, 1)
    deployed.take_away(api, assembly)


def test_a_public_policy_of_a_secret_is_what_is_refused(api: Api) -> None:
    secrets = api("secretsmanager")
    secrets.create_secret(Name="guarded")
    statement = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}
    public = json.dumps({"Statement": [statement]})
    with pytest.raises(ClientError, match="PublicPolicyException"):
        secrets.put_resource_policy(SecretId="guarded", ResourcePolicy=public, BlockPublicPolicy=True)
    secrets.put_resource_policy(SecretId="guarded", ResourcePolicy=public, BlockPublicPolicy=False)
    secrets.delete_secret(SecretId="guarded", ForceDeleteWithoutRecovery=True)


def test_a_firewall_s_rules_stay_while_a_policy_needs_them(api: Api) -> None:
    firewalls = api("network-firewall")
    rules = {"RulesSource": {"RulesString": 'pass tcp any any -> any 443 (msg:"m"; sid:1; rev:1;)'}}
    group = firewalls.create_rule_group(RuleGroupName="g", Type="STATEFUL", Capacity=10, RuleGroup=rules)
    arn = group["RuleGroupResponse"]["RuleGroupArn"]
    policy = {
        "StatelessDefaultActions": ["aws:drop"],
        "StatelessFragmentDefaultActions": ["aws:drop"],
        "StatefulRuleGroupReferences": [{"ResourceArn": arn}],
    }
    firewalls.create_firewall_policy(FirewallPolicyName="p", FirewallPolicy=policy)
    with pytest.raises(ClientError, match="InvalidOperationException"):
        firewalls.delete_rule_group(RuleGroupArn=arn)
    firewalls.delete_firewall_policy(FirewallPolicyName="p")
    firewalls.delete_rule_group(RuleGroupArn=arn)
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        firewalls.describe_rule_group(RuleGroupArn=arn)


def test_a_portfolio_stays_while_it_offers_something(api: Api) -> None:
    catalogue = api("servicecatalog")
    made = catalogue.create_portfolio(DisplayName="p", ProviderName="p", IdempotencyToken="a")
    portfolio = made["PortfolioDetail"]["Id"]
    product = catalogue.create_product(
        Name="q",
        Owner="q",
        ProductType="CLOUD_FORMATION_TEMPLATE",
        ProvisioningArtifactParameters={
            "Info": {"LoadTemplateFromURL": "https://a.example/t.json"},
            "Type": "CLOUD_FORMATION_TEMPLATE",
            "Name": "v",
        },
        IdempotencyToken="b",
    )["ProductViewDetail"]["ProductViewSummary"]["ProductId"]
    both = {"PortfolioId": portfolio, "ProductId": product}
    catalogue.associate_product_with_portfolio(**both)
    with pytest.raises(ClientError, match="ResourceInUseException"):
        catalogue.delete_portfolio(Id=portfolio)
    catalogue.disassociate_product_from_portfolio(**both)
    catalogue.delete_portfolio(Id=portfolio)
    catalogue.delete_product(Id=product)
    assert portfolio not in [one["Id"] for one in catalogue.list_portfolios()["PortfolioDetails"]]


def test_a_launch_needs_the_key_of_its_disks(api: Api) -> None:
    """The caller's own policy and the key's must both let it be used."""
    key = api("kms").create_key()["KeyMetadata"]["Arn"]
    api("iam").create_user(UserName="launcher")
    named = api("iam").create_access_key(UserName="launcher")["AccessKey"]
    launch = {"Effect": "Allow", "Action": "ec2:RunInstances", "Resource": "*"}
    use = {"Effect": "Allow", "Action": "kms:*", "Resource": key}
    ec2 = boto3.client(
        "ec2", aws_access_key_id=named["AccessKeyId"], aws_secret_access_key=named["SecretAccessKey"]
    )
    disk = {"DeviceName": "/dev/xvda", "Ebs": {"Encrypted": True, "KmsKeyId": key}}
    wanted = {"ImageId": "ami-12345678", "MinCount": 1, "MaxCount": 1, "BlockDeviceMappings": [disk]}
    for statements, may in (([launch], False), ([launch, use], True)):
        policy = json.dumps({"Version": "2012-10-17", "Statement": statements})
        api("iam").put_user_policy(UserName="launcher", PolicyName="p", PolicyDocument=policy)
        if may:
            (server,) = ec2.run_instances(**wanted)["Instances"]
            api("ec2").terminate_instances(InstanceIds=[server["InstanceId"]])
        else:
            with pytest.raises(ClientError, match="UnauthorizedOperation"):
                ec2.run_instances(**wanted)
    api("iam").delete_user_policy(UserName="launcher", PolicyName="p")
    api("iam").delete_access_key(UserName="launcher", AccessKeyId=named["AccessKeyId"])
    api("iam").delete_user(UserName="launcher")
    api("kms").schedule_key_deletion(KeyId=key, PendingWindowInDays=7)


def test_security_hub_is_enabled_and_disabled(api: Api, tmp_path: Path) -> None:
    """It is there or not: nothing of it can be changed in the emulator."""
    assembly = deployed.write(
        tmp_path / "a", {"One": _one("AWS::SecurityHub::Hub", EnableDefaultStandards=False)}
    )
    deployed.put(api, assembly)
    assert deployed.differing(api, assembly) == []
    deployed.take_away(api, assembly)
    with pytest.raises(ClientError, match="InvalidAccessException"):
        api("securityhub").describe_hub()


def test_stacks_that_a_deployment_did_not_reach_are_no_obstacle_to_clearing_up(
    api: Api, tmp_path: Path
) -> None:
    assembly = deployed.write(tmp_path / "a", {"One": _one("AWS::SNS::Topic", TopicName="tested")})
    deployed.put(api, assembly)
    manifest = json.loads((assembly / "manifest.json").read_text())
    missing = {**manifest["artifacts"]["tested"]["properties"], "stackName": "missing"}
    manifest["artifacts"]["missing"] = {**manifest["artifacts"]["tested"], "properties": missing}
    (assembly / "manifest.json").write_text(json.dumps(manifest))
    probe.administrator.cache_clear()
    assert [one["stack"] for one in probe._statuses(str(assembly))] == ["tested"]
    assert list(probe._protected(str(assembly))) == [{"stacks": []}]
    assert list(probe._unprotect(str(assembly))) == []
    probe.administrator.cache_clear()
    api("cloudformation").delete_stack(StackName="tested")


def test_the_white_paper_reads_back_and_goes_again(api: Api, tmp_path: Path) -> None:
    assembly = tmp_path / "assembly"
    assembled(load(ROOT / "config" / "whitepaper.yaml"), assembly)
    pruned(assembly)
    api("ssm").put_parameter(Name=BOOTSTRAPPED, Value="30", Type="String")
    deployed.put(api, assembly)
    found = list(read_back(api, assembly))
    assert [f"{one.resource} {said}" for one in found for said in one.differences] == []
    assert sum(one.compared for one in found) > 3000
    on_stage = views(api, assembly)
    kept = list(removal.retained(on_stage))
    removal.unlock(api, on_stage)
    deployed.take_away(api, assembly)
    api("ssm").delete_parameter(Name=BOOTSTRAPPED)
    # As the rehearsal hands them over.
    kept = json.loads(json.dumps(kept))
    assert list(removal.gone(api, kept)) == []
    for one in kept:
        removal.remove(api, one)
    # KMS keeps a key for days before it deletes it.
    still = {one["id"] for one in kept} - {one["id"] for one in removal.gone(api, kept)}
    assert still == {one["id"] for one in kept if one["type"] == "AWS::KMS::Key"}


def test_nothing_is_left_of_all_that(api: Api, before: dict[str, list[str]]) -> None:
    assert None not in before.values()  # the emulator answers for everything that is counted
    # The white paper asks for the network that the account was born with to go.
    gone = set(before[BORN_WITH])
    stays = {kind: [id_ for id_ in ids if id_ not in gone] for kind, ids in before.items()}
    assert _without_templates(inventory.taken(api)) == stays


def _without_templates(found: dict[str, list[str]]) -> dict[str, list[str]]:
    return {kind: [id_ for id_ in ids if not id_.startswith("templates-of")] for kind, ids in found.items()}
