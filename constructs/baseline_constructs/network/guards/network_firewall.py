"""A firewall in each zone, with one policy: what no rule lets through is dropped."""

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network

from aws_cdk import Aws, CfnTag, Fn
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_networkfirewall as firewall
from aws_cdk import aws_s3 as s3
from constructs import Construct

# A group's capacity cannot change once it is there, so each has room to grow; a policy holds 30,000.
# https://docs.aws.amazon.com/network-firewall/latest/developerguide/quotas.html
RULES_LIMIT = 1_000
_STRICT = "STRICT_ORDER"
_THREATS = ("MalwareDomainsStrictOrder", "BotNetCommandAndControlDomainsStrictOrder")
_FORWARD = ["aws:forward_to_sfe"]


@dataclass(frozen=True)
class FirewallWish:
    """What is wanted beyond the flows.

    Attributes:
        domains: The only names that HTTP and TLS may ask for on the internet; all if empty. A dot in front
            stands for the name and everything below it.
        own_rules: Rules in Suricata's language, read before the flows.
        stop_threats: Whether AWS's lists of malware and botnets are dropped first.
    """

    domains: Sequence[str] = ()
    own_rules: Sequence[str] = ()
    stop_threats: bool = True


class NetworkFirewall(Construct):
    """Stateful inspection of what passes its endpoints, one in each zone; whatever is left over is dropped.

    Rules are read in this order: AWS's lists of threats, own rules, the flows, names. One firewall stands in
    each zone, since CloudFormation tells the endpoints of one firewall in no order, and a packet must pass
    the endpoint of its own zone both ways. None can be deleted, moved or given another policy before its
    protection is taken away by hand. Alerts and flows are recorded in a bucket. What AWS keeps of policies
    and rules is under a key of AWS: CloudFormation takes no other.

    Args:
        name: Begins the names of firewalls, policy and rule groups; letters, digits and hyphens.
        vpc: The VPC.
        home: Its range, which rules call HOME_NET.
        subnets: One in each zone, for nothing else.
        rules: What passes by addresses and ports (`pass_rules`).
        wish: What else is wanted.
        log_bucket: An encrypted bucket that takes log delivery for this account; its policy is there before.

    Raises:
        ValueError: There are more rules than a group has room for.

    Source:
        Security Hub NetworkFirewall.2, .3, .4, .5, .9, .10
        https://docs.aws.amazon.com/network-firewall/latest/developerguide/suricata-rule-evaluation-order.html
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        vpc: ec2.CfnVPC,
        home: IPv4Network,
        subnets: Sequence[ec2.CfnSubnet],
        rules: Sequence[str],
        wish: FirewallWish,
        log_bucket: s3.IBucket,
    ) -> None:
        super().__init__(scope, id_)
        self._name = name
        self._home = str(home)
        self.policy = self._policy(rules, wish)
        self.zones = [self._firewall(number, vpc, subnet) for number, subnet in enumerate(subnets, start=1)]
        for number, one in enumerate(self.zones, start=1):
            self._record(number, one, log_bucket)

    def endpoint(self, zone: int) -> str:
        """The id of the endpoint in a zone, counted from 0; what AWS tells is `zone:endpoint`."""
        told = Fn.select(0, self.zones[zone].attr_endpoint_ids)
        return Fn.select(1, Fn.split(":", told))

    def _policy(self, rules: Sequence[str], wish: FirewallWish) -> firewall.CfnFirewallPolicy:
        of = firewall.CfnFirewallPolicy
        groups = [
            *(_managed(threat) for threat in (_THREATS if wish.stop_threats else ())),
            *([self._written("Own", wish.own_rules)] if wish.own_rules else []),
            *([self._written("Flows", rules)] if rules else []),
            *([self._names(wish.domains)] if wish.domains else []),
        ]
        return of(
            self,
            "Policy",
            firewall_policy_name=self._name,
            firewall_policy=of.FirewallPolicyProperty(
                stateless_default_actions=_FORWARD,
                stateless_fragment_default_actions=_FORWARD,
                # Not before the handshake is over: the name that decides comes after it.
                stateful_default_actions=["aws:drop_established", "aws:alert_established"],
                # What was not seen from its beginning is refused, and the caller told.
                stateful_engine_options=of.StatefulEngineOptionsProperty(
                    rule_order=_STRICT, stream_exception_policy="REJECT"
                ),
                policy_variables=of.PolicyVariablesProperty(
                    rule_variables={"HOME_NET": of.IPSetProperty(definition=[self._home])}
                ),
                stateful_rule_group_references=[
                    of.StatefulRuleGroupReferenceProperty(resource_arn=arn, priority=priority)
                    for priority, arn in enumerate(groups, start=1)
                ],
            ),
        )

    def _written(self, id_: str, rules: Sequence[str]) -> str:
        if len(rules) > RULES_LIMIT:
            raise ValueError(f"{len(rules)} firewall rules; there is room for {RULES_LIMIT}")
        source = firewall.CfnRuleGroup.RulesSourceProperty(rules_string="\n".join(rules))
        return self._group(id_, source)

    def _names(self, names: Sequence[str]) -> str:
        listed = firewall.CfnRuleGroup.RulesSourceListProperty(
            generated_rules_type="ALLOWLIST", target_types=["TLS_SNI", "HTTP_HOST"], targets=list(names)
        )
        return self._group("Names", firewall.CfnRuleGroup.RulesSourceProperty(rules_source_list=listed))

    def _group(self, id_: str, source: firewall.CfnRuleGroup.RulesSourceProperty) -> str:
        of = firewall.CfnRuleGroup
        return of(
            self,
            id_,
            rule_group_name=f"{self._name}-{id_.lower()}",
            type="STATEFUL",
            capacity=RULES_LIMIT,
            rule_group=of.RuleGroupProperty(
                rules_source=source,
                stateful_rule_options=of.StatefulRuleOptionsProperty(rule_order=_STRICT),
                rule_variables=of.RuleVariablesProperty(
                    ip_sets={"HOME_NET": of.IPSetProperty(definition=[self._home])}
                ),
            ),
        ).attr_rule_group_arn

    def _firewall(self, number: int, vpc: ec2.CfnVPC, subnet: ec2.CfnSubnet) -> firewall.CfnFirewall:
        return firewall.CfnFirewall(
            self,
            f"Zone{number}",
            firewall_name=f"{self._name}-{number}",
            firewall_policy_arn=self.policy.attr_firewall_policy_arn,
            vpc_id=vpc.ref,
            subnet_mappings=[firewall.CfnFirewall.SubnetMappingProperty(subnet_id=subnet.ref)],
            delete_protection=True,
            firewall_policy_change_protection=True,
            subnet_change_protection=True,
            tags=[CfnTag(key="Name", value=f"{self._name}-{number}")],
        )

    def _record(self, number: int, one: firewall.CfnFirewall, bucket: s3.IBucket) -> None:
        of = firewall.CfnLoggingConfiguration
        of(
            self,
            f"Logs{number}",
            firewall_arn=one.attr_firewall_arn,
            logging_configuration=of.LoggingConfigurationProperty(
                log_destination_configs=[
                    of.LogDestinationConfigProperty(
                        log_type=kind,
                        log_destination_type="S3",
                        log_destination={"bucketName": bucket.bucket_name},
                    )
                    for kind in ("ALERT", "FLOW")
                ]
            ),
        )


def _managed(name: str) -> str:
    """The ARN of a rule group that AWS keeps."""
    return f"arn:{Aws.PARTITION}:network-firewall:{Aws.REGION}:aws-managed:stateful-rulegroup/{name}"
