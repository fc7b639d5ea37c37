"""S3 Control puts the account before the host, and `123456789012.127.0.0.1` is no name that anybody knows."""

import socket
from typing import Any

_LOOPBACK = "127.0.0.1"
_theirs = socket.getaddrinfo


def _resolved(host: Any, *rest: Any, **options: Any) -> Any:
    below = isinstance(host, str) and host.endswith(f".{_LOOPBACK}")
    return _theirs(_LOOPBACK if below else host, *rest, **options)


socket.getaddrinfo = _resolved
