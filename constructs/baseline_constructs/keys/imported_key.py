"""A KMS key whose material its owner makes, and can take back."""

from aws_cdk import RemovalPolicy
from aws_cdk import aws_kms as kms
from constructs import Construct

from baseline_constructs.acknowledge import acknowledge
from baseline_constructs.keys.key_policy import LONGEST_WAIT_DAYS, KeyPolicy

# What importing takes; deleting the material is left out, as it makes all data unreadable at once.
IMPORTING = ("kms:GetParametersForImport", "kms:ImportKeyMaterial")


class ImportedKey(Construct):
    """A customer-managed key without material, until its owner imports some; it outlives its stack.

    Nothing can be encrypted before. KMS cannot rotate such a key by itself: its owner imports new material
    and rotates on demand.

    Args:
        alias: Name after "alias/".
        description: What the key protects, as shown in the console.
        policy: Who may use it; made with `IMPORTING` as further administration.

    Source: https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys.html
    """

    def __init__(
        self, scope: Construct, id_: str, *, alias: str, description: str, policy: KeyPolicy
    ) -> None:
        super().__init__(scope, id_)
        self.resource = kms.CfnKey(
            self,
            "Resource",
            description=description,
            origin="EXTERNAL",
            pending_window_in_days=LONGEST_WAIT_DAYS,
            key_policy=policy.document(),
        )
        self.resource.apply_removal_policy(RemovalPolicy.RETAIN)
        kms.CfnAlias(self, "Alias", alias_name=f"alias/{alias}", target_key_id=self.resource.ref)
        self.key = kms.Key.from_key_arn(self, "Key", self.resource.attr_arn)
        reason = "KMS does not rotate imported material by itself; its owner imports new material."
        acknowledge(self.resource, {"AwsSolutions-KMS5": reason, "KMSBackingKeyRotationEnabled": reason})
