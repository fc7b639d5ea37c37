"""An application load balancer."""

from dataclasses import dataclass

from aws_cdk import CfnTag
from aws_cdk import aws_elasticloadbalancingv2 as elb
from aws_cdk import aws_wafv2 as wafv2
from constructs import Construct

from baseline_constructs.acknowledge import acknowledge
from baseline_constructs.storage.load_balancer_log_bucket import LoadBalancerLogBucket
from baseline_constructs.workload.private_place import PrivatePlace
from baseline_constructs.workload.web_firewall import WebFirewall

# TLS 1.3 and nothing older.
_TLS_POLICY = "ELBSecurityPolicy-TLS13-1-3-2021-06"
_HEALTHY_EVERY_SECONDS = 15


@dataclass(frozen=True)
class Backend:
    """What a load balancer passes requests on to, over TLS.

    Args:
        vpc_id: The VPC.
        port: Where the servers listen, 1 to 65535.
        target_type: "instance" for EC2, "ip" for containers.
        health_path: What a healthy server answers with a status of 200 to 299.
    """

    vpc_id: str
    port: int
    target_type: str
    health_path: str


class LoadBalancer(Construct):
    """Takes TLS 1.3 on 443, sends 80 there, passes on over TLS, and lets nobody delete it.

    It drops headers that are not valid, refuses requests that could be read in two ways, and logs requests
    and connections. It is internal unless a firewall is given; then it faces the internet, behind that.

    Args:
        name: The Name tag, and the prefix of its logs.
        place: The tier it stands in, in two zones at least.
        certificate_arn: A certificate of AWS Certificate Manager in the same Region.
        backend: What it passes requests on to.
        logs: Where its logs go.
        firewall: What looks into requests; a load balancer with one faces the internet.

    Raises:
        ValueError: The tier has fewer than two zones.

    Source: Security Hub ELB.1, .4, .5, .6, .12, .16, .17; https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        place: PrivatePlace,
        certificate_arn: str,
        backend: Backend,
        logs: LoadBalancerLogBucket,
        firewall: WebFirewall | None = None,
    ) -> None:
        super().__init__(scope, id_)
        if len(place.subnets) < 2:
            raise ValueError(f"load balancer {name} stands in two zones, and tier {place.tier} has one")
        self.resource = elb.CfnLoadBalancer(
            self,
            "Resource",
            type="application",
            scheme="internal" if firewall is None else "internet-facing",
            subnets=place.subnet_ids,
            security_groups=place.group_ids,
            load_balancer_attributes=_attributes(logs.resource.ref, name),
            tags=[CfnTag(key="Name", value=name)],
        )
        # Elastic Load Balancing writes a test file as soon as logs are turned on.
        self.resource.add_resource_dependency(logs.policy)
        self.targets = _targets(self, backend)
        self._listen(certificate_arn)
        if firewall is None:
            inside = "Only the tiers that the allow list names reach this load balancer; none is outside."
            acknowledge(self.resource, {"ALBWAFEnabled": inside})
        else:
            wafv2.CfnWebACLAssociation(
                self, "Firewall", resource_arn=self.resource.ref, web_acl_arn=firewall.resource.attr_arn
            )

    def _listen(self, certificate_arn: str) -> None:
        elb.CfnListener(
            self,
            "Https",
            load_balancer_arn=self.resource.ref,
            port=443,
            protocol="HTTPS",
            ssl_policy=_TLS_POLICY,
            certificates=[elb.CfnListener.CertificateProperty(certificate_arn=certificate_arn)],
            default_actions=[
                elb.CfnListener.ActionProperty(type="forward", target_group_arn=self.targets.ref)
            ],
        )
        redirect = elb.CfnListener.RedirectConfigProperty(
            protocol="HTTPS", port="443", status_code="HTTP_301"
        )
        plain = elb.CfnListener(
            self,
            "Redirect",
            load_balancer_arn=self.resource.ref,
            port=80,
            protocol="HTTP",
            default_actions=[elb.CfnListener.ActionProperty(type="redirect", redirect_config=redirect)],
        )
        acknowledge(plain, {"ELBv2ACMCertificateRequired": "It only says where the TLS listener is."})


def _attributes(bucket: str, prefix: str) -> list[elb.CfnLoadBalancer.LoadBalancerAttributeProperty]:
    chosen = {
        "access_logs.s3.bucket": bucket,
        "access_logs.s3.enabled": "true",
        "access_logs.s3.prefix": f"{prefix}/access",
        "connection_logs.s3.bucket": bucket,
        "connection_logs.s3.enabled": "true",
        "connection_logs.s3.prefix": f"{prefix}/connections",
        "deletion_protection.enabled": "true",
        "routing.http.desync_mitigation_mode": "strictest",
        "routing.http.drop_invalid_header_fields.enabled": "true",
    }
    return [
        elb.CfnLoadBalancer.LoadBalancerAttributeProperty(key=key, value=value)
        for key, value in chosen.items()
    ]


def _targets(scope: Construct, backend: Backend) -> elb.CfnTargetGroup:
    return elb.CfnTargetGroup(
        scope,
        "Targets",
        vpc_id=backend.vpc_id,
        protocol="HTTPS",
        port=backend.port,
        target_type=backend.target_type,
        health_check_protocol="HTTPS",
        health_check_path=backend.health_path,
        health_check_interval_seconds=_HEALTHY_EVERY_SECONDS,
        matcher=elb.CfnTargetGroup.MatcherProperty(http_code="200-299"),
    )
