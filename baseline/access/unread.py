"""What has a say on access and is not modelled, with its place."""

from collections.abc import Iterator

from baseline.template.estate import Estate
from baseline.template.resolver import Note
from baseline.template.template import Resource

_TYPES = {
    "AWS::ApiGateway::RestApi": "policies of APIs",
    "AWS::ECR::RegistryPolicy": "policies of registries",
    "AWS::Events::EventBusPolicy": "statements of event buses",
    "AWS::KMS::ReplicaKey": "policies of replica keys",
    "AWS::Lambda::LayerVersionPermission": "policies of layers",
    "AWS::Logs::Destination": "policies of log destinations",
    "AWS::Logs::ResourcePolicy": "policies of CloudWatch Logs",
    "AWS::S3::MultiRegionAccessPointPolicy": "access points of several regions",
    "AWS::S3Express::BucketPolicy": "policies of directory buckets",
    "AWS::S3ObjectLambda::AccessPointPolicy": "access points of Object Lambda",
}
_OPEN_ACLS = ("PublicRead", "PublicReadWrite", "AuthenticatedRead", "LogDeliveryWrite")


def unread(estate: Estate) -> Iterator[Note]:
    """One note for each resource whose say is left out."""
    for resource in estate.resources(*_TYPES):
        if resource.type != "AWS::ApiGateway::RestApi" or resource.get("Policy") is not None:
            yield _note(resource, _TYPES[resource.type])
    for point in estate.resources("AWS::S3::AccessPoint"):
        if point.get("VpcConfiguration") is not None:
            yield _note(point, "that it takes requests from one VPC only")
        if point.get("BucketAccountId") is not None:
            yield _note(point, "that its bucket may be of another account")
    for bucket in estate.resources("AWS::S3::Bucket"):
        if bucket.get("AccessControl") in _OPEN_ACLS:
            yield _note(bucket, f"the access control list {bucket.get('AccessControl')}")


def _note(resource: Resource, what: str) -> Note:
    return Note(resource.place, f"{resource.logical_id}: not modelled, and left out: {what}")
