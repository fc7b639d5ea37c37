"""What stands beside a secret or a load balancer and MiniStack's CloudFormation lacks."""

import json

from baseline.rehearsal.emulator.client import call
from baseline.rehearsal.emulator.handler import Attributes, Handler, Properties


def _put_policy(properties: Properties, _: str) -> tuple[str, Attributes]:
    call(
        "secretsmanager",
        "put_resource_policy",
        SecretId=properties["SecretId"],
        ResourcePolicy=json.dumps(properties["ResourcePolicy"]),
        BlockPublicPolicy=properties["BlockPublicPolicy"],
    )
    return properties["SecretId"], {}


def _change_policy(_: str, __: Properties, properties: Properties) -> None:
    _put_policy(properties, "")


def _delete_policy(_: str, properties: Properties) -> None:
    call("secretsmanager", "delete_resource_policy", SecretId=properties["SecretId"])


def _associate(properties: Properties, name: str) -> tuple[str, Attributes]:
    call("wafv2", "associate_web_acl", **properties)
    return name, {}


def _dissociate(_: str, properties: Properties) -> None:
    call("wafv2", "disassociate_web_acl", ResourceArn=properties["ResourceArn"])


HANDLERS = {
    "AWS::SecretsManager::ResourcePolicy": Handler(
        _put_policy, _delete_policy, _change_policy, replaces=("SecretId",)
    ),
    "AWS::WAFv2::WebACLAssociation": Handler(_associate, _dissociate),
}
