"""What moto forgets of IAM Identity Center: the boundary and the tags of a permission set.

Source: IAM Identity Center API reference.
"""

from baseline.rehearsal.emulator.kept.api import Kept, Members
from baseline.rehearsal.emulator.kept.shelf import Shelf

_BOUNDARIES = Shelf("PermissionSetArn")
_TAGGED = Shelf("ResourceArn")


def _tags(asked: Members) -> Members:
    return {"Tags": [tag for record in _TAGGED.matching(asked) for tag in record["Tags"]]}


KEPT = (
    Kept(
        "sso-admin",
        {
            "PutPermissionsBoundaryToPermissionSet": _BOUNDARIES.put,
            "GetPermissionsBoundaryForPermissionSet": _BOUNDARIES.read,
            "DeletePermissionsBoundaryFromPermissionSet": _BOUNDARIES.delete,
            "TagResource": _TAGGED.put,
            "ListTagsForResource": _tags,
        },
    ),
)
