"""How every resource of the account is configured, and was before."""

from typing import Any

from aws_cdk import Aws
from aws_cdk import aws_config as config
from aws_cdk import aws_iam as iam
from constructs import Construct

from baseline_constructs.acknowledge import acknowledge
from baseline_constructs.storage.configuration_bucket import ConfigurationBucket

# Everything the recorder's role needs to read, kept current by AWS as it adds resource types.
_READ_CONFIGURATION = "service-role/AWS_ConfigRole"


class ConfigurationRecorder(Construct):
    """Records all resource types, global ones too, and delivers history and a daily snapshot, encrypted.

    An account has one recorder and one delivery channel in a Region: deploy where there is none yet. Neither
    depends on the other, because the recorder starts only once the channel exists and the channel needs the
    recorder; CloudFormation makes both at once.

    Args:
        bucket: Where history and snapshots go; it also knows the key, and what writing there takes.

    Source:
        Security Hub Config.1
        https://docs.aws.amazon.com/config/latest/developerguide/iamrole-permissions.html
    """

    def __init__(self, scope: Construct, id_: str, *, bucket: ConfigurationBucket) -> None:
        super().__init__(scope, id_)
        role = _role(self, bucket)
        self.resource = config.CfnConfigurationRecorder(
            self,
            "Resource",
            role_arn=role.attr_arn,
            recording_group=config.CfnConfigurationRecorder.RecordingGroupProperty(
                all_supported=True, include_global_resource_types=True
            ),
        )
        self.channel = config.CfnDeliveryChannel(
            self,
            "DeliveryChannel",
            s3_bucket_name=bucket.bucket.bucket_name,
            s3_kms_key_arn=bucket.key.key_arn,
            config_snapshot_delivery_properties=config.CfnDeliveryChannel.ConfigSnapshotDeliveryPropertiesProperty(
                delivery_frequency="TwentyFour_Hours"
            ),
        )
        self.channel.add_resource_dependency(bucket.policy)


def _role(scope: Construct, bucket: ConfigurationBucket) -> iam.CfnRole:
    read = f"iam::aws:policy/{_READ_CONFIGURATION}"
    role = iam.CfnRole(
        scope,
        "Role",
        description="AWS Config reads the configuration of resources and delivers it",
        assume_role_policy_document=_only_for_this_account(),
        managed_policy_arns=[f"arn:{Aws.PARTITION}:{read}", bucket.delivery_policy.ref],
    )
    reason = "AWS keeps this policy current as AWS Config learns new resource types; it only reads."
    acknowledge(role, {f"AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:{read}]": reason})
    return role


def _only_for_this_account() -> dict[str, Any]:
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "config.amazonaws.com"},
        "Action": "sts:AssumeRole",
        "Condition": {"StringEquals": {"aws:SourceAccount": Aws.ACCOUNT_ID}},
    }
    return {"Version": "2012-10-17", "Statement": [statement]}
