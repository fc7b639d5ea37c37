"""A record of all traffic and of all DNS queries."""

from aws_cdk import CfnTag
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_route53resolver as resolver
from aws_cdk import aws_s3 as s3
from constructs import Construct

_AGGREGATION_SECONDS = 60
# The default format, in its order, and what VPC encryption controls add.
_FIELDS = (
    *("version", "account-id", "interface-id", "srcaddr", "dstaddr", "srcport", "dstport", "protocol"),
    *("packets", "bytes", "start", "end", "action", "log-status", "encryption-status"),
)
_WITH_ENCRYPTION_STATUS = " ".join(f"${{{field}}}" for field in _FIELDS)


class TrafficLogs(Construct):
    """Flow logs of all traffic, accepted or rejected, and Resolver query logs, in a bucket.

    Flow logs are Parquet, a file an hour, each record over at most a minute: rejected scans are short.

    Args:
        vpc_id: The VPC.
        bucket: An encrypted bucket that takes log delivery for this account; its policy is in place before.
        name: The query log configuration's name, and value of the Name tags.
        encryption_status: Whether each record says how its traffic was encrypted, which VPC encryption
            controls must be on for.

    Source:
        https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3.html
        https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-query-logs.html
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        vpc_id: str,
        bucket: s3.IBucket,
        name: str,
        encryption_status: bool = False,
    ) -> None:
        super().__init__(scope, id_)
        self.resource = ec2.CfnFlowLog(
            self,
            "Resource",
            resource_id=vpc_id,
            resource_type="VPC",
            traffic_type="ALL",
            log_destination_type="s3",
            log_destination=bucket.bucket_arn,
            max_aggregation_interval=_AGGREGATION_SECONDS,
            log_format=_WITH_ENCRYPTION_STATUS if encryption_status else None,
            # CDK passes this one property on as it is, so it is spelt as CloudFormation does.
            destination_options={
                "FileFormat": "parquet",
                "HiveCompatiblePartitions": False,
                "PerHourPartition": True,
            },
            tags=[CfnTag(key="Name", value=name)],
        )
        queries = resolver.CfnResolverQueryLoggingConfig(
            self, "Queries", name=name, destination_arn=bucket.bucket_arn
        )
        resolver.CfnResolverQueryLoggingConfigAssociation(
            self, "QueriesOfVpc", resource_id=vpc_id, resolver_query_log_config_id=queries.attr_id
        )
