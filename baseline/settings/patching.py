"""The section `patching`."""

from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import Field

from baseline.settings.identity.model import Identity
from baseline.settings.network.layout import ENDPOINTS_TIER
from baseline.settings.network.model import Network
from baseline.settings.network.service_ways import reaches_services, way_to_services
from baseline.settings.problem import Finding, listed, quoted, remedy
from baseline.settings.section import Section
from baseline.settings.storage import Storage
from baseline.settings.text import spelt
from baseline.settings.unreadable import where_readable
from baseline.settings.weekly import Day

PATCH_GROUP_TAG = "PatchGroup"
_AGENT = ("s3", "ssm", "ssmmessages", "ec2messages")
_BUILDER = (*_AGENT, "imagebuilder", "logs")

GroupName = Annotated[str, spelt(r"[A-Za-z0-9_.-]{1,64}", "1 to 64 letters, digits and _.-")]
ListName = Annotated[
    str,
    spelt(r"[a-z][a-z0-9-]{0,39}", "1 to 40 lower-case letters, digits and hyphens, beginning with a letter"),
]
ObjectPath = Annotated[
    str, spelt(r"[A-Za-z0-9_.-]+(?:/[A-Za-z0-9_.-]+)*", "a path in the bucket such as base/site.yml")
]
RunList = Annotated[str, spelt(r"[A-Za-z0-9_:,\[\] -]{1,500}", "a run list such as recipe[base::default]")]
InstanceType = Annotated[str, spelt(r"[a-z0-9-]+\.[a-z0-9]+", "a type such as t3.medium")]


class Window(Section):
    """When servers are patched and may restart."""

    day: Day = Field(default="sunday", description="Day of the week.")
    hour: int = Field(default=2, ge=0, le=23, description="Hour of the day, in UTC.")
    hours: int = Field(default=3, ge=2, le=24, description="How long it is; nothing begins in its last hour.")


class Image(Section):
    """A patched, encrypted base image, made anew every week."""

    tier: str = Field(description="The tier that it is built in.", examples=["app"])
    instance_type: InstanceType = Field(default="t3.medium", description="Type of the server that builds it.")
    launch: bool = Field(
        default=False,
        description="`true` makes the launch templates take it; set it once the first image is there.",
    )


class Playbook(Section):
    """An Ansible playbook that servers run on themselves, every day."""

    bucket: str = Field(description="The bucket of `storage.buckets` that holds it.", examples=["playbooks"])
    folder: ObjectPath = Field(
        description="Folder in the bucket, all of which is fetched.", examples=["base"]
    )
    file: ObjectPath = Field(default="site.yml", description="The playbook in the folder.")


class Recipes(Section):
    """Chef recipes that servers run on themselves, every day, with Chef 18: AWS's document knows no newer."""

    bucket: str = Field(
        description="The bucket of `storage.buckets` that holds them.", examples=["cookbooks"]
    )
    file: ObjectPath = Field(description="The archive with the cookbooks.", examples=["base.tar.gz"])
    run: RunList = Field(description="What is run.", examples=['"recipe[base::default]"'])


class Patching(Section):
    """Servers with the newest patches. Off until `groups` says which."""

    groups: tuple[GroupName, ...] = Field(
        default=(),
        description=f"Servers with one of these values in the tag `{PATCH_GROUP_TAG}` are asked every day "
        "which patches they lack, and get them in the window. Nobody who is held can set the tag. The "
        "servers' roles need `managed: true`.",
        examples=["[PROD]"],
    )
    window: Window = Field(default_factory=Window, description="When patches are installed.")
    approve_after_days: int = Field(
        default=7, ge=0, le=30, description="Days that a patch must be out before it is installed."
    )
    image: Image | None = Field(default=None, description="Makes a base image of its own; none if absent.")
    ansible: Mapping[ListName, Playbook] = Field(
        default_factory=dict, description="Ansible playbooks by name."
    )
    chef: Mapping[ListName, Recipes] = Field(default_factory=dict, description="Chef recipes by name.")

    @property
    def is_off(self) -> bool:
        """Whether nothing is patched and nothing is built."""
        return not self.groups and self.image is None


@where_readable
def patching_findings(patching: Patching) -> Iterator[Finding]:
    """What would be done to no server."""
    if not patching.groups:
        for key in ("window", "approve_after_days", "ansible", "chef"):
            if key in patching.model_fields_set:
                yield Finding((key,), "concerns servers, and no group of them is named; add groups: [PROD]")


@where_readable
def source_findings(patching: Patching, storage: Storage, identity: Identity) -> Iterator[Finding]:
    """What servers run as root, from where nobody has it, or from where others could change it."""
    sources = {
        **{("ansible", n): p.bucket for n, p in patching.ansible.items()},
        **{("chef", n): r.bucket for n, r in patching.chef.items()},
    }
    for path, bucket in sources.items():
        if bucket not in storage.buckets:
            text = f"unknown bucket {quoted(bucket)}{remedy(bucket, [*storage.buckets])}"
            yield Finding((*path, "bucket"), text)
            continue
        writers = [name for name, role in identity.roles.items() if bucket in role.write]
        writers += [
            f"users of {name}" for name, pool in identity.user_pools.items() if pool.folder_in == bucket
        ]
        if writers:
            text = (
                f"{listed(writers)} may write to it, and servers run what lies there as root; "
                "take another bucket"
            )
            yield Finding((*path, "bucket"), text)
        if not any(bucket in role.read for role in identity.roles.values() if role.managed):
            text = f"no managed role reads it; add read: [{bucket}] to the servers' role under identity.roles"
            yield Finding((*path, "bucket"), text)


@where_readable
def managed_findings(patching: Patching, identity: Identity) -> Iterator[Finding]:
    """Groups of servers of which none lets Systems Manager in."""
    if patching.groups and not any(role.managed for role in identity.roles.values()):
        yield Finding(("groups",), "no role lets Systems Manager in; add managed: true to the servers' role")


@where_readable
def patching_place_findings(patching: Patching, network: Network) -> Iterator[Finding]:
    """Servers that could never ask for their patches."""
    tiers = [name for name in network.subnets if name != ENDPOINTS_TIER]
    if patching.groups and not any(reaches_services(network, tier, _AGENT) for tier in tiers):
        yield Finding(("groups",), f"no tier reaches Systems Manager; {way_to_services('<tier>', _AGENT)}")
    if patching.image is None:
        return
    tier = patching.image.tier
    if tier not in tiers:
        yield Finding(("image", "tier"), f"unknown tier {quoted(tier)}{remedy(tier, tiers)}")
    elif not reaches_services(network, tier, _BUILDER):
        yield Finding(
            ("image", "tier"),
            f"{tier} reaches not all that Image Builder needs; {way_to_services(tier, _BUILDER)}",
        )
