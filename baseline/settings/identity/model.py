"""The models of the section `identity`."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from baseline.settings.identity.statements import Statement
from baseline.settings.naming import GroupName, RoleName, UserName
from baseline.settings.regions import Region
from baseline.settings.section import Section
from baseline.settings.tags import TagKey, TagValue
from baseline.settings.text import one_of, spelt

READ_ONLY_SERVICES = (
    *(
        "access-analyzer",
        "autoscaling",
        "backup",
        "cloudformation",
        "cloudtrail",
        "cloudwatch",
        "config",
        "dynamodb",
    ),
    *(
        "ec2",
        "elasticloadbalancing",
        "guardduty",
        "iam",
        "kms",
        "lambda",
        "logs",
        "rds",
        "s3",
        "secretsmanager",
    ),
    *("securityhub", "sns", "sqs", "ssm", "tag"),
)

ReadOnlyService = Annotated[str, one_of(READ_ONLY_SERVICES, "service")]
InstanceTypes = Annotated[
    str,
    spelt(r"[a-z0-9-]+\.[a-z0-9*?-]+", "an instance type such as t3.micro, or a family's types such as t2.*"),
]


class LaunchInstances(Section):
    """The right to launch EC2 instances of some types, and no others."""

    types: tuple[InstanceTypes, ...] = Field(
        min_length=1,
        description="Instance types; `*` and `?` may stand behind the dot: `t2.*`.",
        examples=['["t2.*"]'],
    )


class TerminateInstances(Section):
    """The right to terminate EC2 instances with some tags, and no others."""

    tags: Mapping[TagKey, TagValue] = Field(
        min_length=1,
        description="Tags that the instance must have, all of them. Nobody in a group can put them on.",
        examples=["{ENV: TEST}"],
    )


class Group(Section):
    """A group of users and what they may do. Without MFA they may change nothing."""

    launch_instances: LaunchInstances | None = Field(default=None, description="May launch EC2 instances.")
    terminate_instances: TerminateInstances | None = Field(
        default=None, description="May terminate EC2 instances."
    )
    read_only: tuple[ReadOnlyService, ...] = Field(
        default=(), description="Services that the group may look at."
    )
    assume_roles: tuple[str, ...] = Field(
        default=(), description="Emergency roles of `identity.roles` that the group may assume."
    )
    statements: tuple[Statement, ...] = Field(
        default=(), description="IAM policy statements, for everything else."
    )
    regions: tuple[Region, ...] = Field(
        default=(), description="Regions in which the group may act; the file's own `region` if absent."
    )


class User(Section):
    """A person; what a user may do comes from groups only."""

    groups: tuple[str, ...] = Field(
        min_length=1,
        max_length=10,
        description="Groups of `identity.groups`, at least one.",
        examples=["[newbies]"],
    )


class Role(Section):
    """A role of a server, or for an emergency: either `trusted_by` or `emergency`."""

    trusted_by: Literal["ec2", "lambda", "ecs-tasks"] | None = Field(
        default=None, description="The service that runs as this role."
    )
    emergency: bool = Field(
        default=False, description="`true` makes it the way out when all else fails: it may do everything."
    )
    read: tuple[str, ...] = Field(default=(), description="Buckets of `storage.buckets` that it may read.")
    write: tuple[str, ...] = Field(default=(), description="Buckets of `storage.buckets` that it may write.")


class Identity(Section):
    """Who may do what."""

    guarded_tags: tuple[TagKey, ...] = Field(
        default=(),
        description="Tag keys that nobody may set, change or remove; those of `terminate_instances` "
        "always are.",
    )
    groups: Mapping[GroupName, Group] = Field(default_factory=dict, description="Groups by name.")
    users: Mapping[UserName, User] = Field(default_factory=dict, description="Users by name.")
    roles: Mapping[RoleName, Role] = Field(
        default_factory=dict, description="Roles by name; in AWS each is called `<name>-<role>`."
    )
