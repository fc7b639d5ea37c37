"""Which events a trail records."""

from collections.abc import Sequence
from typing import Literal

from aws_cdk import aws_cloudtrail as cloudtrail
from aws_cdk import aws_s3 as s3

Selector = cloudtrail.CfnTrail.AdvancedEventSelectorProperty
_Field = cloudtrail.CfnTrail.AdvancedFieldSelectorProperty


def event_selectors(
    *, data_events: Sequence[s3.IBucket] | Literal["all"], never: Sequence[s3.IBucket]
) -> list[Selector]:
    """All management events, and the reads and writes of objects in the buckets chosen.

    Args:
        data_events: The buckets, or "all".
        never: Buckets left out of "all".

    Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/filtering-data-events.html
    """
    management = Selector(
        name="Management events", field_selectors=[_Field(field="eventCategory", equal_to=["Management"])]
    )
    if data_events == "all":
        return [management, _objects(_Field(field="resources.ARN", not_starts_with=_arn_prefixes(never)))]
    if not data_events:
        return [management]
    return [management, _objects(_Field(field="resources.ARN", starts_with=_arn_prefixes(data_events)))]


def _objects(which: cloudtrail.CfnTrail.AdvancedFieldSelectorProperty) -> Selector:
    return Selector(
        name="Object events",
        field_selectors=[
            _Field(field="eventCategory", equal_to=["Data"]),
            _Field(field="resources.type", equal_to=["AWS::S3::Object"]),
            which,
        ],
    )


def _arn_prefixes(buckets: Sequence[s3.IBucket]) -> list[str]:
    """The slash ends the name: without it, "uploads" would also mean "uploads-public"."""
    return [f"{bucket.bucket_arn}/" for bucket in buckets]
