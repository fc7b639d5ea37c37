"""Who may order what, what is made then, and that nobody gets more."""

import json
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk.assertions import Template

from baseline_constructs.catalog.portfolio import Portfolio
from baseline_constructs.catalog.products import bucket_product, volume_product
from baseline_constructs.identity.ordering import ordering

KEY = "arn:aws:kms:eu-west-1:111122223333:key/a"


class Made:
    """The stack's template, and those of its products."""

    def __init__(self, folder: Path) -> None:
        app = cdk.App(outdir=str(folder), analytics_reporting=False, builtin_cloud_formation_validation=False)
        stack = cdk.Stack(app, "Catalog")

        def bucket(inside: cdk.Stack) -> Any:
            logs = s3.Bucket.from_bucket_name(inside, "Logs", "logs")
            return bucket_product(inside, key=kms.Key.from_key_arn(inside, "Key", KEY), access_logs=logs)

        def volume(inside: cdk.Stack) -> Any:
            key = kms.Key.from_key_arn(inside, "Key", KEY)
            return volume_product(inside, key=key, sizes_gib=[10, 50])

        Portfolio(
            stack, "Portfolio", name="acme", making={"bucket": bucket, "volume": volume}, groups=["crew"]
        )
        app.synth()
        self.template = Template.from_json(json.loads((folder / "Catalog.template.json").read_text()))
        self.products = {
            word: json.loads(next(folder.glob(f"*Portfolio{word}*.product.template.json")).read_text())
            for word in ("bucket", "volume")
        }

    def statements(self, word: str) -> dict[str, dict[str, Any]]:
        roles = self.template.find_resources("AWS::IAM::Role")
        (role,) = (r for id_, r in roles.items() if id_.startswith(f"PortfolioRole{word}"))
        (policy,) = role["Properties"]["Policies"]
        return {one["Sid"]: one for one in policy["PolicyDocument"]["Statement"]}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return Made(tmp_path_factory.mktemp("catalog"))


def test_a_bucket_is_made_as_the_landing_zone_makes_it(made: Made) -> None:
    product = made.products["bucket"]
    bucket = product["Resources"]["Resource"]
    assert product.get("Parameters") is None
    assert set(bucket["Properties"]["PublicAccessBlockConfiguration"].values()) == {True}
    assert KEY in json.dumps(bucket["Properties"]["BucketEncryption"])
    assert bucket["Properties"]["VersioningConfiguration"] == {"Status": "Enabled"}
    assert bucket["Properties"]["LoggingConfiguration"]["DestinationBucketName"] == "logs"
    assert bucket["DeletionPolicy"] == "Retain"
    sids = [s["Sid"] for s in product["Resources"]["Policy"]["Properties"]["PolicyDocument"]["Statement"]]
    assert {"DenyPlainHttp", "DenyOldTls", "DenyOtherKeys"} <= set(sids)


def test_a_volume_is_encrypted_and_leaves_a_snapshot(made: Made) -> None:
    volume = made.products["volume"]["Resources"]["Resource"]
    assert (volume["Properties"]["Encrypted"], volume["Properties"]["KmsKeyId"]) == (True, KEY)
    assert volume["DeletionPolicy"] == "Snapshot"


def test_a_volume_has_a_size_that_is_listed_and_no_other(made: Made) -> None:
    (constraint,) = made.template.find_resources("AWS::ServiceCatalog::LaunchTemplateConstraint").values()
    (assertion,) = json.loads(constraint["Properties"]["Rules"])["Rules"]["Size"]["Assertions"]
    assert assertion["Assert"] == {"Fn::Contains": [["10", "50"], {"Ref": "SizeGiB"}]}
    assert set(made.products["volume"]["Parameters"]) == {"SizeGiB", "Zone"}


def test_every_product_is_made_by_a_role_of_its_own_and_constrained_once_it_is_in(made: Made) -> None:
    roles = made.template.find_resources("AWS::ServiceCatalog::LaunchRoleConstraint").values()
    arns = [role["Properties"]["RoleArn"]["Fn::GetAtt"][0] for role in roles]
    assert len(set(arns)) == len(made.template.find_resources("AWS::ServiceCatalog::CloudFormationProduct"))
    for type_ in ("LaunchRoleConstraint", "LaunchTemplateConstraint"):
        for constraint in made.template.find_resources(f"AWS::ServiceCatalog::{type_}").values():
            assert [name.startswith("PortfolioIn") for name in constraint["DependsOn"]] == [True]


def test_only_service_catalog_takes_a_role(made: Made) -> None:
    for role in made.template.find_resources("AWS::IAM::Role").values():
        (trust,) = role["Properties"]["AssumeRolePolicyDocument"]["Statement"]
        assert trust["Principal"] == {"Service": "servicecatalog.amazonaws.com"}


def test_the_role_makes_no_bucket_but_one_of_service_catalog_s_and_deletes_none(made: Made) -> None:
    making = made.statements("bucket")["MakeTheBucket"]
    assert making["Resource"]["Fn::Join"][1][-1] == "-*"
    assert ":s3:::sc-" in json.dumps(making["Resource"])
    assert not [action for action in making["Action"] if "Delete" in action or action.endswith(":*")]


def test_the_role_makes_encrypted_volumes_only_and_removes_only_what_was_ordered(made: Made) -> None:
    rights = made.statements("volume")
    assert rights["MakeEncryptedVolumes"]["Condition"] == {"Bool": {"ec2:Encrypted": "true"}}
    ordered = {"StringLike": {"aws:ResourceTag/aws:cloudformation:stack-name": "SC-*"}}
    assert rights["ChangeWhatWasOrdered"]["Condition"] == ordered


def test_a_role_runs_no_stack_but_those_of_service_catalog(made: Made) -> None:
    for word in ("bucket", "volume"):
        assert ":stack/SC-" in json.dumps(made.statements(word)["RunStacks"]["Resource"])


def test_the_groups_named_may_order(made: Made) -> None:
    (one,) = made.template.find_resources("AWS::ServiceCatalog::PortfolioPrincipalAssociation").values()
    assert one["Properties"]["PrincipalARN"]["Fn::Join"][1][-1] == ":group/crew"


def test_members_may_order_and_touch_only_what_they_ordered() -> None:
    statements = [statement.to_statement_json() for statement in ordering().statements]
    for statement in statements:
        assert all(action.startswith("servicecatalog:") for action in statement["Action"])
        changing = any("Terminate" in action or "Update" in action for action in statement["Action"])
        own = {"StringEquals": {"servicecatalog:userLevel": "self"}}
        assert (statement.get("Condition") == own) is changing
