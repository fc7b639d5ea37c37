"""What templates leave out because the Region, or a service, does not have it."""

from collections.abc import Iterator

from baseline.settings.fips import fips_endpoint
from baseline.settings.model import Settings
from baseline.settings.problem import listed
from baseline_constructs.configuration.managed_rules import RULES, rules_of
from baseline_constructs.configuration.pack_rules import pack_rules, pack_rules_of
from baseline_constructs.network.endpoint_services import WITHOUT_POLICY, WITHOUT_PRIVATE_DNS


def gaps(settings: Settings) -> Iterator[str]:
    """One sentence for each gap, with what follows from it.

    Args:
        settings: What is wanted.
    """
    there = rules_of(settings.region)
    if lacking := [rule.identifier for rule in RULES if rule not in there]:
        yield (
            f"{len(lacking)} of {len(RULES)} AWS Config rules, not known to exist in {settings.region}: "
            f"{', '.join(lacking)}"
        )
    for framework in settings.compliance.packs:
        whole, here = pack_rules(framework), pack_rules_of(framework, region=settings.region)
        if missing := [one.rule.identifier for one in whole if one not in here]:
            yield (
                f"{len(missing)} of {len(whole)} rules of the pack {framework}, not known to exist in "
                f"{settings.region}: {', '.join(missing)}"
            )
    if lost := settings.backup.misses(settings.tags):
        yield f"backups of what this file makes: none of it carries {lost}, which backup.tags asks for"
    endpoints = settings.network.interface_endpoints
    if open_ := [service for service in endpoints if service in WITHOUT_POLICY]:
        yield f"the policy of {listed(open_)}, which takes none: credentials of any account work there"
    if settings.fips and (other := [service for service in endpoints if not fips_endpoint(service)]):
        yield f"FIPS endpoints of {listed(other)} inside the VPC: AWS has none, so these are the usual ones"
    if nameless := [service for service in endpoints if service in WITHOUT_PRIVATE_DNS]:
        yield f"private DNS of {listed(nameless)}: use the endpoint's own names, or a private hosted zone"
