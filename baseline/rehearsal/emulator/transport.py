"""The loopback stands in for TLS: without this, every policy that insists on TLS would refuse every call."""

from typing import Any

from ministack import app

_HEADER = b"x-forwarded-proto"


def install() -> None:
    """Count a request as sent over TLS, unless it says `X-Forwarded-Proto: http` itself."""
    theirs = app.app

    async def secure(scope: Any, receive: Any, send: Any) -> None:
        headers = scope.get("headers", [])
        if scope["type"] == "http" and not any(name.lower() == _HEADER for name, _ in headers):
            scope = {**scope, "headers": [*headers, (_HEADER, b"https")]}
        await theirs(scope, receive, send)

    app.app = secure
