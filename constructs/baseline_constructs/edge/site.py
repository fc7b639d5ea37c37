"""A site: files in a private bucket, served by CloudFront."""

from collections.abc import Sequence

from aws_cdk import Aws
from aws_cdk import aws_cloudfront as cloudfront
from constructs import Construct

from baseline_constructs.acknowledge import acknowledge
from baseline_constructs.edge.security_headers import SecurityHeaders
from baseline_constructs.storage.site_bucket import SiteBucket

# CloudFront's own "CachingOptimized": https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
_CACHE_POLICY = "658327ea-f89d-4fab-a63d-7e88639e58f6"
_ORIGIN = "site"
_OLDEST_TLS = "TLSv1.2_2021"


class Site(Construct):
    """Serves a bucket's files over TLS 1.2 or newer, behind a web application firewall, to read only.

    Plain HTTP is sent to HTTPS; every answer carries security headers. CloudFront signs what it asks the
    bucket (origin access control), and the bucket lets in this distribution alone.

    Args:
        name: Begins the names of the access control and the headers; up to 50 characters.
        domains: The site's host names; at least one, which the certificate covers.
        certificate_arn: A certificate of AWS Certificate Manager in us-east-1.
        index: The file that is served for the site's root.
        content_security_policy: What a page may load and run.
        bucket: Where the files are.
        web_acl_arn: The firewall, a web ACL for CloudFront.

    Raises:
        ValueError: There is no domain; CloudFront's own certificate would let old TLS in.

    Source: Security Hub CloudFront.1, .3, .5, .6, .7, .8, .10, .13, .15
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        domains: Sequence[str],
        certificate_arn: str,
        index: str,
        content_security_policy: str,
        bucket: SiteBucket,
        web_acl_arn: str,
    ) -> None:
        super().__init__(scope, id_)
        if not domains:
            raise ValueError(
                f"site {name} needs a domain: with CloudFront's own certificate, old TLS is let in"
            )
        distribution = cloudfront.CfnDistribution
        headers = SecurityHeaders(self, "Headers", name=name, content_security_policy=content_security_policy)
        self.resource = distribution(
            self,
            "Resource",
            distribution_config=distribution.DistributionConfigProperty(
                enabled=True,
                comment=name,
                aliases=list(domains),
                default_root_object=index,
                http_version="http2and3",
                ipv6_enabled=True,
                web_acl_id=web_acl_arn,
                origins=[self._origin(name, bucket)],
                default_cache_behavior=_read_only(headers),
                viewer_certificate=distribution.ViewerCertificateProperty(
                    acm_certificate_arn=certificate_arn,
                    minimum_protocol_version=_OLDEST_TLS,
                    ssl_support_method="sni-only",
                ),
            ),
        )
        self.arn = f"arn:{Aws.PARTITION}:cloudfront::{Aws.ACCOUNT_ID}:distribution/{self.resource.ref}"
        bucket.serve(self.arn)
        _acknowledge(self.resource)

    def _origin(self, name: str, bucket: SiteBucket) -> cloudfront.CfnDistribution.OriginProperty:
        control = cloudfront.CfnOriginAccessControl
        access = control(
            self,
            "Access",
            origin_access_control_config=control.OriginAccessControlConfigProperty(
                name=name,
                origin_access_control_origin_type="s3",
                signing_behavior="always",
                signing_protocol="sigv4",
            ),
        )
        return cloudfront.CfnDistribution.OriginProperty(
            id=_ORIGIN,
            domain_name=bucket.resource.attr_regional_domain_name,
            origin_access_control_id=access.ref,
            # Empty, and yet required, where an origin access control stands instead of an identity.
            s3_origin_config=cloudfront.CfnDistribution.S3OriginConfigProperty(origin_access_identity=""),
        )


def _read_only(headers: SecurityHeaders) -> cloudfront.CfnDistribution.DefaultCacheBehaviorProperty:
    return cloudfront.CfnDistribution.DefaultCacheBehaviorProperty(
        target_origin_id=_ORIGIN,
        viewer_protocol_policy="redirect-to-https",
        allowed_methods=["GET", "HEAD"],
        cached_methods=["GET", "HEAD"],
        cache_policy_id=_CACHE_POLICY,
        compress=True,
        response_headers_policy_id=headers.resource.ref,
    )


def _acknowledge(distribution: cloudfront.CfnDistribution) -> None:
    acknowledge(
        distribution,
        {
            "AwsSolutions-CFR1": "Whom the site is for is its owner's to say; a firewall stands before it.",
            "AwsSolutions-CFR3": "Access logs go to CloudWatch Logs by a delivery of their own (SiteLogs), "
            "without the ACLs that the older kind needs.",
        },
    )
