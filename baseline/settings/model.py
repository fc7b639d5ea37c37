"""The whole settings file as one model."""

from collections.abc import Mapping

from pydantic import Field, PrivateAttr

from baseline.place import Place
from baseline.settings.account_settings import AccountSettings
from baseline.settings.backup import Backup
from baseline.settings.catalog import Catalog
from baseline.settings.chaos import Chaos
from baseline.settings.compliance import Compliance
from baseline.settings.compute import Compute
from baseline.settings.detection import Detection
from baseline.settings.edge import Edge
from baseline.settings.encryption import Encryption
from baseline.settings.guarantees import Guarantee
from baseline.settings.identity.model import Identity
from baseline.settings.naming import AccountId, Email, Name
from baseline.settings.network.model import Network
from baseline.settings.patching import Patching
from baseline.settings.regions import Region
from baseline.settings.routine import Routine
from baseline.settings.section import Section
from baseline.settings.spending import Spending
from baseline.settings.storage import Storage
from baseline.settings.tags import TagKey, TagValue
from baseline.settings.trail import Trail
from baseline.settings.tree import MapNode, place_of
from baseline.settings.workload.model import Workload


class Settings(Section):
    """A landing zone: one account in one region."""

    name: Name = Field(
        description="Begins the names of stacks, buckets and roles: 2 to 20 lower-case letters, digits "
        "and hyphens.",
        examples=["acme"],
    )
    region: Region = Field(description="The AWS region.", examples=["eu-west-1"])
    account: AccountId | None = Field(
        default=None,
        description="The AWS account's 12 digits, in quotes; whichever `cdk` is logged in to if absent.",
    )
    notify: Email = Field(description="Who gets alerts by e-mail.", examples=["security@example.com"])
    fips: bool = Field(
        default=False,
        description="Endpoints of the VPC, and calls of the landing zone's own functions, use cryptographic "
        "modules that are validated under FIPS 140; in Regions of the US and Canada only.",
    )
    tags: Mapping[TagKey, TagValue] = Field(
        default_factory=dict, description="Tags for everything that can have them; at most 40."
    )
    network: Network = Field(default_factory=Network, description="The VPC.")
    compute: Compute = Field(default_factory=Compute, description="How instances are logged on to.")
    encryption: Encryption = Field(default_factory=Encryption, description="The keys.")
    storage: Storage = Field(default_factory=Storage, description="Buckets and volumes.")
    workload: Workload = Field(default_factory=Workload, description="What applications run on.")
    edge: Edge = Field(default_factory=Edge, description="What CloudFront serves to the world.")
    identity: Identity = Field(default_factory=Identity, description="Who may do what.")
    trail: Trail = Field(default_factory=Trail, description="The record of every call to AWS.")
    backup: Backup = Field(default_factory=Backup, description="What survives the loss of everything else.")
    spending: Spending = Field(default_factory=Spending, description="Mails about money.")
    account_settings: AccountSettings | None = Field(
        default=None, description="Settings of the whole account and Region; set where the section is there."
    )
    detection: Detection = Field(default_factory=Detection, description="What watches the account.")
    catalog: Catalog = Field(default_factory=Catalog, description="What members may order for themselves.")
    compliance: Compliance = Field(
        default_factory=Compliance, description="How well the account follows frameworks."
    )
    patching: Patching = Field(default_factory=Patching, description="Servers with the newest patches.")
    chaos: Chaos = Field(default_factory=Chaos, description="Failures on purpose.")
    routine: Routine = Field(default_factory=Routine, description="Looks that are taken regularly.")
    guarantees: tuple[Guarantee, ...] = Field(
        default=(), description="What must hold; `baseline prove` proves it about the templates."
    )

    _tree: MapNode = PrivateAttr()

    @property
    def mails_findings(self) -> bool:
        """Whether events, and not only alarms, are mailed."""
        return self.detection.finds or self.trail.insights

    @property
    def operates(self) -> bool:
        """Whether anything is asked for that happens by itself."""
        return not self.chaos.is_off or not self.patching.is_off or bool(self.routine.checks)

    def locate(self, tree: MapNode) -> "Settings":
        """The same settings, knowing the file that they were read from."""
        located = self.model_copy()
        located._tree = tree
        return located

    def place(self, *path: str | int) -> Place:
        """Where a value was written, such as `place("network", "allow", 0)`.

        For what came from a default: where the nearest key around it stands, in the end the file's beginning.
        """
        return place_of(self._tree, path)
