"""Operations of AWS services that neither MiniStack nor moto has, spoken in the service's own protocol.

What is asked is read and what is answered is written by moto's core from botocore's models, so that an
operation here is a function from parameters to an answer, both as boto3 names them.
"""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from ministack import app
from ministack.core import iam_actions, router
from moto.core.exceptions import ServiceException
from moto.core.parse import PROTOCOL_PARSERS
from moto.core.request import Request, determine_request_protocol
from moto.core.routing import get_service_router
from moto.core.serialize import get_serializer_class
from moto.core.utils import get_service_model
from werkzeug.exceptions import NotFound

Members = dict[str, Any]
# None where the request is not for us after all.
Operation = Callable[[Members], Members | None]
# From what was asked and what was answered to a better answer; for services that speak JSON.
Addition = Callable[[Members, Members], Members]
Headers = dict[str, str]
Answer = tuple[int, Headers, bytes]
Serves = Callable[[str, str, Headers, bytes, Any], Awaitable[Answer]]


_REFUSED = 300


class Refused(ServiceException):  # type: ignore[misc] # moto has no types
    """Carries the code of the API's error, and a sentence."""


@dataclass(frozen=True)
class Kept:
    """What is ours of one service.

    Attributes:
        service: As boto3 names it.
        operations: Answered by us, by the API's names.
        additions: Answered by whoever has the service, and completed by us.
        scope: As requests are signed for it, and IAM calls it; "" where that is the service's name.
        target: How its requests begin their X-Amz-Target; "" where somebody has the service already, or its
            requests have none.
    """

    service: str
    operations: Mapping[str, Operation] = field(default_factory=dict)
    additions: Mapping[str, Addition] = field(default_factory=dict)
    scope: str = ""
    target: str = ""


def install(kept: Kept) -> None:
    """Answer operations of a service, and leave all its others to whoever answers them by now.

    They go through MiniStack's front door, where signatures and IAM policies are looked at. The models of
    services are read when they are first asked, since all of them together take most of a second.
    """
    scope = kept.scope or kept.service
    if scope not in app.SERVICE_HANDLERS:
        router.SERVICE_PATTERNS[scope] = _signs(scope, kept.target)
        iam_actions.SERVICE_TO_IAM_NAMESPACE[scope] = scope
    app.SERVICE_HANDLERS[scope] = _serving(kept, app.SERVICE_HANDLERS.get(scope))


def _signs(scope: str, target: str) -> Members:
    return {"credential_scope": scope, **({"target_prefixes": [target]} if target else {})}


def _serving(kept: Kept, theirs: Serves | None) -> Serves:
    async def handle(method: str, path: str, headers: Headers, body: bytes, query: Any) -> Answer:
        request = _request(method, path, headers, body, query)
        try:
            model, labels = get_service_router(kept.service).match(request)
        except NotFound:
            model, labels = None, {}
        if model is not None and model.name in kept.operations:
            ours = _answer(kept.service, model, kept.operations[model.name], request, labels)
            if ours is not None:
                return ours
        if theirs is None:
            return 501, {}, f"the emulator lacks {method} {path} of {kept.service}".encode()
        answer = await theirs(method, path, headers, body, query)
        if model is None or model.name not in kept.additions or answer[0] >= _REFUSED:
            return answer
        told = kept.additions[model.name](_asked(kept.service, model, request, labels), json.loads(answer[2]))
        passed = {name: value for name, value in answer[1].items() if name.lower() != "content-length"}
        return answer[0], passed, json.dumps(told).encode()

    return handle


def _request(method: str, path: str, headers: Headers, body: bytes, query: Any) -> Request:
    url = f"http://localhost{quote(path, safe='/%:')}?{urlencode(query, doseq=True)}"
    return Request.from_primitives(method, url, headers, body)


def _answer(
    service: str, model: Any, operation: Operation, request: Request, labels: Members
) -> Answer | None:
    try:
        result: Any = operation(_asked(service, model, request, labels))
    except Refused as error:
        result = error
    if result is None:
        return None
    told = get_serializer_class(service, _protocol(service, request))(model).serialize(result)
    text = told["body"]
    return told["status_code"], told["headers"], text.encode() if isinstance(text, str) else text


def _asked(service: str, model: Any, request: Request, labels: Members) -> Members:
    parser = PROTOCOL_PARSERS[_protocol(service, request)](model)
    return parser.parse(  # type: ignore[no-any-return]
        {
            "method": request.method,
            "values": request.values,
            "headers": request.headers,
            "body": request.data,
            "url_path": request.path,
            "url_params": labels,
        }
    )


def _protocol(service: str, request: Request) -> str:
    return str(determine_request_protocol(get_service_model(service), request.content_type))
