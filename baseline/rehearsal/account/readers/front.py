"""Load balancers, and the web application firewall before them."""

from typing import Any

from baseline.rehearsal.account.observed import Api, Observed, Properties, Reader, only, picked


def _balancer(api: Api, id_: str, _: Properties) -> Observed:
    elb = api("elbv2")
    balancer = only(elb.describe_load_balancers(LoadBalancerArns=[id_])["LoadBalancers"], id_)
    found = picked(balancer, "Scheme", "SecurityGroups", "Type")
    found["Subnets"] = [zone["SubnetId"] for zone in balancer["AvailabilityZones"]]
    found["LoadBalancerAttributes"] = elb.describe_load_balancer_attributes(LoadBalancerArn=id_)["Attributes"]
    return Observed({**found, "Tags": _tags(elb, id_)}, {"LoadBalancerArn": id_})


def _targets(api: Api, id_: str, _: Properties) -> Observed:
    elb = api("elbv2")
    group = only(elb.describe_target_groups(TargetGroupArns=[id_])["TargetGroups"], id_)
    names = ("HealthCheckIntervalSeconds", "HealthCheckPath", "HealthCheckProtocol", "Matcher", "Port")
    found = picked(group, *names, "Protocol", "TargetType", "VpcId")
    return Observed({**found, "Tags": _tags(elb, id_)}, {"TargetGroupArn": id_})


def _listener(api: Api, id_: str, _: Properties) -> Observed:
    elb = api("elbv2")
    listener = only(elb.describe_listeners(ListenerArns=[id_])["Listeners"], id_)
    names = ("Certificates", "DefaultActions", "LoadBalancerArn", "Port", "Protocol", "SslPolicy")
    return Observed({**picked(listener, *names), "Tags": _tags(elb, id_)}, {"ListenerArn": id_})


def _tags(elb: Any, arn: str) -> list[Properties]:
    return only(elb.describe_tags(ResourceArns=[arn])["TagDescriptions"], arn)["Tags"]  # type: ignore[no-any-return]


def _firewall(api: Api, id_: str, _: Properties) -> Observed:
    waf = api("wafv2")
    name, identifier, scope = id_.split("|")
    acl = waf.get_web_acl(Name=name, Id=identifier, Scope=scope)["WebACL"]
    tags = waf.list_tags_for_resource(ResourceARN=acl["ARN"])["TagInfoForResource"]["TagList"]
    found = picked(acl, "DefaultAction", "Name", "Rules", "VisibilityConfig")
    return Observed({**found, "Scope": scope, "Tags": tags}, {"Arn": acl["ARN"], "Id": acl["Id"]})


def _firewall_association(api: Api, _: str, wanted: Properties) -> Observed:
    resource = wanted["ResourceArn"]
    acl = api("wafv2").get_web_acl_for_resource(ResourceArn=resource).get("WebACL", {})
    return Observed({"ResourceArn": resource, "WebACLArn": acl.get("ARN")})


def _distribution(api: Api, id_: str, _: Properties) -> Observed:
    cloudfront = api("cloudfront")
    found = cloudfront.get_distribution(Id=id_)["Distribution"]
    tags = cloudfront.list_tags_for_resource(Resource=found["ARN"])["Tags"]["Items"]
    config = _plain(found["DistributionConfig"])
    config["IPV6Enabled"] = config.pop("IsIPV6Enabled", None)
    certificate = config.get("ViewerCertificate", {})
    certificate["AcmCertificateArn"] = certificate.pop("ACMCertificateArn", None)
    certificate["SslSupportMethod"] = certificate.pop("SSLSupportMethod", None)
    behavior = config["DefaultCacheBehavior"]
    if isinstance(behavior.get("AllowedMethods"), dict):
        methods = behavior["AllowedMethods"]
        behavior |= {"AllowedMethods": methods["Items"], "CachedMethods": _plain(methods["CachedMethods"])}
    return Observed(
        {"DistributionConfig": config, "Tags": tags}, {"DomainName": found["DomainName"], "Id": id_}
    )


def _plain(value: Any) -> Any:
    """CloudFront wraps its lists together with their length."""
    if isinstance(value, dict):
        if set(value) <= {"Quantity", "Items"}:
            return [_plain(inner) for inner in value.get("Items", [])]
        return {name: _plain(inner) for name, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list) else value


def _origin_access(api: Api, id_: str, _: Properties) -> Observed:
    found = api("cloudfront").get_origin_access_control(Id=id_)["OriginAccessControl"]
    return Observed({"OriginAccessControlConfig": found["OriginAccessControlConfig"]}, {"Id": id_})


def _response_headers(api: Api, id_: str, _: Properties) -> Observed:
    found = api("cloudfront").get_response_headers_policy(Id=id_)["ResponseHeadersPolicy"]
    return Observed({"ResponseHeadersPolicyConfig": found["ResponseHeadersPolicyConfig"]}, {"Id": id_})


READERS: dict[str, Reader] = {
    "AWS::ElasticLoadBalancingV2::LoadBalancer": _balancer,
    "AWS::ElasticLoadBalancingV2::TargetGroup": _targets,
    "AWS::ElasticLoadBalancingV2::Listener": _listener,
    "AWS::CloudFront::Distribution": _distribution,
    "AWS::CloudFront::OriginAccessControl": _origin_access,
    "AWS::CloudFront::ResponseHeadersPolicy": _response_headers,
    "AWS::WAFv2::WebACL": _firewall,
    "AWS::WAFv2::WebACLAssociation": _firewall_association,
}
