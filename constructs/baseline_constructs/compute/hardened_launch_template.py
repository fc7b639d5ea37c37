"""What an instance is launched with, so that the secure choices need no remembering."""

from collections.abc import Mapping

from aws_cdk import CfnTag
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_kms as kms
from constructs import Construct

# Resolved by EC2 at launch, so that new instances get the patched image without a deployment.
_AMAZON_LINUX_2023 = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
_ROOT_DEVICE = "/dev/xvda"


class HardenedLaunchTemplate(Construct):
    """Launches Amazon Linux 2023 (x86_64): encrypted disk, IMDSv2 only, no public address, no key pair.

    The metadata service answers sessions only, at most one hop away. Instance type and subnet are the
    caller's: because the template describes network interface 0, the subnet goes with it
    (`--network-interfaces DeviceIndex=0,SubnetId=...`), unless an Auto Scaling group names the subnets. The
    caller needs ssm:GetParameters on the image's public parameter, and use of the key through EC2.

    Args:
        name: Name of the template, and Name tag of what it launches; 3 to 128 characters.
        security_group: The one group of the network interface.
        key: The volumes key (`volumes_key`).
        tags: Further tags of the instances, volumes and network interfaces that it launches.
        instance_profile: Name of the profile that gives instances their role, which need not be there
            yet; None: they have none.
        image_parameter: Parameter with the id of another image; None: the one that Amazon publishes.

    Source:
        Security Hub EC2.8, EC2.25, EC2.170
        https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/create-launch-template.html
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        security_group: ec2.CfnSecurityGroup,
        key: kms.IKey,
        tags: Mapping[str, str] | None = None,
        image_parameter: str | None = None,
        instance_profile: str | None = None,
    ) -> None:
        super().__init__(scope, id_)
        self.resource = ec2.CfnLaunchTemplate(
            self,
            "Resource",
            launch_template_name=name,
            launch_template_data=ec2.CfnLaunchTemplate.LaunchTemplateDataProperty(
                image_id=f"resolve:ssm:{image_parameter or _AMAZON_LINUX_2023}",
                block_device_mappings=[_encrypted_root(key)],
                iam_instance_profile=_profile(instance_profile),
                metadata_options=_sessions_only(),
                monitoring=ec2.CfnLaunchTemplate.MonitoringProperty(enabled=True),
                network_interfaces=[_private_interface(security_group)],
                tag_specifications=_tags_of_what_it_launches({"Name": name, **(tags or {})}),
            ),
        )


def _profile(name: str | None) -> ec2.CfnLaunchTemplate.IamInstanceProfileProperty | None:
    return None if name is None else ec2.CfnLaunchTemplate.IamInstanceProfileProperty(name=name)


def _encrypted_root(key: kms.IKey) -> ec2.CfnLaunchTemplate.BlockDeviceMappingProperty:
    return ec2.CfnLaunchTemplate.BlockDeviceMappingProperty(
        device_name=_ROOT_DEVICE,
        ebs=ec2.CfnLaunchTemplate.EbsProperty(
            delete_on_termination=True, encrypted=True, kms_key_id=key.key_arn, volume_type="gp3"
        ),
    )


def _sessions_only() -> ec2.CfnLaunchTemplate.MetadataOptionsProperty:
    return ec2.CfnLaunchTemplate.MetadataOptionsProperty(
        http_endpoint="enabled",
        http_tokens="required",
        http_put_response_hop_limit=1,
        instance_metadata_tags="disabled",
    )


def _private_interface(group: ec2.CfnSecurityGroup) -> ec2.CfnLaunchTemplate.NetworkInterfaceProperty:
    return ec2.CfnLaunchTemplate.NetworkInterfaceProperty(
        device_index=0,
        associate_public_ip_address=False,
        delete_on_termination=True,
        groups=[group.attr_group_id],
    )


def _tags_of_what_it_launches(
    tags: Mapping[str, str],
) -> list[ec2.CfnLaunchTemplate.TagSpecificationProperty]:
    return [
        ec2.CfnLaunchTemplate.TagSpecificationProperty(
            resource_type=kind, tags=[CfnTag(key=key, value=value) for key, value in tags.items()]
        )
        for kind in ("instance", "volume", "network-interface")
    ]
