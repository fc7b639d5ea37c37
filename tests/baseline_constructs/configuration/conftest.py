"""The account's recorder, for what needs one."""

from collections.abc import Callable

import aws_cdk as cdk
import pytest

from baseline_constructs.configuration.managed_rules import ManagedRules
from baseline_constructs.configuration.recorder import ConfigurationRecorder
from baseline_constructs.keys.purposes import logs_key
from baseline_constructs.storage.access_log_bucket import AccessLogBucket
from baseline_constructs.storage.configuration_bucket import ConfigurationBucket


def managed_rules(region: str) -> ManagedRules:
    """The rules of a Region, in a stack of their own."""
    app = cdk.App(analytics_reporting=False, builtin_cloud_formation_validation=False)
    stack = cdk.Stack(app, "Records")
    bucket = ConfigurationBucket(
        stack,
        "Bucket",
        key=logs_key(stack, "LogsKey", alias="acme/logs", trail_name="acme").key,
        access_logs=AccessLogBucket(stack, "Access"),
    )
    recorder = ConfigurationRecorder(stack, "Recorder", bucket=bucket)
    return ManagedRules(stack, "Rules", recorder=recorder, region=region)


@pytest.fixture(scope="session")
def rules_in() -> Callable[[str], ManagedRules]:
    """Makes the rules of a Region, for who synthesises them: nothing can be added after that."""
    return managed_rules


@pytest.fixture(scope="session")
def rules() -> ManagedRules:
    """All rules."""
    return managed_rules("eu-west-1")
