"""The stack of what holds for the whole account."""

from collections.abc import Iterator
from typing import Any

from aws_cdk import Stack
from constructs import Construct

from baseline.settings.account_settings import AccountSettings as Wanted
from baseline.settings.model import Settings
from baseline.stacks.data_keys import DataKeys
from baseline.stacks.foundation import FoundationStack
from baseline_constructs.account import wishes
from baseline_constructs.account.settings import AccountSettings, SnapshotBlock

_SCANNED = {"ec2": "EC2", "images": "ECR", "lambda": "LAMBDA", "lambda_code": "LAMBDA_CODE"}


class AccountStack(Stack):
    """Settings of the account: apart, because they outlive it and one function makes them."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        settings: Settings,
        foundation: FoundationStack,
        keys: DataKeys,
        **stack: Any,
    ) -> None:
        super().__init__(scope, id_, description="Settings of the account, which stay when it goes", **stack)
        self._keys = keys
        wanted, inspector = settings.account_settings, settings.detection.inspector
        chosen = [*self._chosen(wanted)] if wanted else []
        if inspector:
            chosen.append(wishes.weakness_scans([_SCANNED[word] for word in inspector.scan]))
        if wanted and wanted.block_public:
            SnapshotBlock(self, "SnapshotBlock")
        AccountSettings(
            self,
            "Settings",
            wishes=chosen,
            log_key=foundation.logs_key.key,
            queue_key=foundation.data_key.key,
        )

    def _chosen(self, wanted: Wanted) -> Iterator[wishes.Wish]:
        password = wanted.password_policy
        yield wishes.password_policy(
            minimum_length=password.minimum_length, max_age_days=password.max_age_days
        )
        if wanted.encrypt_volumes:
            yield wishes.volume_encryption(self._keys.volumes)
        if wanted.block_public:
            yield from (wishes.bucket_block(), wishes.IMAGE_BLOCK, wishes.CLUSTER_BLOCK)
        if wanted.harden_instances:
            yield from (wishes.METADATA_DEFAULTS, wishes.SERIAL_CONSOLE)
        if wanted.remove_default_vpcs:
            yield wishes.DEFAULT_NETWORKS
        if wanted.central_root:
            yield wishes.central_root()
        for kind, contact in (
            ("Security", wanted.security_contact),
            ("Billing", wanted.billing_contact),
            ("Operations", wanted.operations_contact),
        ):
            if contact:
                yield wishes.contact(
                    kind,
                    name=contact.name,
                    title=contact.title or kind,
                    email=contact.email,
                    phone=contact.phone,
                )
