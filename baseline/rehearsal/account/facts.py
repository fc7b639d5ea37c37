"""What the words in angle brackets of the table of attempts stand for in one deployment."""

import json
from typing import Any

from baseline.rehearsal.account.observed import Api
from baseline.rehearsal.account.stack_view import StackView
from baseline.rehearsal.words import ANY, DEPLOYED, FALLBACKS, SERVERS

Facts = dict[str, str]
_ELSEWHERE = "10.255.255.0/24"
_CONTENT = b"put there by the rehearsal"


def prepared(api: Api, views: list[StackView]) -> Facts:
    """Make what the attempts need beside the deployment, and name all of it.

    A word whose resource this landing zone does not have is absent; attempts that use it cannot be made.

    Args:
        api: Clients of the account's administrator.
        views: The deployed stacks.
    """
    facts: Facts = dict(FALLBACKS)
    for word, (type_, part) in DEPLOYED.items():
        if found := _ids(views, type_, part) or (_ids(views, type_) if word in ANY else []):
            facts[word] = found[0]
    if "uploads" in facts:
        api("s3").put_object(Bucket=facts["uploads"], Key="rehearsal.txt", Body=_CONTENT)
    if "uploads" in facts and not _writes(views):
        facts["uploads that it only reads"] = facts["uploads"]
    if "break-glass" in facts:
        facts["break-glass"] = api("iam").get_role(RoleName=facts["break-glass"])["Role"]["Arn"]
    return {**facts, **_servers(api, facts), **_elsewhere(api)}


def _ids(views: list[StackView], type_: str, part: str = "") -> list[str]:
    """The physical ids of all resources of a type whose construct path holds a part."""
    return [
        view.ids[logical_id]
        for view in views
        for logical_id, resource in view.resources.items()
        if resource["Type"] == type_ and part in resource.get("Metadata", {}).get("aws:cdk:path", "")
    ]


def _writes(views: list[StackView]) -> bool:
    """Whether the settings give the server role the right to write; those of `standard.yaml` do not."""
    policies = [
        json.dumps(resource)
        for view in views
        for resource in view.resources.values()
        if "web-server" in resource.get("Metadata", {}).get("aws:cdk:path", "")
    ]
    return any("s3:PutObject" in policy for policy in policies)


def _servers(api: Api, facts: Facts) -> Facts:
    ec2 = api("ec2")
    # Any image will do: it is launched, not used.
    image = ec2.describe_images(Owners=["amazon"])["Images"][0]["ImageId"]
    servers = {"image": image}
    for word, env in SERVERS.items():
        tags: list[dict[str, Any]] = [{"Key": "ENV", "Value": env}, {"Key": "rehearsal", "Value": "yes"}]
        answer = ec2.run_instances(
            ImageId=image,
            InstanceType="t2.micro",
            MinCount=1,
            MaxCount=1,
            SubnetId=facts["subnet"],
            TagSpecifications=[{"ResourceType": "instance", "Tags": tags}],
        )
        servers[word] = answer["Instances"][0]["InstanceId"]
    return servers


def _elsewhere(api: Api) -> Facts:
    """A network of nobody's; settings can ask for the one that an account is born with to go."""
    ec2 = api("ec2")
    vpc = ec2.create_vpc(CidrBlock=_ELSEWHERE)["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock=_ELSEWHERE)["Subnet"]["SubnetId"]
    groups = ec2.describe_security_groups(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["SecurityGroups"]
    return {"foreign network": vpc, "foreign subnet": subnet, "foreign group": groups[0]["GroupId"]}


def released(api: Api, facts: Facts) -> None:
    """Take away what `prepared` made, and what personas were allowed to make."""
    ec2 = api("ec2")
    ours = [{"Name": "subnet-id", "Values": [facts["subnet"]]}] if "subnet" in facts else []
    found = [
        i["InstanceId"] for r in ec2.describe_instances(Filters=ours)["Reservations"] for i in r["Instances"]
    ]
    if found:
        ec2.terminate_instances(InstanceIds=found)
    if "foreign network" in facts:
        ec2.delete_subnet(SubnetId=facts["foreign subnet"])
        ec2.delete_vpc(VpcId=facts["foreign network"])
    if "uploads" in facts:
        api("s3").delete_object(Bucket=facts["uploads"], Key="rehearsal.txt")
