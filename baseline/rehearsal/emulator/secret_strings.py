"""Secrets that CloudFormation draws: MiniStack heeds two of the wishes for them, Secrets Manager all.

Source: CloudFormation, AWS::SecretsManager::Secret GenerateSecretString.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from ministack.services import secretsmanager
from ministack.services.cloudformation import provisioners


def install() -> None:
    """Draw them as the service itself does when it is asked for a random password."""
    provisioners._sm_secret_string = _drawn(provisioners._sm_secret_string)


def _drawn(theirs: Callable[[Mapping[str, Any]], str]) -> Callable[[Mapping[str, Any]], str]:
    def draw(properties: Mapping[str, Any]) -> str:
        wishes = properties.get("GenerateSecretString")
        if wishes is None:
            return theirs(properties)
        answer = secretsmanager._get_random_password({name: _plain(one) for name, one in wishes.items()})
        return str(json.loads(answer[2])["RandomPassword"])

    return draw


def _plain(value: Any) -> Any:
    """Templates may write numbers and truth as strings."""
    if not isinstance(value, str):
        return value
    return int(value) if value.isdigit() else value == "true"
