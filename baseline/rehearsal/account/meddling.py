"""Changes that somebody makes past CloudFormation, and their undoing."""

from collections.abc import Iterator

from baseline.rehearsal.account.stack_view import StackView

_OPENED = [{"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]
_DAYS = 1


def meddle(deployed: list[StackView]) -> Iterator[str]:
    """Open a security group to the world and shorten a log; yield the logical ids of both."""
    for view, logical_id in _first(deployed, "AWS::EC2::SecurityGroup"):
        group = view.ids[logical_id]
        view.api("ec2").authorize_security_group_ingress(GroupId=group, IpPermissions=_OPENED)
        yield logical_id
    for view, logical_id in _first(deployed, "AWS::Logs::LogGroup"):
        view.api("logs").put_retention_policy(logGroupName=view.ids[logical_id], retentionInDays=_DAYS)
        yield logical_id


def undo(deployed: list[StackView]) -> None:
    """Make good what `meddle` did."""
    for view, logical_id in _first(deployed, "AWS::EC2::SecurityGroup"):
        group = view.ids[logical_id]
        view.api("ec2").revoke_security_group_ingress(GroupId=group, IpPermissions=_OPENED)
    for view, logical_id in _first(deployed, "AWS::Logs::LogGroup"):
        days = view.declared(logical_id)["RetentionInDays"]
        view.api("logs").put_retention_policy(logGroupName=view.ids[logical_id], retentionInDays=int(days))


def _first(deployed: list[StackView], type_: str) -> list[tuple[StackView, str]]:
    found = [
        (view, logical_id)
        for view in deployed
        for logical_id, resource in view.resources.items()
        if resource["Type"] == type_
    ]
    return found[:1]
