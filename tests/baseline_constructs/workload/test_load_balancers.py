"""Load balancers: TLS 1.3, internal unless behind a firewall, logged, hard to delete."""

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Match, Template

from baseline_constructs.storage.access_log_bucket import AccessLogBucket
from baseline_constructs.storage.load_balancer_log_bucket import LoadBalancerLogBucket
from baseline_constructs.workload.load_balancer import Backend, LoadBalancer
from tests.baseline_constructs.workload.conftest import CERTIFICATE, place

BALANCER, LISTENER = "AWS::ElasticLoadBalancingV2::LoadBalancer", "AWS::ElasticLoadBalancingV2::Listener"


def _attributes(resource: dict[str, Any]) -> dict[str, Any]:
    return {one["Key"]: one["Value"] for one in resource["Properties"]["LoadBalancerAttributes"]}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("deletion_protection.enabled", "true"),
        ("routing.http.drop_invalid_header_fields.enabled", "true"),
        ("routing.http.desync_mitigation_mode", "strictest"),
        ("access_logs.s3.enabled", "true"),
        ("connection_logs.s3.enabled", "true"),
    ],
)
def test_every_load_balancer_is_built_safe(key: str, value: str, template: Template) -> None:
    found = [_attributes(resource)[key] for resource in template.find_resources(BALANCER).values()]
    assert found == [value, value]


def test_a_load_balancer_without_a_firewall_is_internal(template: Template) -> None:
    schemes = {
        resource["Properties"]["Tags"][0]["Value"]: resource["Properties"]["Scheme"]
        for resource in template.find_resources(BALANCER).values()
    }
    assert schemes == {"inner": "internal", "outer": "internet-facing"}


def test_a_load_balancer_that_faces_the_internet_has_its_firewall(template: Template) -> None:
    (outer,) = template.find_resources(BALANCER, {"Properties": {"Scheme": "internet-facing"}})
    template.resource_count_is("AWS::WAFv2::WebACLAssociation", 1)
    template.has_resource_properties("AWS::WAFv2::WebACLAssociation", {"ResourceArn": {"Ref": outer}})


def test_nothing_but_tls_1_3_is_spoken_and_plain_http_is_sent_there(template: Template) -> None:
    listeners = [one["Properties"] for one in template.find_resources(LISTENER).values()]
    tls = [one for one in listeners if one["Protocol"] == "HTTPS"]
    plain = [one for one in listeners if one["Protocol"] != "HTTPS"]
    assert {one["SslPolicy"] for one in tls} == {"ELBSecurityPolicy-TLS13-1-3-2021-06"}
    assert {one["DefaultActions"][0]["Type"] for one in plain} == {"redirect"}
    assert {one["DefaultActions"][0]["RedirectConfig"]["Protocol"] for one in plain} == {"HTTPS"}
    assert (len(tls), len(plain)) == (2, 2)


def test_requests_go_on_over_tls(template: Template) -> None:
    template.all_resources_properties(
        "AWS::ElasticLoadBalancingV2::TargetGroup", {"Protocol": "HTTPS", "HealthCheckProtocol": "HTTPS"}
    )


def test_the_logs_are_there_to_be_written_before(template: Template) -> None:
    (policy,) = (id_ for id_ in template.find_resources("AWS::S3::BucketPolicy") if "BalancerLogs" in id_)
    for resource in template.find_resources(BALANCER).values():
        assert policy in resource["DependsOn"]


def test_only_load_balancers_of_this_account_write_logs_and_nobody_deletes(template: Template) -> None:
    (policy,) = (
        found["Properties"]["PolicyDocument"]["Statement"]
        for id_, found in template.find_resources("AWS::S3::BucketPolicy").items()
        if "BalancerLogs" in id_
    )
    by_sid = {statement["Sid"]: statement for statement in policy}
    allowed = [sid for sid, statement in by_sid.items() if statement["Effect"] == "Allow"]
    assert allowed == ["LoadBalancerLogs"]
    source = by_sid["LoadBalancerLogs"]["Condition"]["ArnLike"]["aws:SourceArn"]
    assert {"Ref": "AWS::AccountId"} in source["Fn::Join"][1]
    assert {"DenyForgery", "DenyRemoval", "DenyPlainHttp", "DenyOldTls"} <= by_sid.keys()


def test_the_firewall_refuses_known_attacks_and_floods(template: Template) -> None:
    (wall,) = template.find_resources("AWS::WAFv2::WebACL").values()
    rules = wall["Properties"]["Rules"]
    groups = [rule["Statement"].get("ManagedRuleGroupStatement", {}).get("Name") for rule in rules]
    assert groups == [
        "AWSManagedRulesAmazonIpReputationList",
        "AWSManagedRulesCommonRuleSet",
        "AWSManagedRulesKnownBadInputsRuleSet",
        None,
    ]
    assert all(rule["OverrideAction"] == {"None": {}} for rule in rules[:-1])
    assert rules[-1]["Action"] == {"Block": {}}
    assert rules[-1]["Statement"]["RateBasedStatement"]["AggregateKeyType"] == "IP"


def test_the_firewall_s_records_are_encrypted_and_hold_no_credentials(template: Template) -> None:
    template.has_resource_properties(
        "AWS::Logs::LogGroup", {"LogGroupName": "aws-waf-logs-w", "KmsKeyId": Match.any_value()}
    )
    (logging,) = template.find_resources("AWS::WAFv2::LoggingConfiguration").values()
    redacted = [field["SingleHeader"]["Name"] for field in logging["Properties"]["RedactedFields"]]
    assert redacted == ["authorization", "cookie"]


def test_one_zone_is_refused() -> None:
    stack = cdk.Stack()
    logs = LoadBalancerLogBucket(
        stack, "Logs", access_logs=AccessLogBucket(stack, "Access"), bucket_name="b", expire_days=30
    )
    backend = Backend(vpc_id="v", port=443, target_type="ip", health_path="/")
    with pytest.raises(ValueError, match="stands in two zones"):
        LoadBalancer(
            stack,
            "One",
            name="one",
            place=place(stack, zones=1),
            certificate_arn=CERTIFICATE,
            backend=backend,
            logs=logs,
        )
