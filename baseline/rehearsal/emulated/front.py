"""What stands before an application."""

from collections.abc import Mapping

from baseline.rehearsal.emulated.kind import Backing, Emulated, emulated

TYPES: Mapping[str, Emulated] = {
    "AWS::ElasticLoadBalancingV2::Listener": emulated(
        Backing.ENGINE,
        "Certificates DefaultActions LoadBalancerArn Port Protocol SslPolicy Tags",
        nested="CertificateArn Port Protocol RedirectConfig StatusCode TargetGroupArn Type",
        limit="no packet flows",
    ),
    "AWS::ElasticLoadBalancingV2::LoadBalancer": emulated(
        Backing.ENGINE,
        "LoadBalancerAttributes Scheme SecurityGroups Subnets Tags Type",
        nested="Key Value",
        limit="no packet flows",
    ),
    "AWS::ElasticLoadBalancingV2::TargetGroup": emulated(
        Backing.ENGINE,
        "HealthCheckIntervalSeconds HealthCheckPath HealthCheckProtocol Matcher Port "
        "Protocol Tags TargetType VpcId",
        nested="HttpCode",
        limit="no packet flows",
    ),
    "AWS::WAFv2::LoggingConfiguration": emulated(
        Backing.KEPT,
        "LogDestinationConfigs RedactedFields ResourceArn",
        nested="Name SingleHeader",
        limit="no request passes",
    ),
    "AWS::WAFv2::WebACL": emulated(
        Backing.ENGINE,
        "DefaultAction Name Rules Scope Tags VisibilityConfig",
        nested="Action AggregateKeyType Allow Block CloudWatchMetricsEnabled EvaluationWindowSec Limit "
        "ManagedRuleGroupStatement MetricName Name None OverrideAction Priority "
        "RateBasedStatement SampledRequestsEnabled Statement VendorName VisibilityConfig",
        limit="no request passes",
    ),
    "AWS::WAFv2::WebACLAssociation": emulated(
        Backing.ADDED,
        "ResourceArn WebACLArn",
        limit="no request passes",
    ),
    "AWS::CloudFront::Distribution": emulated(
        Backing.ENGINE,
        "DistributionConfig Tags",
        nested="AcmCertificateArn Aliases AllowedMethods CachePolicyId CachedMethods Comment Compress "
        "DefaultCacheBehavior DefaultRootObject DomainName Enabled HttpVersion IPV6Enabled Id "
        "MinimumProtocolVersion OriginAccessControlId OriginAccessIdentity Origins "
        "ResponseHeadersPolicyId S3OriginConfig SslSupportMethod TargetOriginId ViewerCertificate "
        "ViewerProtocolPolicy WebACLId",
        limit="no request passes",
    ),
    "AWS::CloudFront::OriginAccessControl": emulated(
        Backing.ENGINE,
        "OriginAccessControlConfig",
        nested="Name OriginAccessControlOriginType SigningBehavior SigningProtocol",
        limit="no request passes",
    ),
    "AWS::CloudFront::ResponseHeadersPolicy": emulated(
        Backing.ENGINE,
        "ResponseHeadersPolicyConfig",
        nested="AccessControlMaxAgeSec ContentSecurityPolicy ContentTypeOptions FrameOption FrameOptions "
        "IncludeSubdomains Name Override Preload ReferrerPolicy SecurityHeadersConfig "
        "StrictTransportSecurity",
        limit="no request passes",
    ),
    "AWS::Logs::Delivery": emulated(
        Backing.ADDED, "DeliveryDestinationArn DeliverySourceName Tags", limit="no log is delivered"
    ),
    "AWS::Logs::DeliveryDestination": emulated(
        Backing.ADDED, "DestinationResourceArn Name OutputFormat Tags", limit="no log is delivered"
    ),
    "AWS::Logs::DeliverySource": emulated(
        Backing.ADDED, "LogType Name ResourceArn Tags", limit="no log is delivered"
    ),
}
