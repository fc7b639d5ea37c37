"""Rights of the settings, in the words of the constructs."""

from collections.abc import Iterator

from aws_cdk import Aws

from baseline.settings.identity.rights import Rights
from baseline.settings.model import Settings
from baseline.stacks.data_keys import DataKeys
from baseline.stacks.names import role_name
from baseline.stacks.network import NetworkStack
from baseline.stacks.written import written
from baseline_constructs.identity import arns
from baseline_constructs.identity.launching import launching
from baseline_constructs.identity.permission import Permission
from baseline_constructs.identity.reading import reading
from baseline_constructs.identity.same_tag import same_tag
from baseline_constructs.identity.starting_sessions import starting_sessions
from baseline_constructs.identity.terminating import terminating
from baseline_constructs.keys.rotated_key import RotatedKey


class Permissions:
    """Turns rights into permissions, which name what the other stacks made.

    Args:
        network: Where instances may be launched.
        keys: What encrypts their disks.
        sessions_key: What encrypts sessions; None where there are none.
        settings: What is wanted; names of roles follow from it.
    """

    def __init__(
        self, *, settings: Settings, network: NetworkStack, keys: DataKeys, sessions_key: RotatedKey | None
    ) -> None:
        self._settings = settings
        self._sessions_key = sessions_key
        self._network = network
        self._keys = keys

    def of(self, rights: Rights) -> Iterator[Permission]:
        """A permission for each right."""
        if rights.launch_instances:
            yield launching(
                types=rights.launch_instances.types,
                own_images=rights.launch_instances.own_images,
                vpc=self._network.vpc.vpc,
                volumes_key=self._keys.volumes if self._keys.own else None,
                role_arns=launched_role_arns(self._settings, rights),
            )
        if rights.terminate_instances:
            yield terminating(tags=rights.terminate_instances.tags)
        if rights.start_sessions and self._sessions_key:
            yield starting_sessions(tags=rights.start_sessions.tags, session_key=self._sessions_key.key)
        if rights.same_tag:
            yield same_tag(tag=rights.same_tag.tag, actions=rights.same_tag.actions)
        if rights.read_only:
            yield reading(services=rights.read_only)
        for statement in rights.statements:
            yield written(statement)


def launched_role_arns(settings: Settings, *rights: Rights) -> list[str]:
    """The ARNs of the roles that any of these rights lets give to servers."""
    roles = {role for each in rights if each.launch_instances for role in each.launch_instances.roles}
    return [arns.iam(f"role/{role_name(settings, role)}") for role in sorted(roles)]


def regions(rights: Rights, own: str) -> list[str]:
    """Where rights hold; the file's own region is left to a pseudo-parameter, so that a template fits any."""
    return [Aws.REGION if region == own else region for region in rights.regions or (own,)]
