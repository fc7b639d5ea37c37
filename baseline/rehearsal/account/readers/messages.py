"""SNS and SQS."""

from baseline.rehearsal.account.observed import Api, Observed, Properties, Reader, as_tags, only, picked


def _topic(api: Api, id_: str, _: Properties) -> Observed:
    sns = api("sns")
    attributes = sns.get_topic_attributes(TopicArn=id_)["Attributes"]
    found = picked(attributes, "DisplayName", "KmsMasterKeyId", "SignatureVersion")
    found["TopicName"] = id_.rpartition(":")[2]
    found["Tags"] = sns.list_tags_for_resource(ResourceArn=id_)["Tags"]
    return Observed(found, {"TopicArn": id_, "TopicName": found["TopicName"]})


def _topic_policy(api: Api, _: str, wanted: Properties) -> Observed:
    policies = [
        api("sns").get_topic_attributes(TopicArn=topic)["Attributes"]["Policy"] for topic in wanted["Topics"]
    ]
    return _of_all("Topics", wanted["Topics"], policies)


def _subscription(api: Api, id_: str, wanted: Properties) -> Observed:
    pages = api("sns").get_paginator("list_subscriptions_by_topic").paginate(TopicArn=wanted["TopicArn"])
    # Until somebody confirms it by mail a subscription has no ARN of its own, so its endpoint names it.
    for page in pages:
        for found in page["Subscriptions"]:
            if found["Endpoint"] == wanted["Endpoint"]:
                return Observed(picked(found, "Endpoint", "Protocol", "TopicArn"), {"Arn": id_})
    return Observed({})


def _queue(api: Api, id_: str, _: Properties) -> Observed:
    sqs = api("sqs")
    attributes = sqs.get_queue_attributes(QueueUrl=id_, AttributeNames=["All"])["Attributes"]
    tags = as_tags(sqs.list_queue_tags(QueueUrl=id_).get("Tags", {}))
    arn = attributes["QueueArn"]
    name = arn.rpartition(":")[2]
    return Observed({**attributes, "QueueName": name, "Tags": tags}, {"Arn": arn, "QueueName": name})


def _queue_policy(api: Api, _: str, wanted: Properties) -> Observed:
    policies = [
        api("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=["Policy"])["Attributes"]["Policy"]
        for queue in wanted["Queues"]
    ]
    return _of_all("Queues", wanted["Queues"], policies)


def _of_all(name: str, ids: list[str], policies: list[str]) -> Observed:
    """The one policy that all of them have."""
    return Observed(
        {name: ids, "PolicyDocument": only(sorted(set(policies)), f"policies of {', '.join(ids)}")}
    )


READERS: dict[str, Reader] = {
    "AWS::SNS::Topic": _topic,
    "AWS::SNS::TopicPolicy": _topic_policy,
    "AWS::SNS::Subscription": _subscription,
    "AWS::SQS::Queue": _queue,
    "AWS::SQS::QueuePolicy": _queue_policy,
}
