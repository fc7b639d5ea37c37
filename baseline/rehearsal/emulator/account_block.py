"""The account's own block of public buckets, which MiniStack lacks. Source: S3 Control API reference."""

from collections.abc import Awaitable, Callable
from typing import Any
from xml.etree import ElementTree

from ministack import app
from ministack.core.responses import AccountScopedDict

_PATH = "/v20180820/configuration/publicAccessBlock"
_ACTIONS = {"PUT": "s3:PutAccountPublicAccessBlock", "GET": "s3:GetAccountPublicAccessBlock"}
_blocks = AccountScopedDict()
Answer = tuple[int, dict[str, str], bytes]


def install() -> None:
    """Answer two operations of S3 Control before MiniStack says that it does not know them."""
    theirs: Callable[..., Awaitable[Any]] = app._handle_s3_control_request

    async def handle(
        path: str, method: str, body: bytes, query: Any, request: str, headers: Any = None
    ) -> Any:
        if path != _PATH or method not in _ACTIONS:
            return await theirs(path, method, body, query, request, headers)
        refused = app._enforce_data_plane("s3", _ACTIONS[method], headers or {}, query, request)
        return refused or _answer(method, body)

    app._handle_s3_control_request = handle


def _answer(method: str, body: bytes) -> Answer:
    headers = {"Content-Type": "application/xml"}
    if method == "PUT":
        ElementTree.fromstring(body)  # noqa: S314 a document that boto3 wrote
        _blocks["block"] = body
        return 200, headers, b""
    if "block" not in _blocks:
        error = b"<Error><Code>NoSuchPublicAccessBlockConfiguration</Code></Error>"
        return 404, headers, b"<ErrorResponse>" + error + b"</ErrorResponse>"
    return 200, headers, _blocks["block"]
