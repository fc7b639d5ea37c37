"""A KMS key whose policy says exactly who may administer it and who may use it for what."""

from collections.abc import Sequence
from typing import Self

from aws_cdk import RemovalPolicy
from aws_cdk import aws_kms as kms
from constructs import Construct

from baseline_constructs.keys.key_policy import LONGEST_WAIT_DAYS, Conditions, KeyPolicy


class RotatedKey(Construct):
    """A customer-managed KMS key that rotates, outlives its stack, and that nobody may use until told so.

    Administration is delegated to IAM (the account is the principal, so a caller also needs an IAM policy);
    its statement holds no action that encrypts or decrypts. Use is added statement by statement with
    `for_service`, `for_callers_through` and `for_grants_through`. Deletion waits the longest time KMS knows.
    Whoever may call `kms:PutKeyPolicy` can still rewrite the policy: that call is in the audit trail.

    Args:
        alias: Name after "alias/"; letters, digits, "/", "_" and "-".
        description: What the key protects, as shown in the console.
        rotation_days: Days between rotations; KMS accepts 90 to 2560.
        policy: Who may use it, where that is known already; nobody yet if None.

    Raises:
        ValueError: `rotation_days` is outside what KMS accepts.

    Source: Security Hub KMS.4; https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        alias: str,
        description: str,
        rotation_days: int = 365,
        policy: KeyPolicy | None = None,
    ) -> None:
        super().__init__(scope, id_)
        if not 90 <= rotation_days <= 2560:
            raise ValueError(f"rotation_days is {rotation_days}; KMS accepts 90 to 2560")
        self._policy = policy or KeyPolicy()
        self.resource = kms.CfnKey(
            self,
            "Resource",
            description=description,
            enable_key_rotation=True,
            rotation_period_in_days=rotation_days,
            pending_window_in_days=LONGEST_WAIT_DAYS,
            key_policy=self._policy.document(),
        )
        self.resource.apply_removal_policy(RemovalPolicy.RETAIN)
        kms.CfnAlias(self, "Alias", alias_name=f"alias/{alias}", target_key_id=self.resource.ref)
        # An imported key can't be widened: grants on it reach the principal's policy, never the key's.
        self.key = kms.Key.from_key_arn(self, "Key", self.resource.attr_arn)

    def for_service(self, service: str, *, sid: str, actions: Sequence[str], conditions: Conditions) -> Self:
        """As `KeyPolicy.for_service`."""
        self._policy.for_service(service, sid=sid, actions=actions, conditions=conditions)
        return self._changed()

    def for_callers_through(self, service: str, *, actions: Sequence[str]) -> Self:
        """As `KeyPolicy.for_callers_through`."""
        self._policy.for_callers_through(service, actions=actions)
        return self._changed()

    def for_grants_through(self, service: str) -> Self:
        """As `KeyPolicy.for_grants_through`."""
        self._policy.for_grants_through(service)
        return self._changed()

    def _changed(self) -> Self:
        self.resource.key_policy = self._policy.document()
        return self
