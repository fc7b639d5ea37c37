"""What each look finds, run here against an account of its own."""

import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from importlib import util
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import MagicMock

import pytest

import baseline_constructs.routine.checks as package

NOW = datetime.now(UTC)
LONG_AGO, RECENT = NOW - timedelta(days=400), NOW - timedelta(days=3)
Loaded = Callable[..., ModuleType]


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> Loaded:
    """A script with boto3 that gives the clients named."""

    def load(name: str, **clients: Any) -> ModuleType:
        boto3 = ModuleType("boto3")
        boto3.client = clients.__getitem__  # type: ignore[attr-defined]  # a module of our own
        monkeypatch.setitem(sys.modules, "boto3", boto3)
        spec = util.spec_from_file_location(name, Path(package.__file__).with_name(f"{name}.py"))
        assert spec and spec.loader
        script = util.module_from_spec(spec)
        spec.loader.exec_module(script)
        if hasattr(script, "time"):
            monkeypatch.setattr(script.time, "sleep", lambda _: None)
        return script

    return load


def _paged(**pages: list[dict[str, Any]]) -> MagicMock:
    """A client whose paginators give these pages."""
    client = MagicMock()
    client.get_paginator.side_effect = lambda call: MagicMock(paginate=lambda **_: pages[call])
    return client


def _stack(name: str, status: str = "CREATE_COMPLETE") -> dict[str, str]:
    return {"StackName": name, "StackStatus": status}


def test_drift_is_told_of_the_landing_zone_s_stacks_alone(loaded: Loaded) -> None:
    stacks = [_stack("acme-a"), _stack("acme-b"), _stack("other"), _stack("acme-c", "CREATE_IN_PROGRESS")]
    client = _paged(describe_stacks=[{"Stacks": stacks}])
    client.detect_stack_drift.side_effect = lambda StackName: {"StackDriftDetectionId": StackName}  # noqa: N803
    done = {"DetectionStatus": "DETECTION_COMPLETE"}
    answers = {
        "acme-a": [{"DetectionStatus": "DETECTION_IN_PROGRESS"}, {**done, "StackDriftStatus": "IN_SYNC"}],
        "acme-b": [{**done, "StackDriftStatus": "DRIFTED", "DriftedStackResourceCount": 2}],
    }
    client.describe_stack_drift_detection_status.side_effect = lambda StackDriftDetectionId: answers[  # noqa: N803
        StackDriftDetectionId
    ].pop(0)
    found = loaded("drift", cloudformation=client).look({"Prefix": "acme-"}, None)
    assert found["Message"].startswith("Drift: 1 of 2 stacks differ")
    assert found["Details"] == ["acme-b: 2 resources differ"]


@pytest.mark.parametrize(
    ("status", "said"),
    [("DETECTION_FAILED", "not looked at in full: no right"), ("DETECTION_IN_PROGRESS", "NOT_FINISHED")],
)
def test_a_stack_that_was_not_looked_at_is_never_fine(status: str, said: str, loaded: Loaded) -> None:
    client = _paged(describe_stacks=[{"Stacks": [_stack("acme-a")]}])
    client.detect_stack_drift.return_value = {"StackDriftDetectionId": "1"}
    client.describe_stack_drift_detection_status.return_value = {
        "DetectionStatus": status,
        "DetectionStatusReason": "no right",
    }
    found = loaded("drift", cloudformation=client).look({"Prefix": "acme-"}, None)
    assert found["Details"] == [f"acme-a: {said}"]


def test_servers_that_lack_patches_and_silent_ones_are_told_apart(loaded: Loaded) -> None:
    ids = [f"i-{number}" for number in range(60)]
    ec2 = _paged(describe_instances=[{"Reservations": [{"Instances": [{"InstanceId": id_} for id_ in ids]}]}])
    ssm = MagicMock()
    ssm.describe_instance_patch_states.side_effect = lambda InstanceIds: {  # noqa: N803
        "InstancePatchStates": [
            {"InstanceId": id_, "MissingCount": 0, "FailedCount": 1 if id_ == "i-3" else 0}
            for id_ in InstanceIds
            if id_ != "i-59"
        ]
    }
    found = loaded("patches", ec2=ec2, ssm=ssm).look({}, None)
    assert found["Message"].startswith("Patches: of 60 running servers 1 lack patches, and 1 never")
    assert found["Details"] == ["i-3: 1 missing or failed", "i-59: never reported"]
    assert all(
        len(call.kwargs["InstanceIds"]) <= 50 for call in ssm.describe_instance_patch_states.mock_calls
    )


def test_access_that_nobody_used_and_access_to_everything_is_told(loaded: Loaded) -> None:
    roles = [
        {"RoleName": "old", "CreateDate": LONG_AGO, "Path": "/"},
        {"RoleName": "used", "CreateDate": LONG_AGO, "Path": "/"},
        {"RoleName": "new", "CreateDate": RECENT, "Path": "/"},
        {"RoleName": "of-aws", "CreateDate": LONG_AGO, "Path": "/aws-service-role/x/"},
    ]
    users = [
        {"UserName": "gone", "CreateDate": LONG_AGO},
        {"UserName": "by-password", "CreateDate": LONG_AGO, "PasswordLastUsed": RECENT},
        {"UserName": "by-key", "CreateDate": LONG_AGO},
    ]
    entities = {"PolicyRoles": [{"RoleName": "glass"}], "PolicyUsers": [], "PolicyGroups": []}
    iam = _paged(
        list_roles=[{"Roles": roles}],
        list_users=[{"Users": users}],
        list_policies=[{"Policies": [{"PolicyName": "AdministratorAccess", "Arn": "a"}]}],
        list_entities_for_policy=[entities],
    )
    iam.get_role.side_effect = lambda RoleName: {  # noqa: N803
        "Role": {"RoleLastUsed": {"LastUsedDate": RECENT}} if RoleName == "used" else {}
    }
    iam.list_access_keys.side_effect = lambda UserName: {  # noqa: N803
        "AccessKeyMetadata": [{"AccessKeyId": "k"}] if UserName == "by-key" else []
    }
    iam.get_access_key_last_used.return_value = {"AccessKeyLastUsed": {"LastUsedDate": RECENT}}
    found = loaded("access", iam=iam).look({}, None)
    assert found["Details"] == ["unused: role old", "unused: user gone", "administrator: role glass"]
    assert "2 roles and users" in found["Message"]


COLUMNS = (
    *("user", "password_enabled", "password_last_changed", "mfa_active"),
    *("access_key_1_active", "access_key_1_last_rotated"),
    *("access_key_2_active", "access_key_2_last_rotated"),
)


@pytest.mark.parametrize(
    ("row", "faults"),
    [
        (("<root_account>", "not_supported", "not_supported", "false", "true", "N/A", "false", "N/A"), 2),
        (("<root_account>", "not_supported", "not_supported", "true", "false", "N/A", "false", "N/A"), 0),
        (("fine", "true", RECENT.isoformat(), "true", "true", RECENT.isoformat(), "false", "N/A"), 0),
        (("lazy", "true", LONG_AGO.isoformat(), "false", "true", LONG_AGO.isoformat(), "false", "N/A"), 3),
        (("machine", "false", "N/A", "false", "true", RECENT.isoformat(), "false", "N/A"), 0),
        (("odd", "true", "no_information", "true", "false", "N/A", "false", "N/A"), 1),
    ],
)
def test_faults_of_credentials_are_counted(row: tuple[str, ...], faults: int, loaded: Loaded) -> None:
    iam = MagicMock()
    iam.generate_credential_report.side_effect = [{"State": "STARTED"}, {"State": "COMPLETE"}]
    text = ",".join(COLUMNS) + "\n" + ",".join(row) + "\n"
    iam.get_credential_report.return_value = {"Content": text.encode()}
    found = loaded("credentials", iam=iam).look({}, None)
    assert len(found["Details"]) == faults
    assert found["Message"].startswith(f"Credentials: {faults} faults")


def _about(state: str = "Enabled", *, manager: str = "CUSTOMER", spec: str = "SYMMETRIC_DEFAULT") -> Any:
    return {"KeyMetadata": {"KeyManager": manager, "KeyState": state, "KeySpec": spec, "Origin": "AWS_KMS"}}


def test_keys_and_secrets_that_do_not_rotate_are_told(loaded: Loaded) -> None:
    about = {
        "still": _about(),
        "going": _about("PendingDeletion"),
        "aws": _about(manager="AWS"),
        "signing": _about(spec="RSA_4096"),
        "fine": _about(),
    }
    kms = _paged(list_keys=[{"Keys": [{"KeyId": id_} for id_ in about]}])
    kms.describe_key.side_effect = lambda KeyId: about[KeyId]  # noqa: N803
    kms.get_key_rotation_status.side_effect = lambda KeyId: {"KeyRotationEnabled": KeyId == "fine"}  # noqa: N803
    secrets = [
        {"Name": "old", "CreatedDate": LONG_AGO},
        {"Name": "rotated", "CreatedDate": LONG_AGO, "RotationEnabled": True},
        {"Name": "changed", "CreatedDate": LONG_AGO, "LastChangedDate": RECENT},
    ]
    manager = _paged(list_secrets=[{"SecretList": secrets}])
    found = loaded("keys", kms=kms, secretsmanager=manager).look({}, None)
    assert [detail.partition(":")[0] for detail in found["Details"]] == [
        "key still",
        "key going",
        "secret old",
    ]
    assert "PendingDeletion" in found["Details"][1]


def test_failed_backups_and_restores_are_told(loaded: Loaded) -> None:
    client = _paged(
        list_backup_jobs=[{"BackupJobs": [{"BackupJobId": "b", "State": "FAILED"}]}],
        list_copy_jobs=[{"CopyJobs": [{"CopyJobId": "c", "State": "COMPLETED"}]}],
        list_restore_jobs=[
            {
                "RestoreJobs": [
                    {"RestoreJobId": "r", "Status": "ABORTED", "CreatedBy": {"RestoreTestingPlanArn": "p"}},
                    {"RestoreJobId": "by-hand", "Status": "FAILED"},
                ]
            }
        ],
    )
    found = loaded("restores", backup=client).look({}, None)
    assert found["Details"] == ["b: FAILED", "r: ABORTED"]
    assert "NOTHING" not in found["Message"]


def test_silence_is_worse_than_a_failure(loaded: Loaded) -> None:
    client = _paged(
        list_backup_jobs=[{"BackupJobs": []}],
        list_copy_jobs=[{"CopyJobs": []}],
        list_restore_jobs=[{"RestoreJobs": []}],
    )
    found = loaded("restores", backup=client).look({}, None)
    assert "NOTHING was backed up. NOTHING was restored by way of trial." in found["Message"]
