"""What a remedy changes in an account, run here against an emulated one; and what its role may do."""

import sys
from collections.abc import Iterator
from importlib import util
from pathlib import Path
from types import ModuleType
from typing import Any

import aws_cdk as cdk
import boto3
import pytest
from aws_cdk.assertions import Template
from botocore.client import BaseClient
from moto import mock_aws

import baseline_constructs.configuration.mending.scripts as package
from baseline.settings.compliance import Remedies
from baseline_constructs.configuration.managed_rules import ManagedRules
from baseline_constructs.configuration.mending.remediation import Remediation
from baseline_constructs.configuration.mending.remedies import REMEDIES

EVERYBODY = [{"CidrIp": "0.0.0.0/0"}]
SSH = {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": EVERYBODY}


def _script(name: str) -> ModuleType:
    spec = util.spec_from_file_location(name, Path(package.__file__).with_name(f"{name}.py"))
    assert spec and spec.loader
    script = util.module_from_spec(spec)
    spec.loader.exec_module(script)
    return script


class Account:
    """An emulated account, and the calls that a script makes in it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.calls: list[str] = []
        self.ec2 = boto3.client("ec2")
        real = BaseClient._make_api_call

        def call(client: Any, operation: str, parameters: dict[str, Any]) -> Any:
            self.calls.append(operation)
            answer = real(client, operation, parameters)
            if "RestorableByUserIds" in parameters:  # the emulated account gives all, its own and Amazon's
                answer["Snapshots"] = [one for one in answer["Snapshots"] if self._is_public(one)]
            return answer

        monkeypatch.setattr(BaseClient, "_make_api_call", call)

    def _is_public(self, snapshot: dict[str, Any]) -> bool:
        if snapshot["OwnerId"] != "123456789012":
            return False
        found = self.ec2.describe_snapshot_attribute(
            SnapshotId=snapshot["SnapshotId"], Attribute="createVolumePermission"
        )
        return {"Group": "all"} in found["CreateVolumePermissions"]

    def mend(self, name: str, resource: str) -> list[str]:
        """Runs a script; returns what it says that it mended."""
        script = _script(name)
        self.calls.clear()
        return list(script.mend({"ResourceId": resource}, None)["Mended"])

    def group(self, *rules: dict[str, Any]) -> str:
        """A security group with rules inwards."""
        vpc = self.ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        group = self.ec2.create_security_group(GroupName="g", Description="d", VpcId=vpc)["GroupId"]
        self.ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[*rules])
        return str(group)

    def rules(self, group: str, *, egress: bool = False) -> list[str]:
        found = self.ec2.describe_security_group_rules(Filters=[{"Name": "group-id", "Values": [group]}])
        return [r["SecurityGroupRuleId"] for r in found["SecurityGroupRules"] if r["IsEgress"] is egress]


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[Account]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    with mock_aws():
        yield Account(monkeypatch)


TCP = {"IsEgress": False, "IpProtocol": "tcp", "CidrIpv4": "0.0.0.0/0"}


@pytest.mark.parametrize(
    ("rule", "wrong"),
    [
        ({**TCP, "FromPort": 22, "ToPort": 22}, True),
        ({**TCP, "FromPort": 3389, "ToPort": 3389}, True),
        ({**TCP, "FromPort": 20, "ToPort": 21}, True),
        ({**TCP, "FromPort": 3306, "ToPort": 3306}, True),
        ({**TCP, "FromPort": 0, "ToPort": 65535}, True),
        ({**TCP, "FromPort": 22, "ToPort": 22, "CidrIpv4": None, "CidrIpv6": "::/0"}, True),
        ({**TCP, "IpProtocol": "-1", "FromPort": -1, "ToPort": -1}, True),
        ({**TCP, "FromPort": 443, "ToPort": 443}, False),
        ({**TCP, "FromPort": 23, "ToPort": 3305}, False),
        ({**TCP, "FromPort": 22, "ToPort": 22, "CidrIpv4": "10.0.0.0/8"}, False),
        ({**TCP, "FromPort": 22, "ToPort": 22, "IsEgress": True}, False),
        ({**TCP, "IpProtocol": "udp", "FromPort": 3389, "ToPort": 3389}, False),
    ],
)
def test_what_lets_everybody_in_to_the_ports_is_too_open(rule: dict[str, Any], wrong: bool) -> None:
    assert _script("open_ports").too_open(rule) is wrong


def test_what_is_too_open_is_taken_away_and_nothing_else(account: Account) -> None:
    ports = [{"IpProtocol": "tcp", "FromPort": p, "ToPort": p, "IpRanges": EVERYBODY} for p in (22, 443)]
    group = account.group(*ports)
    assert len(account.mend("open_ports", group)) == 1
    assert len(account.rules(group)) == len(account.rules(group, egress=True)) == 1
    assert account.mend("open_ports", group) == []
    assert "RevokeSecurityGroupIngress" not in account.calls


def test_a_default_group_loses_every_rule(account: Account) -> None:
    vpc = account.ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    (group,) = account.ec2.describe_security_groups(Filters=[{"Name": "vpc-id", "Values": [vpc]}])[
        "SecurityGroups"
    ]
    account.ec2.authorize_security_group_ingress(GroupId=group["GroupId"], IpPermissions=[SSH])
    assert len(account.mend("default_groups", group["GroupId"])) == 2
    assert account.rules(group["GroupId"]) == account.rules(group["GroupId"], egress=True) == []
    assert account.mend("default_groups", group["GroupId"]) == []


def test_no_other_group_is_taken_for_a_default_one(account: Account) -> None:
    group = account.group(SSH)
    with pytest.raises(ValueError, match="is no default security group"):
        account.mend("default_groups", group)
    assert len(account.rules(group)) == 1


def test_a_bucket_stops_being_public(account: Account) -> None:
    s3 = boto3.client("s3")
    s3.create_bucket(Bucket="open", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    assert account.mend("public_buckets", "open") == ["open"]
    block = s3.get_public_access_block(Bucket="open")["PublicAccessBlockConfiguration"]
    assert list(block.values()) == [True] * 4


def test_public_snapshots_are_shared_no_more_and_private_ones_are_not_touched(account: Account) -> None:
    volume = account.ec2.create_volume(AvailabilityZone="eu-west-1a", Size=1)["VolumeId"]
    public, private = (account.ec2.create_snapshot(VolumeId=volume)["SnapshotId"] for _ in range(2))
    share = {"Attribute": "createVolumePermission", "OperationType": "add"}
    account.ec2.modify_snapshot_attribute(SnapshotId=public, GroupNames=["all"], **share)
    account.ec2.modify_snapshot_attribute(SnapshotId=private, UserIds=["111122223333"], **share)
    assert account.mend("public_snapshots", "123456789012") == [public]
    left = account.ec2.describe_snapshot_attribute(SnapshotId=public, Attribute="createVolumePermission")
    assert left["CreateVolumePermissions"] == []
    kept = account.ec2.describe_snapshot_attribute(SnapshotId=private, Attribute="createVolumePermission")
    assert kept["CreateVolumePermissions"] == [{"UserId": "111122223333"}]
    assert account.mend("public_snapshots", "123456789012") == []


def test_an_instance_answers_with_a_session_only(account: Account) -> None:
    image = account.ec2.describe_images()["Images"][0]["ImageId"]
    started = account.ec2.run_instances(ImageId=image, MinCount=1, MaxCount=1)["Instances"][0]["InstanceId"]
    assert account.mend("metadata", started) == [started]
    (reservation,) = account.ec2.describe_instances(InstanceIds=[started])["Reservations"]
    assert reservation["Instances"][0]["MetadataOptions"]["HttpTokens"] == "required"


@pytest.mark.parametrize("name", REMEDIES)
def test_the_role_may_make_exactly_the_calls_that_the_script_has(name: str) -> None:
    """Each call is a method of boto3 or the name of a paginator in the script's text."""
    remedy = REMEDIES[name]
    for action in (*remedy.looks, *remedy.changes):
        call = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in action[4:])[0:]
        spoken = {"s3:PutBucketPublicAccessBlock": "put_public_access_block"}.get(action, call.strip(":_"))
        assert spoken in remedy.script, action
    calls = remedy.script.count("ec2.") + remedy.script.count('client("s3").')
    calls += remedy.script.count('client("ec2").')
    assert calls == len(remedy.looks) + len(remedy.changes)


def test_the_settings_name_every_remedy() -> None:
    assert set(Remedies.model_fields) == set(REMEDIES)


@pytest.fixture(scope="module")
def template(rules: ManagedRules) -> Template:
    stack = cdk.Stack(cdk.Stack.of(rules).node.root, "Mending")  # type: ignore[arg-type]  # the app
    for name, remedy in REMEDIES.items():
        Remediation(
            stack,
            name,
            name="acme",
            remedy=remedy,
            rules=rules.resources,
            automatic=name == "default_groups",
        )
    return Template.from_stack(stack)


def test_only_what_was_typed_out_happens_by_itself(template: Template) -> None:
    found = template.find_resources("AWS::Config::RemediationConfiguration")
    by_itself = {id_ for id_, one in found.items() if one["Properties"]["Automatic"]}
    assert len(found) == 6
    assert [id_.startswith("defaultgroups") for id_ in by_itself] == [True]
    for one in found.values():
        automatic = one["Properties"]["Automatic"]
        assert ("MaximumAutomaticAttempts" in one["Properties"]) is automatic


def test_a_remedy_gets_its_role_and_the_resource_that_was_found_wrong(template: Template) -> None:
    for one in template.find_resources("AWS::Config::RemediationConfiguration").values():
        parameters = one["Properties"]["Parameters"]
        assert set(parameters) == {"AutomationAssumeRole", "ResourceId"}
        assert parameters["ResourceId"] == {"ResourceValue": {"Value": "RESOURCE_ID"}}
        assert "Fn::ImportValue" in one["Properties"]["ConfigRuleName"]


def test_only_systems_manager_takes_a_role_and_for_runs_of_this_account(template: Template) -> None:
    for role in template.find_resources("AWS::IAM::Role").values():
        (trust,) = role["Properties"]["AssumeRolePolicyDocument"]["Statement"]
        assert trust["Principal"] == {"Service": "ssm.amazonaws.com"}
        assert set(trust["Condition"]) == {"StringEquals", "ArnLike"}


def test_what_a_role_changes_is_of_one_kind_and_of_this_account(template: Template) -> None:
    for role in template.find_resources("AWS::IAM::Role").values():
        (policy,) = role["Properties"]["Policies"]
        for statement in policy["PolicyDocument"]["Statement"]:
            actions = statement["Action"]
            actions = [actions] if isinstance(actions, str) else actions
            reads = all(action.startswith("ec2:Describe") for action in actions)
            assert (statement["Resource"] == "*") is reads


def test_a_runbook_runs_the_script_as_it_was_tested(template: Template) -> None:
    documents = template.find_resources("AWS::SSM::Document").values()
    scripts = {
        one["Properties"]["Name"]: one["Properties"]["Content"]["mainSteps"][0]["inputs"]["Script"]
        for one in documents
    }
    assert scripts == {f"acme-mend-{n.replace('_', '-')}": r.script for n, r in REMEDIES.items()}


def test_a_remedy_whose_rule_the_region_lacks_is_refused(rules: ManagedRules) -> None:
    there = {k: v for k, v in rules.resources.items() if k != "EBS_SNAPSHOT_PUBLIC_RESTORABLE_CHECK"}
    stack = cdk.Stack(cdk.App(builtin_cloud_formation_validation=False), "Lacking")
    with pytest.raises(ValueError, match="lacks the rule EBS_SNAPSHOT_PUBLIC_RESTORABLE_CHECK"):
        Remediation(
            stack,
            "R",
            name="acme",
            remedy=REMEDIES["public_snapshots"],
            rules=there,
            automatic=False,
        )


def test_scripts_import_what_systems_manager_has() -> None:
    assert "boto3" in sys.modules
    for remedy in REMEDIES.values():
        imported = [line for line in remedy.script.splitlines() if line.startswith(("import", "from"))]
        assert imported == ["from typing import Any", "import boto3"]
