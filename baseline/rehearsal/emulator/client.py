"""boto3 clients for the emulator itself, as the handlers use them."""

import os
from typing import Any

import boto3
from botocore.config import Config
from ministack.core.responses import get_account_id, get_region


def client(service: str) -> Any:
    """A client of this very process, as the account's root, in the region of the stack at work.

    Handlers run on threads of their own (see `install`), so a call over HTTP finds the event loop free.
    """
    return boto3.client(
        service,
        endpoint_url=f"http://127.0.0.1:{os.environ['GATEWAY_PORT']}",
        region_name=get_region(),
        aws_access_key_id=get_account_id(),
        aws_secret_access_key=os.environ["AWS_SECRET_ACCESS_KEY"],
        config=Config(retries={"max_attempts": 0}, parameter_validation=True),
    )


def call(service: str, operation: str, **parameters: Any) -> dict[str, Any]:
    """Call one operation with CloudFormation's values, which may be strings where the API wants numbers.

    Args:
        service: As boto3 names it, such as `ec2`.
        operation: As boto3 names it, such as `create_volume`.
        parameters: Named as the API names them.

    Raises:
        ValueError: The emulated service refused; CloudFormation reports the text as the reason.
    """
    # boto3 builds a client in about 20 ms once its models are loaded.
    api = client(service)
    model = api.meta.service_model.operation_model(api.meta.method_to_api_mapping[operation])
    values = {name: _coerced(value, model.input_shape.members[name]) for name, value in parameters.items()}
    try:
        return getattr(api, operation)(**values)  # type: ignore[no-any-return]
    except Exception as error:
        raise ValueError(f"{service} {operation}: {error}") from error


def _coerced(value: Any, shape: Any) -> Any:
    if shape.type_name == "structure":
        return {name: _coerced(inner, shape.members[name]) for name, inner in value.items()}
    if shape.type_name == "list":
        return [_coerced(inner, shape.member) for inner in value]
    if shape.type_name in ("integer", "long"):
        return int(value)
    if shape.type_name == "boolean":
        return str(value).lower() == "true"
    return str(value) if shape.type_name == "string" else value
