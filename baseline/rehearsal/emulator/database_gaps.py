"""What MiniStack forgets of a database instance: its logs, its support, and the secret that RDS keeps for it.

Source: RDS API reference, CreateDBInstance and DBInstance.
"""

import json
from collections.abc import Callable
from typing import Any

from ministack.services import rds, secretsmanager

Record = dict[str, Any]
_PASSWORD_CHARACTERS = 32
# MiniStack writes it so for every instance.
_NO_LOGS = "<EnabledCloudwatchLogsExports/>"


def install() -> None:
    """Tell what `keep` has kept."""
    rds._instance_xml = _complete(rds._instance_xml)


def keep_logs(instance: str, names: list[str]) -> None:
    """Name the logs that go to CloudWatch."""
    rds._instances[instance]["EnabledCloudwatchLogsExports"] = names


def keep_support(instance: str, support: str) -> None:
    """Say what happens at the end of standard support."""
    rds._instances[instance]["EngineLifecycleSupport"] = support


def keep_password(instance: str, key: str | None) -> None:
    """Make the secret of the master user, once, and the password in it that of the instance."""
    record = rds._instances[instance]
    if "MasterUserSecret" not in record:
        drawn = secretsmanager._get_random_password({"PasswordLength": _PASSWORD_CHARACTERS})
        password = json.loads(drawn[2])["RandomPassword"]
        words = json.dumps({"username": record["MasterUsername"], "password": password})
        name = f"rds!{record['DbiResourceId']}"
        arn = secretsmanager.create_secret_in_process(name, words, description=f"of {instance}")
        record["MasterUserSecret"] = {"SecretArn": arn, "SecretStatus": "active"}
        record["_MasterUserPassword"] = password
        secretsmanager._secrets[name]["KmsKeyId"] = key
        secretsmanager._secrets[name]["OwningService"] = "rds"
    record["MasterUserSecret"]["KmsKeyId"] = key


def forget_password(instance: str) -> None:
    """Take the secret away with its instance, as RDS does."""
    kept = rds._instances.get(instance, {}).get("MasterUserSecret")
    for name, secret in list(secretsmanager._secrets.items()):
        if kept and secret["ARN"] == kept["SecretArn"]:
            del secretsmanager._secrets[name]


def _complete(theirs: Callable[[Record], str]) -> Callable[[Record], str]:
    def xml(instance: Record) -> str:
        logs = "".join(
            f"<member>{name}</member>" for name in instance.get("EnabledCloudwatchLogsExports", [])
        )
        text = f"<EnabledCloudwatchLogsExports>{logs}</EnabledCloudwatchLogsExports>"
        if support := instance.get("EngineLifecycleSupport"):
            text += f"<EngineLifecycleSupport>{support}</EngineLifecycleSupport>"
        if secret := instance.get("MasterUserSecret"):
            members = "".join(f"<{name}>{value}</{name}>" for name, value in secret.items() if value)
            text += f"<MasterUserSecret>{members}</MasterUserSecret>"
        return theirs(instance).replace(_NO_LOGS, text)

    return xml
