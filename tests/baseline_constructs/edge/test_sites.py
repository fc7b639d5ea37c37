"""Sites: only CloudFront reads the bucket, only TLS 1.2 or newer is spoken, and it is recorded."""

import json
from typing import Any

import pytest
from aws_cdk import App, Stack
from aws_cdk.assertions import Match, Template

from baseline_constructs.edge.site import Site
from baseline_constructs.edge.site_logs import SiteLogs
from baseline_constructs.keys.edge_keys import edge_logs_key, sites_key
from baseline_constructs.storage.access_log_bucket import AccessLogBucket
from baseline_constructs.storage.site_bucket import SiteBucket
from baseline_constructs.workload.web_firewall import WebFirewall

WALL = "arn:aws:wafv2:us-east-1:111122223333:global/webacl/w/1"


def _site(stack: Stack, domains: list[str]) -> Site:
    key = sites_key(stack, "SitesKey", alias="s").key
    bucket = SiteBucket(
        stack, "Bucket", bucket_name="b", key=key, access_logs=AccessLogBucket(stack, "Access")
    )
    return Site(
        stack,
        "Site",
        name="acme-shop",
        domains=domains,
        certificate_arn="arn:aws:acm:us-east-1:111122223333:certificate/c",
        index="index.html",
        content_security_policy="default-src 'self'",
        bucket=bucket,
        web_acl_arn=WALL,
    )


@pytest.fixture(scope="module")
def template() -> Template:
    stack = Stack(App(analytics_reporting=False), "Edge")
    site = _site(stack, ["www.example.com"])
    logs = edge_logs_key(stack, "LogsKey", alias="l").key
    SiteLogs(stack, "Logs", name="acme-shop", distribution_arn=site.arn, key=logs, retain_days=30)
    WebFirewall(stack, "Wall", name="sites", where="CLOUDFRONT", logs_key=logs, retain_days=30)
    return Template.from_stack(stack)


def _only(template: Template, type_: str) -> dict[str, Any]:
    (found,) = template.find_resources(type_).values()
    return found["Properties"]  # type: ignore[no-any-return]


def _distribution(template: Template) -> dict[str, Any]:
    return _only(template, "AWS::CloudFront::Distribution")["DistributionConfig"]  # type: ignore[no-any-return]


def _site_policy(template: Template) -> list[dict[str, Any]]:
    (policy,) = template.find_resources(
        "AWS::S3::BucketPolicy", {"Properties": {"Bucket": {"Ref": Match.string_like_regexp("^Bucket")}}}
    ).values()
    return policy["Properties"]["PolicyDocument"]["Statement"]  # type: ignore[no-any-return]


def test_nothing_older_than_tls_1_2_is_spoken_and_http_is_sent_there(template: Template) -> None:
    viewer = _distribution(template)["ViewerCertificate"]
    assert (viewer["MinimumProtocolVersion"], viewer["SslSupportMethod"]) == ("TLSv1.2_2021", "sni-only")
    assert "CloudFrontDefaultCertificate" not in viewer
    assert _distribution(template)["DefaultCacheBehavior"]["ViewerProtocolPolicy"] == "redirect-to-https"


def test_a_site_without_a_domain_would_let_old_tls_in_and_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a domain"):
        _site(Stack(), [])


def test_cloudfront_signs_every_request_to_the_bucket(template: Template) -> None:
    control = _only(template, "AWS::CloudFront::OriginAccessControl")["OriginAccessControlConfig"]
    assert (control["SigningBehavior"], control["SigningProtocol"]) == ("always", "sigv4")
    (origin,) = _distribution(template)["Origins"]
    (access,) = template.find_resources("AWS::CloudFront::OriginAccessControl")
    assert origin["OriginAccessControlId"] == {"Ref": access}
    assert origin["S3OriginConfig"] == {"OriginAccessIdentity": ""}


def test_the_bucket_lets_in_this_distribution_to_read_and_nobody_else(template: Template) -> None:
    (allow,) = (statement for statement in _site_policy(template) if statement["Effect"] == "Allow")
    (distribution,) = template.find_resources("AWS::CloudFront::Distribution")
    assert allow["Principal"] == {"Service": "cloudfront.amazonaws.com"}
    assert allow["Action"] == "s3:GetObject"
    source = allow["Condition"]["StringEquals"]["aws:SourceArn"]["Fn::Join"][1]
    assert {"Ref": distribution} in source
    assert {"Ref": "AWS::AccountId"} in source


def test_public_access_to_the_bucket_stays_blocked(template: Template) -> None:
    for bucket in template.find_resources("AWS::S3::Bucket").values():
        assert set(bucket["Properties"]["PublicAccessBlockConfiguration"].values()) == {True}
        assert bucket["DeletionPolicy"] == "Retain"


def test_the_key_is_used_by_distributions_of_this_account_to_read(template: Template) -> None:
    (policy,) = (
        key["Properties"]["KeyPolicy"]["Statement"]
        for key in template.find_resources("AWS::KMS::Key").values()
        if "sites" in key["Properties"]["Description"]
    )
    (use,) = (statement for statement in policy if statement["Sid"] == "Distributions")
    assert use["Action"] == ["kms:Decrypt"]
    assert {"Ref": "AWS::AccountId"} in use["Condition"]["ArnLike"]["aws:SourceArn"]["Fn::Join"][1]


def test_requests_pass_the_firewall_and_only_read(template: Template) -> None:
    assert _distribution(template)["WebACLId"] == WALL
    assert _distribution(template)["DefaultCacheBehavior"]["AllowedMethods"] == ["GET", "HEAD"]
    assert _only(template, "AWS::WAFv2::WebACL")["Scope"] == "CLOUDFRONT"


def test_browsers_keep_to_https_for_two_years(template: Template) -> None:
    policy = _only(template, "AWS::CloudFront::ResponseHeadersPolicy")["ResponseHeadersPolicyConfig"]
    headers = policy["SecurityHeadersConfig"]
    assert headers["StrictTransportSecurity"] == {
        "AccessControlMaxAgeSec": 63_072_000,
        "IncludeSubdomains": True,
        "Preload": True,
        "Override": True,
    }
    assert headers["FrameOptions"] == {"FrameOption": "DENY", "Override": True}
    assert headers["ContentTypeOptions"] == {"Override": True}
    assert headers["ContentSecurityPolicy"]["ContentSecurityPolicy"] == "default-src 'self'"
    (id_,) = template.find_resources("AWS::CloudFront::ResponseHeadersPolicy")
    assert _distribution(template)["DefaultCacheBehavior"]["ResponseHeadersPolicyId"] == {"Ref": id_}


def test_access_logs_are_delivered_to_an_encrypted_group_by_aws_alone(template: Template) -> None:
    source = _only(template, "AWS::Logs::DeliverySource")
    assert source["LogType"] == "ACCESS_LOGS"
    assert "distribution/" in json.dumps(source["ResourceArn"])
    group = template.find_resources(
        "AWS::Logs::LogGroup",
        {
            "Properties": {
                "LogGroupName": "/aws/vendedlogs/cloudfront/acme-shop",
                "KmsKeyId": Match.any_value(),
            }
        },
    )
    (id_,) = group
    target = _only(template, "AWS::Logs::DeliveryDestination")
    assert target["DestinationResourceArn"] == {"Fn::GetAtt": [id_, "Arn"]}
    document = json.dumps(_only(template, "AWS::Logs::ResourcePolicy")["PolicyDocument"])
    assert "delivery.logs.amazonaws.com" in document
    assert "aws:SourceAccount" in document
