"""Rules about what watches the network beside its rules."""

from collections.abc import Collection, Iterator, Mapping

from baseline.settings.network.model import Network
from baseline.settings.problem import Finding
from baseline.settings.unreadable import where_readable

# Families on the Xen hypervisor, which encrypts nothing between instances.
# https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-nitro-instances.html lists those that can.
_WITHOUT_NITRO = (
    *("c1", "c3", "c4", "cc2", "cr1", "d2", "f1", "g2", "g3", "g3s", "h1", "hs1", "i2", "i3"),
    *("m1", "m2", "m3", "m4", "p2", "p3", "r3", "r4", "t1", "t2", "x1", "x1e"),
)

_SHARED_ONLY = ("t1", "t2")


@where_readable
def guard_findings(network: Network) -> Iterator[Finding]:
    """Name rules that contradict each other, do nothing, or take away names that the endpoints need."""
    firewall = network.dns_firewall
    if firewall is None:
        return
    for index, name in enumerate(firewall.allow_only):
        if name in firewall.block:
            yield Finding(("dns_firewall", "allow_only", index), f"{name} is blocked too; remove one")
    if not (firewall.block or firewall.allow_only or firewall.stop_threats):
        yield Finding(("dns_firewall",), "refuses nothing; add block or allow_only, or leave it out")
    needs_names = firewall.allow_only and network.endpoints
    if needs_names and not any(name.endswith("amazonaws.com") for name in firewall.allow_only):
        yield Finding(
            ("dns_firewall", "allow_only"),
            'the endpoints are found under amazonaws.com; add "*.amazonaws.com", or nothing finds them',
        )


@where_readable
def unencrypted_type_findings(
    network: Network, launching: Mapping[str, Collection[str]]
) -> Iterator[Finding]:
    """Instance types that people may launch but that a VPC which enforces encryption refuses.

    Args:
        network: The section.
        launching: By group: the types that it may launch.
    """
    if network.encryption_in_transit != "enforce":
        return
    for group, types in launching.items():
        for type_ in types:
            if type_.split(".")[0] in _WITHOUT_NITRO:
                yield Finding(
                    ("encryption_in_transit",),
                    f"enforce lets no {type_} start, which group {group} may launch; that family cannot "
                    "encrypt: take another, or monitor",
                )


@where_readable
def shared_type_findings(network: Network, launching: Mapping[str, Collection[str]]) -> Iterator[Finding]:
    """Instance types that people may launch but that do not run on hardware of one's own.

    Args:
        network: The section.
        launching: By group: the types that it may launch.

    Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/dedicated-instance.html
    """
    if network.tenancy == "default":
        return
    for group, types in launching.items():
        for type_ in types:
            if type_.split(".")[0] in _SHARED_ONLY:
                yield Finding(
                    ("tenancy",),
                    f"dedicated lets no {type_} start, which group {group} may launch; take another family, "
                    "such as t3",
                )
