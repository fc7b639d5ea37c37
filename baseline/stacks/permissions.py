"""Rights of the settings, in the words of the constructs."""

from collections.abc import Iterator

from aws_cdk import Aws

from baseline.settings.identity.rights import Rights
from baseline.stacks.data_keys import DataKeys
from baseline.stacks.network import NetworkStack
from baseline.stacks.written import written
from baseline_constructs.identity.launching import launching
from baseline_constructs.identity.permission import Permission
from baseline_constructs.identity.reading import reading
from baseline_constructs.identity.same_tag import same_tag
from baseline_constructs.identity.terminating import terminating


class Permissions:
    """Turns rights into permissions, which name what the other stacks made.

    Args:
        network: Where instances may be launched.
        keys: What encrypts their disks.
    """

    def __init__(self, *, network: NetworkStack, keys: DataKeys) -> None:
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
            )
        if rights.terminate_instances:
            yield terminating(tags=rights.terminate_instances.tags)
        if rights.same_tag:
            yield same_tag(tag=rights.same_tag.tag, actions=rights.same_tag.actions)
        if rights.read_only:
            yield reading(services=rights.read_only)
        for statement in rights.statements:
            yield written(statement)


def regions(rights: Rights, own: str) -> list[str]:
    """Where rights hold; the file's own region is left to a pseudo-parameter, so that a template fits any."""
    return [Aws.REGION if region == own else region for region in rights.regions or (own,)]
