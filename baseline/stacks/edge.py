"""The stacks of what CloudFront serves.

Three, in this order, because CloudFront takes its firewall and its log deliveries from us-east-1 only: what
guards sites there, the sites in the file's region, and the deliveries of their logs, there again (ADR 11).
"""

from typing import Any

from aws_cdk import Aws, CfnOutput, Fn, Stack
from constructs import Construct

from baseline.settings.model import Settings
from baseline.stacks.blame import blame
from baseline.stacks.foundation import FoundationStack
from baseline.stacks.names import bucket_name
from baseline_constructs.edge.site import Site
from baseline_constructs.edge.site_logs import SiteLogs
from baseline_constructs.keys.edge_keys import edge_logs_key, sites_key
from baseline_constructs.storage.site_bucket import SiteBucket
from baseline_constructs.workload.web_firewall import WebFirewall

# https://docs.aws.amazon.com/waf/latest/developerguide/cloudfront-features.html
CLOUDFRONT_REGION = "us-east-1"
_WEB_ACL = "WebAcl"


class EdgeGuardStack(Stack):
    """The firewall of all sites, and the key of its records and of the sites' logs."""

    def __init__(self, scope: Construct, id_: str, *, settings: Settings, **stack: Any) -> None:
        super().__init__(scope, id_, description="Firewall of the sites, in CloudFront's region", **stack)
        self.logs_key = edge_logs_key(
            self,
            "LogsKey",
            alias=f"{settings.name}/edge-logs",
            rotation_days=settings.encryption.rotation_days,
        )
        firewall = WebFirewall(
            self,
            "Firewall",
            name=f"{settings.name}-sites",
            where="CLOUDFRONT",
            logs_key=self.logs_key.key,
            retain_days=settings.edge.retain_log_days,
        )
        CfnOutput(self, _WEB_ACL, value=firewall.resource.attr_arn)


class EdgeStack(Stack):
    """The sites: their files stay in the file's region."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        settings: Settings,
        foundation: FoundationStack,
        guard: EdgeGuardStack,
        **stack: Any,
    ) -> None:
        super().__init__(scope, id_, description="Sites that CloudFront serves, and their files", **stack)
        self.add_stack_dependency(guard)
        key = sites_key(
            self,
            "Key",
            alias=f"{settings.name}/sites",
            rotation_days=settings.encryption.rotation_days,
        )
        for name, wish in settings.edge.sites.items():
            with blame(settings, "edge", "sites", name):
                bucket = SiteBucket(
                    self,
                    f"Bucket-{name}",
                    bucket_name=bucket_name(settings, f"site-{name}"),
                    key=key.key,
                    access_logs=foundation.access_logs,
                )
                site = Site(
                    self,
                    f"Site-{name}",
                    name=f"{settings.name}-{name}",
                    domains=wish.domains,
                    certificate_arn=_certificate(wish.certificate),
                    index=wish.index,
                    content_security_policy=wish.content_security_policy,
                    bucket=bucket,
                    web_acl_arn=Fn.get_stack_output(guard.stack_name, _WEB_ACL, CLOUDFRONT_REGION),
                )
                CfnOutput(self, _output(name), value=site.arn)


class EdgeLogsStack(Stack):
    """Who asked the sites for what."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        settings: Settings,
        guard: EdgeGuardStack,
        sites: EdgeStack,
        **stack: Any,
    ) -> None:
        super().__init__(scope, id_, description="Access logs of the sites", **stack)
        self.add_stack_dependency(sites)
        for name in settings.edge.sites:
            SiteLogs(
                self,
                f"Logs-{name}",
                name=f"{settings.name}-{name}",
                distribution_arn=Fn.get_stack_output(sites.stack_name, _output(name), settings.region),
                key=guard.logs_key.key,
                retain_days=settings.edge.retain_log_days,
            )


def _output(site: str) -> str:
    """The output with a distribution's ARN: letters and digits only, and `a-1` is no `a1`."""
    return "Distribution" + "".join(word.title() for word in site.replace("-", "-x").split("-"))


def _certificate(id_: str) -> str:
    return f"arn:{Aws.PARTITION}:acm:{CLOUDFRONT_REGION}:{Aws.ACCOUNT_ID}:certificate/{id_}"
