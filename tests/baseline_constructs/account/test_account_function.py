"""What the function makes of an account, and that it takes nothing back."""

from typing import Any

import pytest

from baseline_constructs.account import wishes

ACCOUNT = "123456789012"
TOLD: dict[str, dict[str, Any]] = {
    "PasswordPolicy": {"MinimumLength": "14", "MaxAgeDays": "90"},
    "VolumeEncryption": {},
    "BucketBlock": {"AccountId": ACCOUNT},
    "MetadataDefaults": {},
    "ImageBlock": {},
    "SerialConsole": {},
    "ClusterBlock": {},
    **{
        f"{kind}Contact": {
            "Kind": kind.upper(),
            "Name": f"{kind} team",
            "Title": kind,
            "Email": f"{kind.lower()}@example.com",
            "Phone": "+353 1 555 0100",
        }
        for kind in ("Security", "Billing", "Operations")
    },
    "CentralRoot": {},
    "WeaknessScans": {"Scan": ["EC2", "ECR", "LAMBDA", "LAMBDA_CODE"]},
    "DefaultNetworks": {},
}


def test_every_setting_of_the_function_is_tested(function: Any) -> None:
    assert set(function.module.SETTINGS) == set(TOLD)


@pytest.mark.parametrize("setting", TOLD)
def test_a_repeated_call_succeeds_with_the_same_id(function: Any, setting: str) -> None:
    for request in ("Create", "Create", "Update"):
        answer = function.call(request, setting, **TOLD[setting])
        assert answer == ("SUCCESS", f"account-setting-{setting}", "")


@pytest.mark.parametrize("setting", TOLD)
def test_deleting_calls_nothing(function: Any, setting: str) -> None:
    assert function.call("Delete", setting, **TOLD[setting])[0] == "SUCCESS"
    assert function.calls == []


@pytest.mark.parametrize("setting", TOLD)
def test_a_failure_is_answered_with_its_reason_and_can_be_taken_back(function: Any, setting: str) -> None:
    function.call("Create", setting, **TOLD[setting])
    function.refuse = function.calls[0][0]
    status, id_, reason = function.call("Create", setting, **TOLD[setting])
    assert (status, id_) == ("FAILED", f"account-setting-{setting}")
    assert reason == f"{id_}: AccessDenied"
    assert function.call("Delete", setting, **TOLD[setting]) == ("SUCCESS", id_, "")


def test_an_unknown_setting_is_answered_and_not_left_hanging(function: Any) -> None:
    assert function.call("Create", "Nonsense")[0] == "FAILED"


def test_passwords_are_long_and_not_used_again(function: Any, client: Any) -> None:
    function.call("Create", "PasswordPolicy", MinimumLength="16", MaxAgeDays="60")
    policy = client("iam").get_account_password_policy()["PasswordPolicy"]
    assert (policy["MinimumPasswordLength"], policy["MaxPasswordAge"]) == (16, 60)
    assert policy["PasswordReusePrevention"] == 24
    assert all(policy[f"Require{kind}"] for kind in ("Symbols", "Numbers"))
    assert all(policy[f"Require{kind}Characters"] for kind in ("Uppercase", "Lowercase"))


def test_new_volumes_are_encrypted_with_the_key(function: Any, client: Any) -> None:
    function.call("Create", "VolumeEncryption")
    assert client("ec2").get_ebs_encryption_by_default()["EbsEncryptionByDefault"] is True
    assert ("ModifyEbsDefaultKmsKeyId", {"KmsKeyId": function.key}) in function.calls


def test_no_bucket_is_public(function: Any, client: Any) -> None:
    function.call("Create", "BucketBlock", AccountId=ACCOUNT)
    block = client("s3control").get_public_access_block(AccountId=ACCOUNT)
    assert list(block["PublicAccessBlockConfiguration"].values()) == [True] * 4


def test_no_cluster_is_public_on_any_port(function: Any, client: Any) -> None:
    function.call("Create", "ClusterBlock")
    found = client("emr").get_block_public_access_configuration()["BlockPublicAccessConfiguration"]
    assert found["BlockPublicSecurityGroupRules"] is True
    assert found["PermittedPublicSecurityGroupRuleRanges"] == []


@pytest.mark.parametrize("kind", ["Security", "Billing", "Operations"])
def test_aws_knows_whom_to_ask(function: Any, client: Any, kind: str) -> None:
    function.call("Create", f"{kind}Contact", **TOLD[f"{kind}Contact"])
    found = client("account").get_alternate_contact(AlternateContactType=kind.upper())["AlternateContact"]
    assert found["EmailAddress"] == f"{kind.lower()}@example.com"
    assert found["PhoneNumber"] == "+353 1 555 0100"


def test_contacts_are_set_where_the_service_is_even_if_all_else_is_called_by_fips(
    function: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_USE_FIPS_ENDPOINT", "true")
    function.call("Create", "SecurityContact", **TOLD["SecurityContact"])
    assert "fips" not in function.hosts[-1]
    function.call("Create", "BucketBlock", AccountId=ACCOUNT)
    assert "fips" in function.hosts[-1]


def test_iam_is_trusted_before_it_is_told_to_manage_root_users(function: Any) -> None:
    assert function.call("Create", "CentralRoot")[0] == "SUCCESS"
    assert function.calls == [
        ("EnableAWSServiceAccess", {"ServicePrincipal": "iam.amazonaws.com"}),
        ("EnableOrganizationsRootCredentialsManagement", {}),
        ("EnableOrganizationsRootSessions", {}),
    ]


def test_instances_ask_for_sessions(function: Any) -> None:
    function.call("Create", "MetadataDefaults")
    wanted = {"HttpTokens": "required", "HttpPutResponseHopLimit": 1}
    assert function.calls == [("ModifyInstanceMetadataDefaults", wanted)]


def test_a_scan_that_inspector_cannot_start_is_a_failure(
    function: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Inspector:
        def enable(self, **_: Any) -> dict[str, Any]:
            return {"failedAccounts": [{"errorCode": "X", "errorMessage": "why"}]}

    monkeypatch.setattr(function.module.boto3, "client", lambda _: Inspector())
    status, _, reason = function.call("Create", "WeaknessScans", Scan=["EC2"])
    assert status == "FAILED"
    assert reason.endswith("Inspector: X: why")


def test_default_networks_go_in_every_region(function: Any, client: Any) -> None:
    assert _default_vpcs(client, "eu-west-1") and _default_vpcs(client, "us-east-1")
    assert function.call("Create", "DefaultNetworks")[0] == "SUCCESS"
    for region in client("ec2").describe_regions()["Regions"]:
        assert _default_vpcs(client, region["RegionName"]) == []


def test_a_network_that_was_made_is_left_alone(function: Any, client: Any) -> None:
    ours = client("ec2").create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    function.call("Create", "DefaultNetworks")
    assert [vpc["VpcId"] for vpc in client("ec2").describe_vpcs()["Vpcs"]] == [ours]


def test_a_default_network_in_use_is_refused_by_name(function: Any, client: Any) -> None:
    (vpc,) = _default_vpcs(client, "eu-west-1")
    subnets = client("ec2").describe_subnets(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["Subnets"]
    client("ec2").create_network_interface(SubnetId=subnets[0]["SubnetId"])
    status, _, reason = function.call("Create", "DefaultNetworks")
    assert status == "FAILED"
    assert f"something stands in the default VPC {vpc} of eu-west-1" in reason
    assert _default_vpcs(client, "eu-west-1") == [vpc]


def _default_vpcs(client: Any, region: str) -> list[str]:
    default = [{"Name": "is-default", "Values": ["true"]}]
    found = client("ec2", region_name=region).describe_vpcs(Filters=default)["Vpcs"]
    return [vpc["VpcId"] for vpc in found]


WISHES = [
    wishes.password_policy(minimum_length=14, max_age_days=90),
    wishes.bucket_block(),
    wishes.METADATA_DEFAULTS,
    wishes.IMAGE_BLOCK,
    wishes.SERIAL_CONSOLE,
    wishes.CLUSTER_BLOCK,
    wishes.contact("Billing", name="a", title="b", email="c@example.com", phone="+1 555 0100"),
    wishes.central_root(),
    wishes.weakness_scans(["EC2"]),
    wishes.DEFAULT_NETWORKS,
]
# Calls whose action in IAM has another name.
ACTIONS = {"PutPublicAccessBlock": "PutAccountPublicAccessBlock"}


@pytest.mark.parametrize("wish", WISHES, ids=lambda wish: wish.setting)
def test_the_role_may_make_exactly_the_calls_that_the_setting_makes(
    function: Any, client: Any, wish: Any
) -> None:
    client("ec2").describe_vpcs()
    function.calls.clear()
    assert function.call("Create", wish.setting, **TOLD[wish.setting])[0] == "SUCCESS"
    made = {ACTIONS.get(operation, operation) for operation in function.called}
    unused = {"DetachInternetGateway", "DeleteInternetGateway"}
    assert {action.partition(":")[2] for action in wish.actions} - unused == made - unused
