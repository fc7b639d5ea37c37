"""Physical names, each made in one place, because policies of one stack speak of resources of another."""

from aws_cdk import Aws

from baseline.settings.model import Settings


def bucket_name(settings: Settings, bucket: str) -> str:
    """A bucket's name, unique in the world by account and region."""
    return f"{settings.name}-{bucket}-{Aws.ACCOUNT_ID}-{Aws.REGION}"


def role_name(settings: Settings, role: str) -> str:
    """A role's name in IAM."""
    return f"{settings.name}-{role}"


def trail_name(settings: Settings) -> str:
    """The trail's name."""
    return f"{settings.name}-trail"


def session_log_group_name(settings: Settings) -> str:
    """The log group that records sessions; it begins as the guardrails protect it."""
    return f"{settings.name}-audit-sessions"


def emergency_role_name(settings: Settings) -> str | None:
    """The name in IAM of the role for emergencies, if there is one; settings allow no second."""
    roles = (role_name(settings, role) for role, wish in settings.identity.roles.items() if wish.emergency)
    return next(roles, None)
