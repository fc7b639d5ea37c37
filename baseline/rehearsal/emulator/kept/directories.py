"""What moto forgets of permission sets, what MiniStack lacks of Cognito, and directories of Microsoft's.

Source: API references of IAM Identity Center, Amazon Cognito user pools and AWS Directory Service.
"""

from ministack.services import ec2

from baseline.rehearsal.emulator.kept.api import Kept, Members, Refused
from baseline.rehearsal.emulator.kept.shelf import Shelf, new_id

_BOUNDARIES = Shelf("PermissionSetArn")
_TAGGED = Shelf("ResourceArn")


def _tags(asked: Members) -> Members:
    return {"Tags": [tag for record in _TAGGED.matching(asked) for tag in record["Tags"]]}


_LOGS = Shelf("UserPoolId", one="LogDeliveryConfiguration")
_BRANDINGS = Shelf(
    "ManagedLoginBrandingId",
    made=lambda _: {"ManagedLoginBrandingId": new_id("")},
    one="ManagedLoginBranding",
)
_RISKS = Shelf(
    "key",
    made=lambda asked: {"key": f"{asked['UserPoolId']}/{asked.get('ClientId', 'ALL')}"},
    one="RiskConfiguration",
    named_by={"UserPoolId": "UserPoolId", "ClientId": "ClientId"},
)
_DIRECTORIES = Shelf(
    "DirectoryId",
    made=lambda _: {
        "DirectoryId": new_id("d-"),
        "Stage": "Active",
        "Type": "MicrosoftAD",
        "SsoEnabled": False,
    },
    many="DirectoryDescriptions",
    named_by={"DirectoryId": "DirectoryId", "DirectoryIds": "DirectoryId"},
    missing="EntityDoesNotExistException",
)


def _create_directory(asked: Members) -> Members:
    """The password is told nowhere, so it is not kept."""
    network = asked["VpcSettings"]
    if network["VpcId"] not in ec2._vpcs or set(network["SubnetIds"]) - set(ec2._subnets):
        raise Refused("InvalidParameterException", f"{network} is not there")
    return _DIRECTORIES.create({name: value for name, value in asked.items() if name != "Password"})


KEPT = (
    Kept(
        "cognito-idp",
        {
            "SetLogDeliveryConfiguration": _LOGS.put,
            "GetLogDeliveryConfiguration": _LOGS.read,
            "CreateManagedLoginBranding": _BRANDINGS.create,
            "DescribeManagedLoginBranding": _BRANDINGS.read,
            "DeleteManagedLoginBranding": _BRANDINGS.delete,
            "SetRiskConfiguration": _RISKS.put,
            "DescribeRiskConfiguration": _RISKS.read,
        },
    ),
    Kept(
        "ds",
        {
            "CreateMicrosoftAD": _create_directory,
            "DescribeDirectories": _DIRECTORIES.tell_all,
            "DeleteDirectory": _DIRECTORIES.delete,
        },
        target="DirectoryService_20150416",
    ),
    Kept(
        "sso-admin",
        {
            "PutPermissionsBoundaryToPermissionSet": _BOUNDARIES.put,
            "GetPermissionsBoundaryForPermissionSet": _BOUNDARIES.read,
            "DeletePermissionsBoundaryFromPermissionSet": _BOUNDARIES.delete,
            "TagResource": _TAGGED.put,
            "ListTagsForResource": _tags,
        },
        scope="sso",
    ),
)
