"""What every person may do for herself: see herself, change her password, enrol a second factor, rotate keys.

Source: IAM user guide, "AWS: Allows MFA-authenticated IAM users to manage their own credentials".
"""

from aws_cdk import aws_iam as iam

from baseline_constructs.identity import arns

# What somebody without a second factor needs to get one, and to replace a first password. Nothing else.
ENROLMENT = [
    "iam:ChangePassword",
    "iam:CreateVirtualMFADevice",
    "iam:EnableMFADevice",
    "iam:GetAccountPasswordPolicy",
    "iam:GetMFADevice",
    "iam:GetUser",
    "iam:ListMFADevices",
    "iam:ListVirtualMFADevices",
    "iam:ResyncMFADevice",
    "sts:GetSessionToken",
]


def self_service_statements() -> list[iam.PolicyStatement]:
    """Manage one's own password, second factor and access keys, and nobody else's."""
    return [
        iam.PolicyStatement(
            sid="SeePasswordRulesAndDevices",
            actions=["iam:GetAccountPasswordPolicy", "iam:ListVirtualMFADevices"],
            resources=["*"],
        ),
        iam.PolicyStatement(
            sid="ManageOwnCredentials",
            actions=[
                "iam:ChangePassword",
                "iam:CreateAccessKey",
                "iam:DeactivateMFADevice",
                "iam:DeleteAccessKey",
                "iam:EnableMFADevice",
                "iam:GetAccessKeyLastUsed",
                "iam:GetMFADevice",
                "iam:GetUser",
                "iam:ListAccessKeys",
                "iam:ListMFADevices",
                "iam:ResyncMFADevice",
                "iam:UpdateAccessKey",
            ],
            resources=[arns.own_user()],
        ),
        iam.PolicyStatement(
            sid="ManageOwnVirtualDevice",
            actions=["iam:CreateVirtualMFADevice", "iam:DeleteVirtualMFADevice"],
            resources=[arns.iam("mfa/${aws:username}")],
        ),
    ]


def mfa_denial() -> iam.PolicyStatement:
    """Without a second factor, nothing but what enrols one.

    A long-term access key sends no `aws:MultiFactorAuthPresent`; `BoolIfExists` denies that too. What a
    service calls on somebody's behalf, such as KMS for an encrypted volume, may carry no trace of the second
    factor; it is left out, since the call that set the service to work has shown one.

    Source: IAM user guide, "AWS global condition context keys", aws:ViaAWSService.
    """
    return iam.PolicyStatement(
        sid="DenyWithoutSecondFactor",
        effect=iam.Effect.DENY,
        not_actions=ENROLMENT,
        resources=["*"],
        conditions={"BoolIfExists": {"aws:MultiFactorAuthPresent": "false", "aws:ViaAWSService": "false"}},
    )
