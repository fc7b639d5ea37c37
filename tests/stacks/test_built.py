"""What single settings become in templates."""

import json
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App
from aws_cdk.assertions import Template

from baseline.settings.load import load
from baseline.stacks.federation import sign_in
from baseline.stacks.landing_zone import CONTEXT, build
from baseline.template.assembly import read_assembly

SMALL = "name: tiny\nregion: eu-west-1\nnotify: security@example.com\n"


def _templates(folder: Path, wish: str) -> dict[str, Template]:
    """The templates of the smallest file and what is wished beside, by the stack's last word."""
    file = folder / "settings.yaml"
    file.write_text(SMALL + wish)
    app = App(
        outdir=str(folder / "out"),
        context=dict(CONTEXT),
        analytics_reporting=False,
        builtin_cloud_formation_validation=False,
    )
    names = build(app, load(file))
    app.synth()
    read = {
        name.removeprefix("tiny-"): json.loads((folder / "out" / f"{name}.template.json").read_text())
        for name in names
    }
    return {name: Template.from_json(template) for name, template in read.items()}


def _only(template: Template, type_: str) -> dict[str, Any]:
    (resource,) = template.find_resources(type_).values()
    return resource["Properties"]  # type: ignore[no-any-return]


def test_stacks_that_would_be_empty_are_left_out(tmp_path: Path) -> None:
    assert set(_templates(tmp_path, "")) == {"foundation", "audit", "network", "compute"}


def test_a_written_statement_stands_in_the_policy_as_written(tmp_path: Path) -> None:
    templates = _templates(
        tmp_path,
        "identity:\n  groups:\n    ops:\n      statements:\n"
        '        - {reason: lists all buckets, effect: allow, actions: ["s3:ListAllMyBuckets"],\n'
        "           conditions: {Bool: {aws:SecureTransport: true}}}\n"
        '        - {reason: only these buckets, effect: deny, not_actions: ["s3:Get*"],\n'
        '           not_resources: ["arn:aws:s3:::mine"]}\n',
    )
    policies = templates["identity"].find_resources(
        "AWS::IAM::ManagedPolicy", {"Properties": {"ManagedPolicyName": "ops-group"}}
    )
    (policy,) = policies.values()
    allowed, denied, _ = policy["Properties"]["PolicyDocument"]["Statement"]
    assert allowed == {
        "Effect": "Allow",
        "Action": "s3:ListAllMyBuckets",
        "Resource": "*",
        "Condition": {"Bool": {"aws:SecureTransport": ["true"]}},
    }
    assert denied == {"Effect": "Deny", "NotAction": "s3:Get*", "NotResource": "arn:aws:s3:::mine"}


def test_launch_templates_set_the_tags_but_no_guarded_one(tmp_path: Path) -> None:
    """Otherwise whoever launches from the template would be denied, since nobody may set a guarded tag."""
    templates = _templates(
        tmp_path,
        "tags: {env: PROD, owner: platform}\n"
        "identity: {groups: {testers: {terminate_instances: {tags: {ENV: TEST}}}}}\n",
    )
    data = _only(templates["compute"], "AWS::EC2::LaunchTemplate")["LaunchTemplateData"]
    for specification in data["TagSpecifications"]:
        assert {tag["Key"] for tag in specification["Tags"]} == {"Name", "owner"}


@pytest.mark.parametrize(("encryption", "algorithm"), [("kms", "aws:kms"), ("s3", "AES256")])
def test_a_bucket_is_encrypted_as_chosen(tmp_path: Path, encryption: str, algorithm: str) -> None:
    templates = _templates(tmp_path, f"storage: {{buckets: {{b: {{encryption: {encryption}}}}}}}\n")
    rules = _only(templates["storage"], "AWS::S3::Bucket")["BucketEncryption"]
    (rule,) = rules["ServerSideEncryptionConfiguration"]
    assert rule["ServerSideEncryptionByDefault"]["SSEAlgorithm"] == algorithm


def test_a_bucket_s_lock_is_as_chosen(tmp_path: Path) -> None:
    templates = _templates(tmp_path, "storage: {buckets: {b: {lock: {mode: compliance, days: 7}}}}\n")
    lock = _only(templates["storage"], "AWS::S3::Bucket")["ObjectLockConfiguration"]
    assert lock["Rule"] == {"DefaultRetention": {"Mode": "COMPLIANCE", "Days": 7}}


def test_no_key_for_buckets_is_made_where_no_bucket_uses_it(tmp_path: Path) -> None:
    templates = _templates(tmp_path, "storage: {buckets: {b: {encryption: s3}}}\n")
    aliases = templates["foundation"].find_resources("AWS::KMS::Alias").values()
    names = {alias["Properties"]["AliasName"] for alias in aliases}
    assert names == {"alias/tiny/data", "alias/tiny/logs", "alias/tiny/notifications", "alias/tiny/volumes"}


@pytest.mark.parametrize(
    ("access", "actions"),
    [
        ("read: [b]", {"s3:GetObject", "s3:ListBucket", "kms:Decrypt"}),
        ("write: [b]", {"s3:PutObject", "s3:AbortMultipartUpload", "kms:Decrypt", "kms:GenerateDataKey"}),
    ],
)
def test_a_server_gets_the_access_it_was_given_and_no_more(
    tmp_path: Path, access: str, actions: set[str]
) -> None:
    templates = _templates(
        tmp_path,
        f"storage: {{buckets: {{b: {{}}}}}}\nidentity: {{roles: {{web: {{trusted_by: ec2, {access}}}}}}}\n",
    )
    document = _only(templates["identity"], "AWS::IAM::RolePolicy")["PolicyDocument"]
    granted = [statement["Action"] for statement in document["Statement"]]
    assert {a for g in granted for a in ([g] if isinstance(g, str) else g)} == actions


@pytest.mark.parametrize(
    ("wish", "selected"),
    [("all", "NotStartsWith"), ("[b]", "StartsWith")],
)
def test_data_events_are_recorded_for_the_chosen_buckets(tmp_path: Path, wish: str, selected: str) -> None:
    templates = _templates(tmp_path, f"storage: {{buckets: {{b: {{}}}}}}\ntrail: {{data_events: {wish}}}\n")
    _, data = _only(templates["audit"], "AWS::CloudTrail::Trail")["AdvancedEventSelectors"]
    assert selected in data["FieldSelectors"][2]


def test_gateways_and_ends_of_every_kind_are_built(tmp_path: Path) -> None:
    templates = _templates(
        tmp_path,
        """
network:
  ipv6: true
  tenancy: dedicated
  subnets:
    web: {size: 24, routes: [internet]}
    app: {size: 24, routes: [nat, egress_only, vpn]}
    data: {size: 24}
  gateways:
    internet: {}
    nat: {tier: web, one_per: vpc}
    egress_only: {}
    vpn: {networks: [192.168.0.0/16]}
  endpoints: [s3, ssm]
  prefix_lists: {partners: [203.0.113.0/24]}
  allow:
    - {from: internet, to: web, ports: [tcp/443]}
    - {from: web, to: app, ports: [tcp/8080]}
    - {from: app, to: internet, ports: [tcp/443]}
    - {from: app, to: vpn, ports: [tcp/22]}
    - {from: prefix_list/partners, to: web, ports: [udp/53]}
    - {from: 198.51.100.0/24, to: web, ports: [icmp]}
    - {from: app, to: endpoints}
    - {from: data, to: s3}
""",
    )
    network = templates["network"]
    for type_, count in {
        "InternetGateway": 1,
        "NatGateway": 1,
        "EgressOnlyInternetGateway": 1,
        "VPNGateway": 1,
        "PrefixList": 1,
        "VPCEndpoint": 2,
        "Subnet": 8,
        "RouteTable": 8,
    }.items():
        network.resource_count_is(f"AWS::EC2::{type_}", count)
    assert _only(network, "AWS::EC2::VPC")["InstanceTenancy"] == "dedicated"


WORKLOAD = """
network:
  subnets: {app: {size: 24}, data: {size: 24}}
  allow:
    - {from: app, to: data, ports: [tcp/3306]}
    - {from: app, to: app, ports: [tcp/443, tcp/8443]}
workload:
  databases:
    orders: {tier: data, engine: mysql, instance_class: db.m7g.large, storage_gib: 99, backup_days: 8}
  load_balancers:
    inside:
      tier: app
      certificate: 0f9d1c3a-5b1e-4c55-9a87-2f1f6f6f7a10
      backend: {tier: app, port: tcp/8443, kind: ip, health_path: /up}
  queues: {jobs: {}}
  topics: {events: {queues: [jobs]}}
  tables: {t: {keys: {id: number}, expire_attribute: until}}
  log_groups: {app: {retain_days: 10}}
"""


def test_a_workload_is_built_as_chosen_in_its_tiers(tmp_path: Path) -> None:
    templates = _templates(tmp_path, WORKLOAD)
    workload = templates["workload"]
    database = _only(workload, "AWS::RDS::DBInstance")
    assert database["DBInstanceIdentifier"] == "tiny-orders"
    assert (database["Engine"], database["DBInstanceClass"]) == ("mysql", "db.m7g.large")
    assert (database["AllocatedStorage"], database["BackupRetentionPeriod"]) == ("99", 8)
    (group,) = database["VPCSecurityGroups"]
    (id_,) = (
        id_
        for id_, one in templates["network"].find_resources("AWS::EC2::SecurityGroup").items()
        if one["Properties"]["GroupDescription"] == "Tier data"
    )
    assert id_ in group["Fn::ImportValue"]
    targets = _only(workload, "AWS::ElasticLoadBalancingV2::TargetGroup")
    assert (targets["Port"], targets["TargetType"], targets["HealthCheckPath"]) == (8443, "ip", "/up")
    listeners = workload.find_resources(
        "AWS::ElasticLoadBalancingV2::Listener", {"Properties": {"Port": 443}}
    )
    (listener,) = listeners.values()
    (certificate,) = listener["Properties"]["Certificates"]
    assert {"Ref": "AWS::AccountId"} in certificate["CertificateArn"]["Fn::Join"][1]
    workload.resource_count_is("AWS::SNS::Subscription", 1)
    workload.has_resource_properties(
        "AWS::Logs::LogGroup", {"LogGroupName": "/tiny/app", "RetentionInDays": 14}
    )
    expiry = _only(workload, "AWS::DynamoDB::Table")["TimeToLiveSpecification"]
    assert expiry == {"Enabled": True, "AttributeName": "until"}


def test_a_role_uses_what_it_names_of_a_workload(tmp_path: Path) -> None:
    roles = "identity: {roles: {web: {trusted_by: ec2, uses: [database/orders, queue/jobs]}}}\n"
    document = _only(_templates(tmp_path, WORKLOAD + roles)["identity"], "AWS::IAM::RolePolicy")
    login, queue, key = document["PolicyDocument"]["Statement"]
    assert login["Action"] == "rds-db:connect"
    assert login["Resource"]["Fn::Join"][1][-1] == "/web"
    assert "Queuejobs" in queue["Resource"]["Fn::ImportValue"]
    assert "ExportsOutputFnGetAttKey" in key["Resource"]["Fn::ImportValue"]


def test_no_workload_opens_a_port_beside_the_allow_list(tmp_path: Path) -> None:
    templates = _templates(tmp_path, WORKLOAD)
    for part in ("Group", "GroupIngress", "GroupEgress"):
        templates["workload"].resource_count_is(f"AWS::EC2::Security{part}", 0)


def test_no_firewall_is_made_where_no_load_balancer_faces_the_internet(tmp_path: Path) -> None:
    _templates(tmp_path, WORKLOAD)["workload"].resource_count_is("AWS::WAFv2::WebACL", 0)


@pytest.mark.parametrize(
    ("region", "audience"),
    [
        ("eu-west-1", "https://signin.aws.amazon.com/saml"),
        ("us-gov-west-1", "https://signin.amazonaws-us-gov.com/saml"),
        ("cn-north-1", "https://signin.amazonaws.cn/saml"),
    ],
)
def test_assertions_are_for_the_sign_in_of_the_region_s_partition(region: str, audience: str) -> None:
    assert sign_in(region) == audience


EDGE = """
edge:
  sites:
    a-1: {domains: [a.example.com], certificate: 0f9d1c3a-5b1e-4c55-9a87-2f1f6f6f7a10}
    a1: {domains: [b.example.com], certificate: 0f9d1c3a-5b1e-4c55-9a87-2f1f6f6f7a10, index: home.html}
"""


def test_a_site_takes_its_firewall_from_cloudfront_s_region(tmp_path: Path) -> None:
    templates = _templates(tmp_path, EDGE)
    assert {"edge-guard", "edge", "edge-logs"} <= set(templates)
    for site in templates["edge"].find_resources("AWS::CloudFront::Distribution").values():
        assert site["Properties"]["DistributionConfig"]["WebACLId"] == {
            "Fn::GetStackOutput": {
                "StackName": "tiny-edge-guard",
                "OutputName": "WebAcl",
                "Region": "us-east-1",
            }
        }
    assert "WebAcl" in templates["edge-guard"].to_json()["Outputs"]


def test_each_site_s_logs_are_delivered_from_cloudfront_s_region(tmp_path: Path) -> None:
    templates = _templates(tmp_path, EDGE)
    outputs = {name for name in templates["edge"].to_json()["Outputs"] if name.startswith("Distribution")}
    asked = {
        one["Properties"]["ResourceArn"]["Fn::GetStackOutput"]["OutputName"]
        for one in templates["edge-logs"].find_resources("AWS::Logs::DeliverySource").values()
    }
    assert asked == outputs
    assert len(asked) == 2


def test_the_three_stacks_of_the_edge_stand_where_cloudfront_wants_them_in_order(tmp_path: Path) -> None:
    _templates(tmp_path, EDGE)
    stacks = {stack.name: stack for stack in read_assembly(tmp_path / "out")}
    regions = {name: stack.region for name, stack in stacks.items() if "edge" in name}
    assert regions == {
        "tiny-edge-guard": "us-east-1",
        "tiny-edge": "eu-west-1",
        "tiny-edge-logs": "us-east-1",
    }
    order = [name for name in stacks if "edge" in name]
    assert order == ["tiny-edge-guard", "tiny-edge", "tiny-edge-logs"]


STORED = "storage: {buckets: {b: {}}, volumes: {v: {size_gib: 1}}}\n"
LAUNCHING = 'identity: {groups: {g: {launch_instances: {types: ["m7i.*"]}}}}\n'


def test_keys_of_aws_need_no_right_and_leave_logs_and_alerts_their_own(tmp_path: Path) -> None:
    templates = _templates(tmp_path, STORED + LAUNCHING + "encryption: {keys: aws}\n")
    aliases = templates["foundation"].find_resources("AWS::KMS::Alias").values()
    names = {alias["Properties"]["AliasName"] for alias in aliases}
    assert names == {"alias/tiny/data", "alias/tiny/logs", "alias/tiny/notifications"}
    assert ":alias/aws/ebs" in str(_only(templates["storage"], "AWS::EC2::Volume")["KmsKeyId"])
    assert "AES256" in str(_only(templates["storage"], "AWS::S3::Bucket")["BucketEncryption"])
    assert "EncryptVolumesThroughEc2" not in str(templates["identity"].to_json())


def test_imported_keys_are_those_of_volumes_and_buckets(tmp_path: Path) -> None:
    templates = _templates(tmp_path, STORED + "encryption: {keys: imported}\n")
    keys = templates["foundation"].find_resources("AWS::KMS::Key", {"Properties": {"Origin": "EXTERNAL"}})
    assert {key["Properties"]["Description"] for key in keys.values()} == {
        "EBS volumes and snapshots",
        "Objects in S3 buckets",
    }


def test_external_keys_are_made_in_a_stack_of_their_own(tmp_path: Path) -> None:
    templates = _templates(
        tmp_path,
        STORED
        + "encryption: {keys: external, external: {endpoint: 'https://xks.example.com', secret: proxy,\n"
        "  keys: {volumes: v-1, storage: s-1}}}\n",
    )
    keys = templates["keys"].find_resources("Custom::StoredKey").values()
    assert {(key["Properties"]["Alias"], key["Properties"]["XksKeyId"]) for key in keys} == {
        ("alias/tiny/volumes", "v-1"),
        ("alias/tiny/storage", "s-1"),
    }
    assert "tiny-keys" in str(_only(templates["storage"], "AWS::EC2::Volume")["KmsKeyId"])
