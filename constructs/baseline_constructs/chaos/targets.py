"""What an experiment may touch: nothing without the tag."""

from collections.abc import Sequence
from dataclasses import dataclass

from aws_cdk import Aws, Fn
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_fis as fis
from aws_cdk import aws_kms as kms


@dataclass(frozen=True)
class Allowed:
    """What experiments are allowed to touch at all.

    Attributes:
        key: Key of the tag.
        value: Its value.
        vpc: The network whose subnets may be cut off.
        volumes_key: The key of the disks, without which a stopped instance does not start again.
    """

    key: str
    value: str
    vpc: ec2.CfnVPC
    volumes_key: kms.IKey

    def instances(
        self, *, selection: str, zone: int | None = None
    ) -> fis.CfnExperimentTemplate.ExperimentTemplateTargetProperty:
        """Running instances with the tag.

        Args:
            selection: `ALL`, or `PERCENT(n)`.
            zone: Only those of this zone, from 1.
        """
        filters = [_equals("State.Name", ["running"])]
        if zone is not None:
            filters.append(_equals("Placement.AvailabilityZone", [zone_name(zone)]))
        return fis.CfnExperimentTemplate.ExperimentTemplateTargetProperty(
            resource_type="aws:ec2:instance",
            selection_mode=selection,
            resource_tags={self.key: self.value},
            filters=filters,
        )

    def subnets(
        self, *, zone: int, tags: dict[str, str]
    ) -> fis.CfnExperimentTemplate.ExperimentTemplateTargetProperty:
        """Subnets of the network in one zone, with the tag and with others beside it."""
        return fis.CfnExperimentTemplate.ExperimentTemplateTargetProperty(
            resource_type="aws:ec2:subnet",
            selection_mode="ALL",
            resource_tags={**tags, self.key: self.value},
            filters=[
                _equals("AvailabilityZone", [zone_name(zone)]),
                _equals("VpcId", [self.vpc.ref]),
            ],
        )

    @property
    def vpc_arn(self) -> str:
        """The network's ARN."""
        return f"arn:{Aws.PARTITION}:ec2:{Aws.REGION}:{Aws.ACCOUNT_ID}:vpc/{self.vpc.ref}"


def zone_name(zone: int) -> str:
    """The name of a zone by its number, from 1."""
    return Fn.select(zone - 1, Fn.get_azs(""))


def _equals(
    path: str, values: Sequence[str]
) -> fis.CfnExperimentTemplate.ExperimentTemplateTargetFilterProperty:
    return fis.CfnExperimentTemplate.ExperimentTemplateTargetFilterProperty(path=path, values=list(values))
