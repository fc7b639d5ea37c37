"""Active Directory and pools: no password in a file, MFA for all, one's own folder only."""

import json
from typing import Any

import pytest
from aws_cdk import App, Stack
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk.assertions import Match, Template

from baseline_constructs.directories.identity_pool import IdentityPool
from baseline_constructs.directories.microsoft_ad import MicrosoftAd
from baseline_constructs.directories.user_pool import UserPool
from baseline_constructs.identity.guardrails import Guardrails
from baseline_constructs.keys.purposes import data_key, logs_key
from baseline_constructs.workload.private_place import PrivatePlace

CALLBACK = "https://shop.example.com/signed-in"


def _place(stack: Stack, zones: int) -> PrivatePlace:
    vpc = ec2.CfnVPC(stack, "Vpc", cidr_block="10.0.0.0/16")
    subnets = [ec2.CfnSubnet(stack, f"Subnet{zone}", vpc_id=vpc.ref) for zone in range(zones)]
    return PrivatePlace(
        "directory", subnets, ec2.CfnSecurityGroup(stack, "Group", vpc_id=vpc.ref, group_description="Tier")
    )


def _directory(stack: Stack, zones: int) -> MicrosoftAd:
    return MicrosoftAd(
        stack,
        "Ad",
        domain="corp.example.com",
        short_name="CORP",
        edition="Standard",
        place=_place(stack, zones),
        secret_name="acme/microsoft-ad",
        key=data_key(stack, "Data", alias="d").key,
    )


def _pool(
    stack: Stack, id_: str, key: kms.IKey, *, open_: bool = False, urls: list[str] | None = None
) -> UserPool:
    return UserPool(
        stack,
        id_,
        name=id_.lower(),
        callback_urls=[CALLBACK] if urls is None else urls,
        self_sign_up=open_,
        retain_log_days=30,
        domain=id_.lower(),
        logs_key=key,
    )


@pytest.fixture(scope="module")
def template() -> Template:
    stack = Stack(App(analytics_reporting=False), "Directories")
    _directory(stack, 3)
    key = logs_key(stack, "Logs", alias="l", trail_name="t").key
    closed, _ = _pool(stack, "Closed", key), _pool(stack, "Open", key, open_=True)
    bucket = s3.Bucket(stack, "Bucket")
    guardrails = Guardrails(
        stack,
        "Guardrails",
        prefix="acme",
        record_bucket_arns=["arn:aws:s3:::archive"],
        emergency_role_arns=[],
        guarded_tags=[],
    )
    for name, folder_key in (("encrypted", kms.Key(stack, "Key")), ("plain", None)):
        IdentityPool(
            stack,
            name,
            name=f"acme-{name}",
            users=closed,
            bucket=bucket,
            key=folder_key,
            guardrails=guardrails,
        )
    return Template.from_stack(stack)


def _pools(template: Template) -> dict[str, dict[str, Any]]:
    found = [one["Properties"] for one in template.find_resources("AWS::Cognito::UserPool").values()]
    return {one["UserPoolName"]: one for one in found}


def test_no_template_holds_the_administrator_s_password(template: Template) -> None:
    (directory,) = template.find_resources("AWS::DirectoryService::MicrosoftAD").values()
    start, secret, end = directory["Properties"]["Password"]["Fn::Join"][1]
    assert (start, end) == ("{{resolve:secretsmanager:", ":SecretString:::}}")
    made = template.find_resources("AWS::SecretsManager::Secret")[secret["Ref"]]["Properties"]
    assert "SecretString" not in made
    assert made["GenerateSecretString"]["RequireEachIncludedType"] is True
    assert made["KmsKeyId"]["Fn::GetAtt"][0].startswith("Data")


def test_the_password_is_read_over_tls_and_never_shared(template: Template) -> None:
    (policy,) = template.find_resources("AWS::SecretsManager::ResourcePolicy").values()
    assert policy["Properties"]["BlockPublicPolicy"] is True
    (statement,) = policy["Properties"]["ResourcePolicy"]["Statement"]
    assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_two_domain_controllers_stand_in_two_zones_and_outlive_the_stack(template: Template) -> None:
    (directory,) = template.find_resources("AWS::DirectoryService::MicrosoftAD").values()
    assert [one["Ref"] for one in directory["Properties"]["VpcSettings"]["SubnetIds"]] == [
        "Subnet0",
        "Subnet1",
    ]
    assert directory["DeletionPolicy"] == directory["UpdateReplacePolicy"] == "Retain"


def test_a_directory_in_one_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="stands in two zones"):
        _directory(Stack(), 1)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("MfaConfiguration", "ON"),
        ("EnabledMfas", ["SOFTWARE_TOKEN_MFA"]),
        ("UserPoolTier", "PLUS"),
        ("UserPoolAddOns", {"AdvancedSecurityMode": "ENFORCED"}),
        ("DeletionProtection", "ACTIVE"),
    ],
)
def test_every_user_pool_is_built_safe(key: str, value: object, template: Template) -> None:
    assert [pool[key] for pool in _pools(template).values()] == [value, value]


def test_no_remembered_device_stands_in_for_the_second_factor(template: Template) -> None:
    assert all("DeviceConfiguration" not in pool for pool in _pools(template).values())


def test_nobody_signs_up_unless_asked_for(template: Template) -> None:
    pools = _pools(template)
    assert pools["closed"]["AdminCreateUserConfig"] == {"AllowAdminCreateUserOnly": True}
    assert pools["open"]["AdminCreateUserConfig"] == {"AllowAdminCreateUserOnly": False}


def test_threats_are_answered(template: Template) -> None:
    for one in template.find_resources("AWS::Cognito::UserPoolRiskConfigurationAttachment").values():
        risk = one["Properties"]
        assert risk["ClientId"] == "ALL"
        leaked = risk["CompromisedCredentialsRiskConfiguration"]["Actions"]
        assert leaked == {"EventAction": "BLOCK"}
        takeover = risk["AccountTakeoverRiskConfiguration"]["Actions"]
        assert {level: action["EventAction"] for level, action in takeover.items()} == {
            "HighAction": "BLOCK",
            "MediumAction": "MFA_REQUIRED",
            "LowAction": "MFA_REQUIRED",
        }


def test_a_client_takes_codes_only_and_tells_nobody_who_exists(template: Template) -> None:
    for one in template.find_resources("AWS::Cognito::UserPoolClient").values():
        client = one["Properties"]
        assert client["AllowedOAuthFlows"] == ["code"]
        assert client["ExplicitAuthFlows"] == ["ALLOW_USER_SRP_AUTH"]
        assert client["PreventUserExistenceErrors"] == "ENABLED"
        assert client["EnableTokenRevocation"] is True
        assert client["RefreshTokenRotation"]["Feature"] == "ENABLED"


@pytest.mark.parametrize("urls", [[], ["http://shop.example.com"], [CALLBACK, "myapp://here"]])
def test_a_callback_that_others_could_read_is_refused(urls: list[str]) -> None:
    stack = Stack()
    key = logs_key(stack, "Logs", alias="l", trail_name="t").key
    with pytest.raises(ValueError, match="must be https"):
        _pool(stack, "Pool", key, urls=urls)


def test_sign_ins_are_recorded_under_the_key(template: Template) -> None:
    template.resource_count_is("AWS::Cognito::LogDeliveryConfiguration", 2)
    template.all_resources_properties("AWS::Logs::LogGroup", {"KmsKeyId": Match.any_value()})


def test_nobody_is_let_into_an_identity_pool_without_signing_in(template: Template) -> None:
    for one in template.find_resources("AWS::Cognito::IdentityPool").values():
        pool = one["Properties"]
        assert (pool["AllowUnauthenticatedIdentities"], pool["AllowClassicFlow"]) == (False, False)
        assert [provider["ServerSideTokenCheck"] for provider in pool["CognitoIdentityProviders"]] == [True]
    for one in template.find_resources("AWS::Cognito::IdentityPoolRoleAttachment").values():
        assert list(one["Properties"]["Roles"]) == ["authenticated"]


def test_the_role_trusts_this_pool_s_authenticated_users_only(template: Template) -> None:
    pools = set(template.find_resources("AWS::Cognito::IdentityPool"))
    trusted = set()
    for role in template.find_resources("AWS::IAM::Role").values():
        (trust,) = role["Properties"]["AssumeRolePolicyDocument"]["Statement"]
        condition = trust["Condition"]
        trusted.add(condition["StringEquals"]["cognito-identity.amazonaws.com:aud"]["Ref"])
        assert condition["ForAnyValue:StringEquals"] == {
            "cognito-identity.amazonaws.com:amr": "authenticated"
        }
        assert "PermissionsBoundary" in role["Properties"]
    assert trusted == pools


def test_a_user_reaches_the_own_folder_and_no_other(template: Template) -> None:
    own = "${cognito-identity.amazonaws.com:sub}/*"
    for one in template.find_resources("AWS::IAM::RolePolicy").values():
        listing, objects, *rest = one["Properties"]["PolicyDocument"]["Statement"]
        assert listing["Condition"] == {"StringLike": {"s3:prefix": own}}
        assert json.dumps(objects["Resource"]).count(own) == 1
        assert objects["Action"] == ["s3:GetObject", "s3:PutObject"]
        for statement in rest:
            assert statement["Action"] == ["kms:Decrypt", "kms:GenerateDataKey"]
            assert "kms:EncryptionContext:aws:s3:arn" in statement["Condition"]["StringEquals"]
