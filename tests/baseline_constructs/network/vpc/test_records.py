"""All traffic and all DNS queries are recorded."""

from typing import Any


def test_all_traffic_is_logged_to_the_bucket(closed: Any) -> None:
    log = closed.only("AWS::EC2::FlowLog")
    assert (log["ResourceType"], log["TrafficType"], log["LogDestinationType"]) == ("VPC", "ALL", "s3")
    assert log["ResourceId"]["Ref"] in closed.of_type("AWS::EC2::VPC")


def test_all_dns_queries_are_logged_to_the_same_bucket(closed: Any) -> None:
    config = closed.only("AWS::Route53Resolver::ResolverQueryLoggingConfig")
    link = closed.only("AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation")
    assert config["DestinationArn"] == closed.only("AWS::EC2::FlowLog")["LogDestination"]
    assert link["ResourceId"]["Ref"] in closed.of_type("AWS::EC2::VPC")
