"""CloudTrail, CloudWatch, Config, Route 53 Resolver."""

import json

from baseline.rehearsal.account.observed import (
    Api,
    Missing,
    Observed,
    Properties,
    Reader,
    as_tags,
    capitalised,
    only,
    picked,
)


def _trail(api: Api, id_: str, _: Properties) -> Observed:
    cloudtrail = api("cloudtrail")
    trail = cloudtrail.get_trail(Name=id_)["Trail"]
    found = picked(
        trail,
        "CloudWatchLogsLogGroupArn",
        "CloudWatchLogsRoleArn",
        "IncludeGlobalServiceEvents",
        "IsMultiRegionTrail",
        "S3BucketName",
        "S3KeyPrefix",
    )
    selectors = cloudtrail.get_event_selectors(TrailName=id_)
    if trail["HasInsightSelectors"]:
        found["InsightSelectors"] = cloudtrail.get_insight_selectors(TrailName=id_)["InsightSelectors"]
    tags = only(cloudtrail.list_tags(ResourceIdList=[trail["TrailARN"]])["ResourceTagList"], id_)
    return Observed(
        {
            **found,
            **picked(selectors, "AdvancedEventSelectors", "EventSelectors"),
            "EnableLogFileValidation": trail["LogFileValidationEnabled"],
            "KMSKeyId": trail.get("KmsKeyId"),
            "TrailName": trail["Name"],
            "IsLogging": cloudtrail.get_trail_status(Name=id_)["IsLogging"],
            "Tags": tags["TagsList"],
        },
        {"Arn": trail["TrailARN"]},
    )


def _log_group(api: Api, id_: str, _: Properties) -> Observed:
    logs = api("logs")
    groups = logs.describe_log_groups(logGroupNamePrefix=id_)["logGroups"]
    group = only([group for group in groups if group["logGroupName"] == id_], id_)
    found = {"LogGroupName": id_, "RetentionInDays": group.get("retentionInDays")}
    found["KmsKeyId"] = group.get("kmsKeyId")
    arn = group["arn"].removesuffix(":*")
    found["Tags"] = as_tags(logs.list_tags_for_resource(resourceArn=arn)["tags"])
    return Observed(found, {"Arn": f"{arn}:*"})


def _metric_filter(api: Api, id_: str, wanted: Properties) -> Observed:
    group = wanted["LogGroupName"]
    filters = api("logs").describe_metric_filters(logGroupName=group)["metricFilters"]
    found = capitalised(only([f for f in filters if f["filterName"] == id_], id_))
    return Observed(picked(found, "FilterPattern", "LogGroupName", "MetricTransformations"))


def _alarm(api: Api, id_: str, _: Properties) -> Observed:
    cloudwatch = api("cloudwatch")
    alarm = only(cloudwatch.describe_alarms(AlarmNames=[id_])["MetricAlarms"], id_)
    tags = cloudwatch.list_tags_for_resource(ResourceARN=alarm["AlarmArn"])["Tags"]
    return Observed({**alarm, "Tags": tags}, {"Arn": alarm["AlarmArn"]})


def _config_rule(api: Api, id_: str, _: Properties) -> Observed:
    rule = only(api("config").describe_config_rules(ConfigRuleNames=[id_])["ConfigRules"], id_)
    names = ("ConfigRuleName", "Description", "InputParameters", "Source")
    return Observed(picked(rule, *names), {"Arn": rule["ConfigRuleArn"]})


def _recorder(api: Api, id_: str, _: Properties) -> Observed:
    config = api("config")
    recorders = config.describe_configuration_recorders(ConfigurationRecorderNames=[id_])
    recorder = only(recorders["ConfigurationRecorders"], id_)
    # What CloudFormation promises beyond the properties: the recorder records.
    states = config.describe_configuration_recorder_status(ConfigurationRecorderNames=[id_])
    only([s for s in states["ConfigurationRecordersStatus"] if s["recording"]], f"{id_} recording")
    return Observed({**capitalised(recorder), "RoleARN": recorder["roleARN"]})


def _channel(api: Api, id_: str, _: Properties) -> Observed:
    channels = api("config").describe_delivery_channels(DeliveryChannelNames=[id_])["DeliveryChannels"]
    return Observed(capitalised(only(channels, id_)))


def _query_log(api: Api, id_: str, _: Properties) -> Observed:
    resolver = api("route53resolver")
    config = resolver.get_resolver_query_log_config(ResolverQueryLogConfigId=id_)["ResolverQueryLogConfig"]
    tags = resolver.list_tags_for_resource(ResourceArn=config["Arn"])["Tags"]
    found = picked(config, "DestinationArn", "Name")
    return Observed({**found, "Tags": tags}, {"Id": id_, "Arn": config["Arn"]})


def _query_log_association(api: Api, id_: str, _: Properties) -> Observed:
    answer = api("route53resolver").get_resolver_query_log_config_association(
        ResolverQueryLogConfigAssociationId=id_
    )
    association = answer["ResolverQueryLogConfigAssociation"]
    return Observed(picked(association, "ResolverQueryLogConfigId", "ResourceId"), {"Id": id_})


def _aggregator(api: Api, id_: str, _: Properties) -> Observed:
    config = api("config")
    found = config.describe_configuration_aggregators(ConfigurationAggregatorNames=[id_])
    aggregator = only(found["ConfigurationAggregators"], id_)
    tags = config.list_tags_for_resource(ResourceArn=aggregator["ConfigurationAggregatorArn"])["Tags"]
    return Observed({**aggregator, "Tags": tags})


def _pack(api: Api, id_: str, wanted: Properties) -> Observed:
    config = api("config")
    pack = only(config.describe_conformance_packs(ConformancePackNames=[id_])["ConformancePackDetails"], id_)
    told = config.describe_conformance_pack_compliance(ConformancePackName=id_)
    rules = {one["ConfigRuleName"] for one in told["ConformancePackRuleComplianceList"]}
    resources = json.loads(wanted["TemplateBody"])["Resources"].values()
    asked = {f"{one['Properties']['ConfigRuleName']}-{pack['ConformancePackId']}" for one in resources}
    # The template itself is told nowhere; which rules came of it is.
    if rules != asked:
        raise Missing(f"{id_}: rules {sorted(rules ^ asked)}")
    tags = config.list_tags_for_resource(ResourceArn=pack["ConformancePackArn"])["Tags"]
    return Observed({**pack, "Tags": tags})


def _remedy(api: Api, id_: str, _: Properties) -> Observed:
    found = api("config").describe_remediation_configurations(ConfigRuleNames=[id_])
    return Observed(only(found["RemediationConfigurations"], id_))


def _account_policy(api: Api, _: str, wanted: Properties) -> Observed:
    found = api("logs").describe_account_policies(
        policyType=wanted["PolicyType"], policyName=wanted["PolicyName"]
    )
    return Observed(capitalised(only(found["accountPolicies"], wanted["PolicyName"])))


def _log_policy(api: Api, id_: str, _: Properties) -> Observed:
    found = api("logs").describe_resource_policies()["resourcePolicies"]
    policy = only([one for one in found if one["policyName"] == id_], id_)
    return Observed(capitalised(policy))


def _delivery(api: Api, id_: str, _: Properties) -> Observed:
    found = api("logs").get_delivery(id=id_)["delivery"]
    told = picked(capitalised(found), "DeliveryDestinationArn", "DeliverySourceName")
    return Observed({**told, "Tags": as_tags(found.get("tags", {}))}, {"Arn": found["arn"]})


def _destination(api: Api, id_: str, _: Properties) -> Observed:
    found = api("logs").get_delivery_destination(name=id_)["deliveryDestination"]
    told = {
        **picked(capitalised(found), "Name", "OutputFormat"),
        "DestinationResourceArn": found["deliveryDestinationConfiguration"]["destinationResourceArn"],
    }
    return Observed({**told, "Tags": as_tags(found.get("tags", {}))}, {"Arn": found["arn"]})


def _source(api: Api, id_: str, _: Properties) -> Observed:
    found = api("logs").get_delivery_source(name=id_)["deliverySource"]
    told = {**picked(capitalised(found), "Name", "LogType"), "ResourceArn": only(found["resourceArns"], id_)}
    return Observed({**told, "Tags": as_tags(found.get("tags", {}))}, {"Arn": found["arn"]})


READERS: dict[str, Reader] = {
    "AWS::CloudTrail::Trail": _trail,
    "AWS::CloudWatch::Alarm": _alarm,
    "AWS::Config::ConfigRule": _config_rule,
    "AWS::Config::ConfigurationAggregator": _aggregator,
    "AWS::Config::ConformancePack": _pack,
    "AWS::Config::RemediationConfiguration": _remedy,
    "AWS::Logs::AccountPolicy": _account_policy,
    "AWS::Config::ConfigurationRecorder": _recorder,
    "AWS::Config::DeliveryChannel": _channel,
    "AWS::Logs::Delivery": _delivery,
    "AWS::Logs::DeliveryDestination": _destination,
    "AWS::Logs::DeliverySource": _source,
    "AWS::Logs::ResourcePolicy": _log_policy,
    "AWS::Logs::LogGroup": _log_group,
    "AWS::Logs::MetricFilter": _metric_filter,
    "AWS::Route53Resolver::ResolverQueryLoggingConfig": _query_log,
    "AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation": _query_log_association,
}
