"""What the trail is watched for: section 5 of the CIS AWS Foundations Benchmark 7.0, and what it leaves out.

Each row becomes a metric filter and an alarm. Where an attacker has a second way to the same end, the call is
added behind the benchmark's own (`beyond`), so that a scanner still finds those, in their order.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Watched:
    """One subject that rings.

    Attributes:
        control: The benchmark's control; "" for what it does not ask for.
        name: Name of metric and alarm.
        means: What the mail says.
        source: The service whose calls are meant; "" for any.
        calls: Names of the calls, as the benchmark lists them.
        beyond: More calls that come to the same.
        when: The condition itself, where calls alone do not say it.
    """

    control: str
    name: str
    means: str
    source: str = ""
    calls: Sequence[str] = ()
    beyond: Sequence[str] = ()
    when: str = ""

    @property
    def pattern(self) -> str:
        """The metric filter's pattern."""
        if self.when:
            return f"{{ {self.when} }}"
        calls = " || ".join(f"($.eventName = {call})" for call in (*self.calls, *self.beyond))
        return f"{{ ($.eventSource = {self.source}) && ({calls}) }}" if self.source else f"{{ {calls} }}"


_CONSOLE = '($.eventName = "ConsoleLogin")'

WATCHED = (
    Watched(
        control="5.1",
        name="unauthorized-calls",
        means="A call was refused. Somebody may be trying out what they can do.",
        when='($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*")',
    ),
    Watched(
        control="5.2",
        name="sign-in-without-mfa",
        means="A user signed in to the console without a second factor.",
        # Sessions of Identity Center and of federated users never say MFAUsed; their provider asks for it.
        when=f'{_CONSOLE} && ($.additionalEventData.MFAUsed != "Yes") && ($.userIdentity.type = "IAMUser") '
        '&& ($.responseElements.ConsoleLogin = "Success")',
    ),
    Watched(
        control="5.3",
        name="root-use",
        means="Somebody uses the root user, who should be locked away. Ask who, and why.",
        when='$.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS '
        '&& $.eventType != "AwsServiceEvent"',
    ),
    Watched(
        control="5.4",
        name="iam-policy-changes",
        means="Rights were changed in IAM.",
        source="iam.amazonaws.com",
        calls=(
            *("DeleteGroupPolicy", "DeleteRolePolicy", "DeleteUserPolicy", "PutGroupPolicy", "PutRolePolicy"),
            *("PutUserPolicy", "CreatePolicy", "DeletePolicy", "CreatePolicyVersion", "DeletePolicyVersion"),
            *("AttachRolePolicy", "DetachRolePolicy", "AttachUserPolicy", "DetachUserPolicy"),
            *("AttachGroupPolicy", "DetachGroupPolicy"),
        ),
        beyond=(
            "SetDefaultPolicyVersion",
            "UpdateAssumeRolePolicy",
            "AddUserToGroup",
            "*PermissionsBoundary",
        ),
    ),
    Watched(
        control="5.5",
        name="trail-changes",
        means="The trail was changed, started or stopped.",
        source="cloudtrail.amazonaws.com",
        calls=("CreateTrail", "UpdateTrail", "DeleteTrail", "StartLogging", "StopLogging"),
        beyond=("PutEventSelectors", "PutInsightSelectors"),
    ),
    Watched(
        control="5.6",
        name="failed-sign-ins",
        means="A sign-in to the console failed.",
        when=f'{_CONSOLE} && ($.errorMessage = "Failed authentication")',
    ),
    Watched(
        control="5.7",
        name="keys-disabled",
        means="A KMS key was disabled, or will be deleted. Deletion can be cancelled while it waits.",
        source="kms.amazonaws.com",
        calls=("DisableKey", "ScheduleKeyDeletion"),
        beyond=("PutKeyPolicy", "DeleteImportedKeyMaterial", "DisableKeyRotation"),
    ),
    Watched(
        control="5.8",
        name="bucket-policy-changes",
        means="Somebody changed who may read a bucket, or what is kept in it.",
        source="s3.amazonaws.com",
        calls=(
            *("PutBucketAcl", "PutBucketPolicy", "PutBucketCors", "PutBucketLifecycle"),
            *("PutBucketReplication", "DeleteBucketPolicy", "DeleteBucketCors", "DeleteBucketLifecycle"),
            "DeleteBucketReplication",
        ),
        beyond=(
            *("PutBucketPublicAccessBlock", "DeleteBucketPublicAccessBlock", "PutBucketVersioning"),
            *(
                "PutAccountPublicAccessBlock",
                "DeleteAccountPublicAccessBlock",
                "PutBucketObjectLockConfiguration",
            ),
        ),
    ),
    Watched(
        control="5.9",
        name="configuration-history-changes",
        means="AWS Config was changed or stopped.",
        source="config.amazonaws.com",
        calls=(
            *("StopConfigurationRecorder", "DeleteDeliveryChannel", "PutDeliveryChannel"),
            "PutConfigurationRecorder",
        ),
        beyond=("DeleteConfigurationRecorder", "DeleteConfigRule", "DeleteRemediationConfiguration"),
    ),
    Watched(
        control="5.10",
        name="security-group-changes",
        means="A security group was changed.",
        source="ec2.amazonaws.com",
        calls=(
            *("AuthorizeSecurityGroupIngress", "AuthorizeSecurityGroupEgress"),
            *("RevokeSecurityGroupIngress", "RevokeSecurityGroupEgress"),
            *("CreateSecurityGroup", "DeleteSecurityGroup"),
        ),
        beyond=("ModifySecurityGroupRules", "ModifyManagedPrefixList"),
    ),
    Watched(
        control="5.11",
        name="network-acl-changes",
        means="A network ACL was changed.",
        source="ec2.amazonaws.com",
        calls=(
            *("CreateNetworkAcl", "CreateNetworkAclEntry", "DeleteNetworkAcl", "DeleteNetworkAclEntry"),
            *("ReplaceNetworkAclEntry", "ReplaceNetworkAclAssociation"),
        ),
    ),
    Watched(
        control="5.12",
        name="gateway-changes",
        means="A way in or out of a network was made or removed.",
        source="ec2.amazonaws.com",
        calls=(
            *("CreateCustomerGateway", "DeleteCustomerGateway", "AttachInternetGateway"),
            *("CreateInternetGateway", "DeleteInternetGateway", "DetachInternetGateway"),
        ),
        beyond=(
            *(
                "CreateNatGateway",
                "CreateEgressOnlyInternetGateway",
                "AttachVpnGateway",
                "CreateVpnConnection",
            ),
            *("CreateTransitGatewayVpcAttachment", "ModifyVpcBlockPublicAccessOptions"),
            *("CreateVpcBlockPublicAccessExclusion", "ModifyVpcEndpoint"),
        ),
    ),
    Watched(
        control="5.13",
        name="route-changes",
        means="A route table was changed.",
        source="ec2.amazonaws.com",
        calls=(
            *("CreateRoute", "CreateRouteTable", "ReplaceRoute", "ReplaceRouteTableAssociation"),
            *("DeleteRouteTable", "DeleteRoute", "DisassociateRouteTable"),
        ),
        beyond=("AssociateRouteTable",),
    ),
    Watched(
        control="5.14",
        name="vpc-changes",
        means="A VPC or its peering was changed.",
        source="ec2.amazonaws.com",
        calls=(
            *("CreateVpc", "DeleteVpc", "ModifyVpcAttribute", "AcceptVpcPeeringConnection"),
            *("CreateVpcPeeringConnection", "DeleteVpcPeeringConnection", "RejectVpcPeeringConnection"),
            *(
                "AttachClassicLinkVpc",
                "DetachClassicLinkVpc",
                "DisableVpcClassicLink",
                "EnableVpcClassicLink",
            ),
        ),
    ),
    Watched(
        control="5.15",
        name="organization-changes",
        means="The organisation was changed.",
        source="organizations.amazonaws.com",
        calls=(
            *("AcceptHandshake", "AttachPolicy", "CreateAccount", "CreateOrganizationalUnit", "CreatePolicy"),
            *("DeclineHandshake", "DeleteOrganization", "DeleteOrganizationalUnit", "DeletePolicy"),
            *("DetachPolicy", "DisablePolicyType", "EnablePolicyType", "InviteAccountToOrganization"),
            *("LeaveOrganization", "MoveAccount", "RemoveAccountFromOrganization", "UpdatePolicy"),
            "UpdateOrganizationalUnit",
        ),
    ),
    # Whoever knows that somebody watches begins here; the names are those of one service each.
    Watched(
        control="",
        name="watchers-silenced",
        means="What watches was switched off: a detector, an alarm, a rule, a schedule or a record.",
        calls=(
            *("DeleteDetector", "UpdateDetector", "CreateFilter", "DisableSecurityHub", "DisableMacie"),
            *(
                "BatchDisableStandards",
                "DeleteAnalyzer",
                "DeleteFlowLogs",
                "DeleteMetricFilter",
                "DeleteAlarms",
            ),
            *("DisableAlarmActions", "DisableRule", "DeleteRule", "RemoveTargets", "DeleteLogGroup"),
            *("DeleteLogStream", "PutRetentionPolicy", "DeleteSubscription", "Unsubscribe", "DeleteTopic"),
            # A look, a backup or an experiment that somebody turned off sends no mail any more.
            *("DeleteSchedule", "DeleteScheduleGroup", "UpdateSchedule", "DeleteBackupSelection"),
        ),
    ),
)
