"""An experiment of AWS Fault Injection Service."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aws_cdk import Aws
from aws_cdk import aws_fis as fis
from aws_cdk import aws_iam as iam
from constructs import Construct

from baseline_constructs.acknowledge import acknowledge, wildcard
from baseline_constructs.chaos.rights import cutting_off, stopping
from baseline_constructs.chaos.targets import Allowed

_HELD = (
    "Which there are is not known before: servers and subnets are held by the tag, network ACLs by the mark "
    "of FIS and by the one network."
)
_Action = fis.CfnExperimentTemplate.ExperimentTemplateActionProperty
_Target = fis.CfnExperimentTemplate.ExperimentTemplateTargetProperty


@dataclass(frozen=True)
class Failure:
    """What fails in an experiment.

    Attributes:
        description: In words.
        targets: What it touches, by name.
        actions: What is done to them, by name.
        rights: All that its role may do.
        may_be_empty: Whether it goes on where a kind of target has nothing in it.
    """

    description: str
    targets: Mapping[str, _Target]
    actions: Mapping[str, _Action]
    rights: Sequence[iam.PolicyStatement]
    may_be_empty: bool = False


def stop_instances(allowed: Allowed, *, percent: int, minutes: int) -> Failure:
    """Stops some of the tagged instances, chosen at random, and starts them again.

    Args:
        allowed: What may be touched.
        percent: How many, 1 to 100.
        minutes: Until they are started again.
    """
    return Failure(
        f"Stops {percent} % of the instances that allow it",
        {"instances": allowed.instances(selection=f"PERCENT({percent})")},
        {"stop": _stop(minutes)},
        stopping(allowed),
    )


def fail_zone(allowed: Allowed, *, zone: int, minutes: int) -> Failure:
    """Stops all tagged instances of one zone, and cuts its tagged subnets off.

    Args:
        allowed: What may be touched.
        zone: The zone's number, from 1.
        minutes: Until both are put right.
    """
    return Failure(
        f"Takes away zone {zone} of what allows it",
        {
            "instances": allowed.instances(selection="ALL", zone=zone),
            "subnets": allowed.subnets(zone=zone, tags={}),
        },
        {"stop": _stop(minutes), "cut": _cut(minutes)},
        [*stopping(allowed), *cutting_off(allowed)],
        may_be_empty=True,
    )


def cut_subnet(allowed: Allowed, *, name: str, zone: int, minutes: int) -> Failure:
    """Cuts one tagged subnet off from everything.

    Args:
        allowed: What may be touched.
        name: The subnet's Name tag.
        zone: The number of its zone, from 1.
        minutes: Until it is put right.
    """
    return Failure(
        f"Cuts the subnet {name} off",
        {"subnets": allowed.subnets(zone=zone, tags={"Name": name})},
        {"cut": _cut(minutes)},
        cutting_off(allowed),
    )


class ChaosExperiment(Construct):
    """A failure that touches only what has the tag, ends when an alarm rings, and is put right by itself.

    Its role can do what this one failure needs to what has the tag, and nothing else, whatever somebody
    writes into the template later. Only FIS takes it, for experiments of this account.

    Args:
        name: Name tag of the experiment.
        failure: What fails.
        alarm_arns: Alarms that end it, 1 to 5; it does not begin while one rings.

    Source: https://docs.aws.amazon.com/fis/latest/userguide/stop-conditions.html
    """

    def __init__(
        self, scope: Construct, id_: str, *, name: str, failure: Failure, alarm_arns: Sequence[str]
    ) -> None:
        super().__init__(scope, id_)
        stop = fis.CfnExperimentTemplate.ExperimentTemplateStopConditionProperty
        self.resource = fis.CfnExperimentTemplate(
            self,
            "Resource",
            description=failure.description,
            role_arn=self._role(failure).attr_arn,
            targets=dict(failure.targets),
            actions=dict(failure.actions),
            stop_conditions=[stop(source="aws:cloudwatch:alarm", value=arn) for arn in alarm_arns],
            experiment_options=fis.CfnExperimentTemplate.ExperimentTemplateExperimentOptionsProperty(
                account_targeting="single-account",
                empty_target_resolution_mode="skip" if failure.may_be_empty else "fail",
            ),
            tags={"Name": name},
        )

    def _role(self, failure: Failure) -> iam.CfnRole:
        experiments = f"arn:{Aws.PARTITION}:fis:{Aws.REGION}:{Aws.ACCOUNT_ID}:experiment/*"
        trust = iam.PolicyStatement(
            principals=[iam.ServicePrincipal("fis.amazonaws.com")],
            actions=["sts:AssumeRole"],
            conditions={
                "StringEquals": {"aws:SourceAccount": Aws.ACCOUNT_ID},
                "ArnLike": {"aws:SourceArn": experiments},
            },
        )
        role = iam.CfnRole(
            self,
            "Role",
            description=failure.description,
            assume_role_policy_document=iam.PolicyDocument(statements=[trust]),
            policies=[
                iam.CfnRole.PolicyProperty(
                    policy_name="fail", policy_document=iam.PolicyDocument(statements=list(failure.rights))
                )
            ],
        )
        acknowledge(
            role,
            {
                "IAMNoInlinePolicy": "The policy fits this one experiment and goes with it.",
                "AwsSolutions-IAM5[Resource::*]": "Looking knows no resources.",
                **{wildcard("ec2", f"{kind}/*"): _HELD for kind in ("instance", "network-acl", "subnet")},
            },
        )
        return role


def _stop(minutes: int) -> _Action:
    return _Action(
        action_id="aws:ec2:stop-instances",
        parameters={"startInstancesAfterDuration": f"PT{minutes}M", "completeIfInstancesTerminated": "true"},
        targets={"Instances": "instances"},
    )


def _cut(minutes: int) -> _Action:
    return _Action(
        action_id="aws:network:disrupt-connectivity",
        parameters={"duration": f"PT{minutes}M", "scope": "all"},
        targets={"Subnets": "subnets"},
    )
