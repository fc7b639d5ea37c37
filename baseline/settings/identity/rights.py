"""What somebody may do: the same words for groups, federated roles and permission sets."""

from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import Field

from baseline.settings.identity.statements import Action, Statement, statement_findings
from baseline.settings.problem import Finding
from baseline.settings.regions import Region
from baseline.settings.section import Section
from baseline.settings.tags import TagKey, TagValue, same_but_for_case
from baseline.settings.text import one_of, spelt
from baseline.settings.unreadable import where_readable

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

# A tag on these decides nothing, or deciding by it would hand out everything else.
_NOT_BY_TAG = ("account", "iam", "kms", "organizations", "sts")

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
    own_images: bool = Field(
        default=False,
        description="Whether images of the account may be launched too, and not only Amazon's: whoever "
        "launches an image can read all that is on its disks.",
    )
    roles: tuple[str, ...] = Field(
        default=(),
        description="Server roles of `identity.roles` that instances may be launched with; none by default. "
        "Whoever launches one decides what it runs, and so may do all that the role may.",
    )


class TerminateInstances(Section):
    """The right to terminate EC2 instances with some tags, and no others."""

    tags: Mapping[TagKey, TagValue] = Field(
        min_length=1,
        description="Tags that the instance must have, all of them. Nobody in a group can put them on.",
        examples=["{ENV: TEST}"],
    )


class StartSessions(Section):
    """The right to start shell sessions on servers with some tags, and no others, as `compute.sessions` says.

    Members end and resume their own sessions only, and no session is without its record.
    """

    tags: Mapping[TagKey, TagValue] = Field(
        min_length=1,
        description="Tags that the server must have, all of them. Nobody in a group can put them on.",
        examples=["{ENV: TEST}"],
    )


class SameTag(Section):
    """The right to act on what carries the same tag as oneself (ABAC), and on nothing else."""

    tag: TagKey = Field(
        description="Tag key whose value must be the same on the caller and on the resource. Nobody in a "
        "group can set it.",
        examples=["team"],
    )
    actions: tuple[Action, ...] = Field(
        min_length=1,
        description="Actions that know the tags of what they act on, such as `ec2:StartInstances`.",
        examples=['["ec2:StartInstances", "ec2:StopInstances"]'],
    )


class Rights(Section):
    """What somebody may do."""

    launch_instances: LaunchInstances | None = Field(default=None, description="May launch EC2 instances.")
    terminate_instances: TerminateInstances | None = Field(
        default=None, description="May terminate EC2 instances."
    )
    start_sessions: StartSessions | None = Field(
        default=None, description="May start sessions on servers (`compute.sessions`)."
    )
    same_tag: SameTag | None = Field(
        default=None, description="May act on what carries the same tag as the caller."
    )
    read_only: tuple[ReadOnlyService, ...] = Field(default=(), description="Services that may be looked at.")
    statements: tuple[Statement, ...] = Field(
        default=(), description="IAM policy statements, for everything else."
    )
    regions: tuple[Region, ...] = Field(
        default=(),
        description="Regions in which this holds, all else being denied outside of them; the file's own "
        "`region` if absent. Services without Regions are not meant.",
    )

    @property
    def allows_something(self) -> bool:
        """Whether any right is given."""
        return any(
            (
                self.launch_instances,
                self.terminate_instances,
                self.start_sessions,
                self.same_tag,
                self.read_only,
                self.statements,
            )
        )

    @property
    def deciding_tags(self) -> frozenset[str]:
        """The tag keys on which a right depends."""
        terminating = self.terminate_instances.tags if self.terminate_instances else ()
        starting = self.start_sessions.tags if self.start_sessions else ()
        return frozenset((*terminating, *starting)) | ({self.same_tag.tag} if self.same_tag else frozenset())


@where_readable
def rights_findings(rights: Rights) -> Iterator[Finding]:
    """Rights that contradict themselves, or that IAM refuses."""
    for key in ("terminate_instances", "start_sessions"):
        if wish := getattr(rights, key):
            tags = same_but_for_case(wish.tags, "IAM ignores the case of tag keys")
            yield from (finding.under(key, "tags") for finding in tags)
    if rights.same_tag:
        yield from (finding.under("same_tag", "actions") for finding in _same_tag_findings(rights.same_tag))
    for index, statement in enumerate(rights.statements):
        yield from (finding.under("statements", index) for finding in statement_findings(statement))


@where_readable
def _same_tag_findings(same_tag: SameTag) -> Iterator[Finding]:
    for index, action in enumerate(same_tag.actions):
        service = action.partition(":")[0]
        if action == "*" or service in _NOT_BY_TAG:
            text = (
                f"{action} cannot be bound to a tag safely; name actions of services such as ec2, rds or s3"
            )
            yield Finding((index,), text)
