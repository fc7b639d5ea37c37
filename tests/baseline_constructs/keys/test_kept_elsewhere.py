"""Keys that KMS does not keep by itself: what the templates promise of them."""

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_kms as kms
from aws_cdk.assertions import Template

from baseline_constructs.keys.custom_store.key_store import HsmBacking, KeyStore, ProxyBacking, StoredKey
from baseline_constructs.keys.hsm_cluster import HsmCluster
from baseline_constructs.keys.imported_key import IMPORTING, ImportedKey
from baseline_constructs.keys.key_policy import KeyPolicy
from baseline_constructs.keys.purposes import volumes_policy

HSM = HsmBacking("cluster-1", "-----BEGIN CERTIFICATE-----")
PROXY = ProxyBacking("https://xks.example.com", "/kms/xks/v1", None)
INSIDE = ProxyBacking("https://xks.example.com", "/kms/xks/v1", "com.amazonaws.vpce.x.vpce-svc-1")


def _store(backing: HsmBacking | ProxyBacking, external_id: str | None = None) -> Template:
    stack = cdk.Stack()
    key = kms.Key.from_key_arn(stack, "Key", "arn:aws:kms:eu-west-1:111122223333:key/1")
    store = KeyStore(
        stack,
        "Store",
        name="acme-keys",
        aliases="acme",
        backing=backing,
        secret_name="door",
        log_key=key,
        queue_key=key,
    )
    StoredKey(
        stack,
        "Volumes",
        store=store,
        alias="acme/volumes",
        description="volumes",
        policy=volumes_policy(KeyPolicy()),
        external_id=external_id,
    )
    return Template.from_stack(stack)


@pytest.fixture(scope="module")
def hsm() -> Template:
    return _store(HSM)


def _only(template: Template, type_: str) -> dict[str, Any]:
    (resource,) = template.find_resources(type_).values()
    return resource  # type: ignore[no-any-return]


def _statements(template: Template) -> list[dict[str, Any]]:
    (policy,) = _only(template, "AWS::IAM::Role")["Properties"]["Policies"]
    return policy["PolicyDocument"]["Statement"]  # type: ignore[no-any-return]


def test_a_store_and_its_keys_outlive_their_stack_once_they_are_made(hsm: Template) -> None:
    for type_ in ("Custom::KeyStore", "Custom::StoredKey"):
        resource = _only(hsm, type_)
        assert resource["DeletionPolicy"] == "RetainExceptOnCreate"
        assert resource["UpdateReplacePolicy"] == "Retain"


def test_no_template_holds_a_secret_only_its_name(hsm: Template) -> None:
    assert _only(hsm, "Custom::KeyStore")["Properties"]["SecretId"] == "door"


def test_the_function_reads_one_secret(hsm: Template) -> None:
    (reading,) = [s for s in _statements(hsm) if s["Action"] == "secretsmanager:GetSecretValue"]
    assert reading["Resource"]["Fn::Join"][1][-1] == ":secret:door-??????"


def test_the_function_touches_keys_of_key_stores_only(hsm: Template) -> None:
    about_keys = [
        s for s in _statements(hsm) if "key/*" in str(s["Resource"]) or s["Action"] == "kms:CreateKey"
    ]
    assert len(about_keys) == 2
    assert {s["Condition"]["StringEquals"]["kms:KeyOrigin"] for s in about_keys} == {"AWS_CLOUDHSM"}


def test_the_function_uses_no_key_but_for_its_queue(hsm: Template) -> None:
    using = [s for s in _statements(hsm) if "kms:Decrypt" in s["Action"]]
    assert [list(s["Condition"]["StringEquals"]) for s in using] == [["kms:ViaService"]]


def test_the_function_s_log_is_encrypted_and_kept_and_failed_calls_too(hsm: Template) -> None:
    log = _only(hsm, "AWS::Logs::LogGroup")
    assert log["DeletionPolicy"] == "Retain" and log["Properties"]["KmsKeyId"]
    function = _only(hsm, "AWS::Lambda::Function")["Properties"]
    assert function["DeadLetterConfig"]["TargetArn"] and function["Timeout"] == 900
    assert _only(hsm, "AWS::SQS::Queue")["Properties"]["KmsMasterKeyId"]


def test_cloudformation_waits_for_three_calls(hsm: Template) -> None:
    assert _only(hsm, "Custom::KeyStore")["Properties"]["ServiceTimeout"] == "3600"


def test_a_stored_key_has_the_policy_of_its_purpose(hsm: Template) -> None:
    policy = _only(hsm, "Custom::StoredKey")["Properties"]["Policy"]
    assert {statement["Sid"] for statement in policy["Statement"]} >= {
        "CallersThroughEc2",
        "GrantsThroughEc2",
    }


@pytest.mark.parametrize(("backing", "service"), [(PROXY, None), (INSIDE, INSIDE.vpc_service)])
def test_a_proxy_is_reached_as_chosen(backing: ProxyBacking, service: str | None) -> None:
    template = _store(backing, external_id="volumes-1")
    properties = _only(template, "Custom::KeyStore")["Properties"]
    assert properties.get("ProxyVpcService") == service
    assert _only(template, "Custom::StoredKey")["Properties"]["XksKeyId"] == "volumes-1"
    assert not any("cloudhsm" in str(s["Action"]) for s in _statements(template))


def test_an_imported_key_has_no_material_and_outlives_its_stack() -> None:
    stack = cdk.Stack()
    policy = volumes_policy(KeyPolicy(further_administration=IMPORTING))
    ImportedKey(stack, "Key", alias="acme/volumes", description="volumes", policy=policy)
    key = _only(Template.from_stack(stack), "AWS::KMS::Key")
    assert (key["DeletionPolicy"], key["Properties"]["Origin"]) == ("Retain", "EXTERNAL")
    administration = key["Properties"]["KeyPolicy"]["Statement"][0]["Action"]
    assert "kms:ImportKeyMaterial" in administration
    assert "kms:DeleteImportedKeyMaterial" not in administration


def test_a_cluster_is_in_fips_mode_in_its_subnets_and_outlives_its_stack() -> None:
    stack = cdk.Stack()
    subnets = [
        ec2.CfnSubnet(stack, f"S{zone}", vpc_id="vpc-1", cidr_block=f"10.0.{zone}.0/28") for zone in (1, 2)
    ]
    HsmCluster(stack, "Cluster", subnets=subnets, name="acme-hsm")
    cluster = _only(Template.from_stack(stack), "AWS::CloudHSM::Cluster")
    assert cluster["DeletionPolicy"] == "Retain"
    assert cluster["Properties"]["Mode"] == "FIPS"
    assert cluster["Properties"]["SubnetIds"] == [{"Ref": "S1"}, {"Ref": "S2"}]
