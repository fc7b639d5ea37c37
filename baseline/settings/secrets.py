"""Secrets that somebody wrote into a settings file: refused wherever they stand, and never repeated."""

import re
from collections.abc import Iterator

from baseline.settings.problem import Problem
from baseline.settings.tree import MapNode, ScalarNode, walk

_REMEDY = "whoever has read this file has it, so make a new one, and keep it out of files"

# What each begins or looks like: RFC 7468, OpenSSH's PROTOCOL.key, PuTTY, and IAM's unique ids.
_SECRETS = (
    (re.compile(r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY"), "a private key"),
    (re.compile(r"\bb3BlbnNzaC1rZXktdjE"), "a private key"),
    (re.compile(r"PuTTY-User-Key-File-"), "a private key"),
    (re.compile(r"\bA[KS]IA[A-Z2-7]{16}\b"), "an access key of AWS"),
)


def secret_problems(tree: MapNode) -> Iterator[Problem]:
    """Every value that is a secret."""
    for path, node in walk(tree):
        if isinstance(node, ScalarNode):
            found = next((what for pattern, what in _SECRETS if pattern.search(node.raw)), None)
            if found:
                yield Problem(node.place, path, f"holds {found}; {_REMEDY}")
