"""What is left to people who keep domains."""

from collections.abc import Iterator

from baseline.checklist.step import Step, When
from baseline.settings.edge import Edge


def edge_steps(edge: Edge) -> Iterator[Step]:
    """CloudFront's own Region, certificates, and names."""
    if edge.sites:
        yield Step(
            When.BEFORE,
            "Bootstrap us-east-1 as well: `cdk bootstrap aws://<account>/us-east-1`.",
            "CloudFront takes its firewall and its log deliveries from there.",
            "edge.sites",
        )
    for name, site in edge.sites.items():
        key = f"edge.sites.{name}"
        yield Step(
            When.BEFORE,
            f"See that the certificate {site.certificate} is issued in us-east-1 and covers "
            f"{', '.join(site.domains)}.",
            "CloudFront takes no other.",
            key,
        )
        yield Step(
            When.AFTER,
            f"Put the files into the bucket of {name}, and point {', '.join(site.domains)} at its "
            "distribution.",
            "The domain is yours. Take its DNS record away before the site: else somebody could claim it.",
            key,
        )
