"""What every answer says to browsers."""

from aws_cdk import aws_cloudfront as cloudfront
from constructs import Construct

_TWO_YEARS_SECONDS = 63_072_000


class SecurityHeaders(Construct):
    """Headers by which browsers keep to HTTPS for two years, guess no types, and show the site in no frame.

    They replace what the origin says.

    Args:
        name: The policy's name, unique in the account.
        content_security_policy: What a page may load and run.

    Source: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html
    """

    def __init__(self, scope: Construct, id_: str, *, name: str, content_security_policy: str) -> None:
        super().__init__(scope, id_)
        policy = cloudfront.CfnResponseHeadersPolicy
        headers = policy.SecurityHeadersConfigProperty(
            strict_transport_security=policy.StrictTransportSecurityProperty(
                access_control_max_age_sec=_TWO_YEARS_SECONDS,
                include_subdomains=True,
                preload=True,
                override=True,
            ),
            content_security_policy=policy.ContentSecurityPolicyProperty(
                content_security_policy=content_security_policy, override=True
            ),
            content_type_options=policy.ContentTypeOptionsProperty(override=True),
            frame_options=policy.FrameOptionsProperty(frame_option="DENY", override=True),
            referrer_policy=policy.ReferrerPolicyProperty(
                referrer_policy="strict-origin-when-cross-origin", override=True
            ),
        )
        self.resource = policy(
            self,
            "Resource",
            response_headers_policy_config=policy.ResponseHeadersPolicyConfigProperty(
                name=name, security_headers_config=headers
            ),
        )
