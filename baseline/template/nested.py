"""Where the template of a nested stack lies, if it is in the assembly or beside the template that names it.

Source: CloudFormation template reference, AWS::CloudFormation::Stack; AWS CDK developer guide, "Cloud
assembly", asset metadata; AWS CLI, `cloudformation package`, which takes local paths as TemplateURL.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from baseline.template.document import LocatedMap
from baseline.template.value import Text, Value

STACK = "AWS::CloudFormation::Stack"
_ASSET = "aws:asset:path"  # Metadata that the CDK writes, for TemplateURL: the file's name in the assembly


def stacks_in(document: Mapping[str, Any]) -> Iterator[tuple[str, LocatedMap]]:
    """The nested stacks of a template by logical id, unresolved."""
    resources = document.get("Resources")
    for logical_id, raw in resources.items() if isinstance(resources, dict) else ():
        if isinstance(raw, LocatedMap) and raw.get("Type") == STACK:
            yield logical_id, raw


def file_of(raw: Mapping[str, Any], url: Value, folder: Path) -> Path | None:
    """The file of a nested stack; None where it is not at hand.

    Args:
        raw: The resource.
        url: Its TemplateURL, resolved.
        folder: Where the template lies that holds it.
    """
    metadata = raw.get("Metadata")
    named = metadata.get(_ASSET) if isinstance(metadata, dict) else None
    text = named if isinstance(named, str) else _last_part(url)
    if "://" in text or not text:
        text = _asset(text.rpartition("/")[2].partition(".")[0], folder)
    found = folder / text
    return found.resolve() if text and found.is_file() else None


def _last_part(url: Value) -> str:
    """A path or an address as it is; of one with unknown parts what is behind the last of them."""
    if isinstance(url, Text):
        last = url.parts[-1]
        return f"https://{last}" if isinstance(last, str) else ""
    return url if isinstance(url, str) else ""


def _asset(hash_: str, folder: Path) -> str:
    """The file of the assembly that is uploaded under this name; "" if there is none."""
    for manifest in sorted(folder.glob("*.assets.json")) if hash_ else ():
        try:
            return str(json.loads(manifest.read_text(encoding="utf-8"))["files"][hash_]["source"]["path"])
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return ""
