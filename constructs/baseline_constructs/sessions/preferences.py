"""How Session Manager treats every session of the account and Region."""

from typing import Any

from aws_cdk import Aws
from aws_cdk import aws_kms as kms
from aws_cdk import aws_ssm as ssm
from constructs import Construct

from baseline_constructs.log_groups import EncryptedLogGroup

# The name under which Session Manager looks for preferences where a caller names no document.
DOCUMENT = "SSM-SessionManagerRunShell"


def document_arn(region: str = Aws.REGION) -> str:
    """The ARN of the preferences, in this account and Region; "*" means in every Region."""
    return f"arn:{Aws.PARTITION}:ssm:{region}:{Aws.ACCOUNT_ID}:document/{DOCUMENT}"


class SessionPreferences(Construct):
    """Sessions are encrypted with a key of their own, recorded while they last, and end by themselves.

    The record is what was typed and shown, line by line, in an encrypted log group that outlives its stack.
    A session that cannot be encrypted does not start. AWS keeps one such document in an account and Region:
    one that somebody made before must be deleted first.

    Args:
        log_group_name: The log group that records sessions.
        session_key: What encrypts sessions on their way (`sessions_key`).
        log_key: What encrypts their record; CloudWatch Logs may use it.
        retain_days: Days that the record is kept, 1 to 3653.
        idle_minutes: Minutes without a key pressed after which a session ends, 1 to 60.
        max_minutes: Minutes that a session lasts at most, 1 to 1440.
        run_as: The Linux user of sessions; None: ssm-user, who may become root.

    Raises:
        ValueError: A time is outside what Session Manager or CloudWatch Logs knows.

    Source: https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-schema.html
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        log_group_name: str,
        session_key: kms.IKey,
        log_key: kms.IKey,
        retain_days: int,
        idle_minutes: int,
        max_minutes: int,
        run_as: str | None = None,
    ) -> None:
        super().__init__(scope, id_)
        if not (1 <= idle_minutes <= 60 and 1 <= max_minutes <= 1440):
            raise ValueError(
                f"idle_minutes is {idle_minutes} and max_minutes {max_minutes}; Session Manager takes 1 to "
                "60 and 1 to 1440"
            )
        record = EncryptedLogGroup(
            self, "Record", name=log_group_name, key=log_key, retain_days=retain_days
        ).resource
        self.resource = ssm.CfnDocument(
            self,
            "Resource",
            name=DOCUMENT,
            document_type="Session",
            document_format="JSON",
            # Replacing a named document fails, as the old one is still there.
            update_method="NewVersion",
            content={
                "schemaVersion": "1.0",
                "description": "Sessions are encrypted, recorded and short",
                "sessionType": "Standard_Stream",
                "inputs": {
                    "kmsKeyId": session_key.key_arn,
                    "cloudWatchLogGroupName": record.ref,
                    "cloudWatchEncryptionEnabled": True,
                    "cloudWatchStreamingEnabled": True,
                    "s3BucketName": "",
                    "s3KeyPrefix": "",
                    "s3EncryptionEnabled": True,
                    "idleSessionTimeout": str(idle_minutes),
                    "maxSessionDuration": str(max_minutes),
                    **_user(run_as),
                },
            },
        )


def _user(run_as: str | None) -> dict[str, Any]:
    return {"runAsEnabled": run_as is not None, "runAsDefaultUser": run_as or ""}
