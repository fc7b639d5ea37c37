"""Rules that look into web requests before anybody answers them."""

from typing import Literal

from aws_cdk import aws_kms as kms
from aws_cdk import aws_wafv2 as wafv2
from constructs import Construct

from baseline_constructs.log_groups import EncryptedLogGroup

# Rules that AWS keeps up to date, free of charge beyond the rule itself; the first that blocks wins.
_MANAGED = (
    "AWSManagedRulesAmazonIpReputationList",
    "AWSManagedRulesCommonRuleSet",
    "AWSManagedRulesKnownBadInputsRuleSet",
)
_REQUESTS_IN_FIVE_MINUTES = 2_000


class WebFirewall(Construct):
    """A web ACL: refuses known attackers, known attacks, and who sends 2,000 requests in five minutes.

    It records the requests that it blocks, without their cookies and authorisation, under the logs key.

    Args:
        name: The web ACL's name; `aws-waf-logs-<name>` is its log group's.
        where: "REGIONAL" for load balancers; "CLOUDFRONT" for distributions, then in us-east-1 only.
        logs_key: A key that CloudWatch Logs of this account and Region may use.
        retain_days: Days that its records are kept, 1 to 3653.

    Source: Security Hub WAF.10, WAF.11; https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        where: Literal["REGIONAL", "CLOUDFRONT"],
        logs_key: kms.IKey,
        retain_days: int,
    ) -> None:
        super().__init__(scope, id_)
        self.resource = wafv2.CfnWebACL(
            self,
            "Resource",
            name=name,
            scope=where,
            default_action=wafv2.CfnWebACL.DefaultActionProperty(allow={}),
            visibility_config=_visible(name),
            rules=[*(_managed(group, number) for number, group in enumerate(_MANAGED)), _rate(len(_MANAGED))],
        )
        # CloudWatch Logs takes records of WAF only in groups whose name begins so.
        group = EncryptedLogGroup(
            self, "Log", name=f"aws-waf-logs-{name}", key=logs_key, retain_days=retain_days
        )
        wafv2.CfnLoggingConfiguration(
            self,
            "Logging",
            resource_arn=self.resource.attr_arn,
            log_destination_configs=[group.resource.attr_arn],
            redacted_fields=[_header("authorization"), _header("cookie")],
        )


def _managed(group: str, number: int) -> wafv2.CfnWebACL.RuleProperty:
    statement = wafv2.CfnWebACL.ManagedRuleGroupStatementProperty(vendor_name="AWS", name=group)
    return wafv2.CfnWebACL.RuleProperty(
        name=group,
        priority=number,
        # "none" leaves each rule of the group its own action, which is to block.
        override_action=wafv2.CfnWebACL.OverrideActionProperty(none={}),
        statement=wafv2.CfnWebACL.StatementProperty(managed_rule_group_statement=statement),
        visibility_config=_visible(group),
    )


def _rate(number: int) -> wafv2.CfnWebACL.RuleProperty:
    statement = wafv2.CfnWebACL.RateBasedStatementProperty(
        limit=_REQUESTS_IN_FIVE_MINUTES, aggregate_key_type="IP", evaluation_window_sec=300
    )
    return wafv2.CfnWebACL.RuleProperty(
        name="TooManyRequests",
        priority=number,
        action=wafv2.CfnWebACL.RuleActionProperty(block={}),
        statement=wafv2.CfnWebACL.StatementProperty(rate_based_statement=statement),
        visibility_config=_visible("TooManyRequests"),
    )


def _visible(name: str) -> wafv2.CfnWebACL.VisibilityConfigProperty:
    return wafv2.CfnWebACL.VisibilityConfigProperty(
        cloud_watch_metrics_enabled=True, metric_name=name, sampled_requests_enabled=True
    )


def _header(name: str) -> wafv2.CfnLoggingConfiguration.FieldToMatchProperty:
    return wafv2.CfnLoggingConfiguration.FieldToMatchProperty(single_header={"Name": name})
