"""The JSON Schema of the settings file, from the models; editors complete and check the YAML with it."""

from typing import Any

from baseline.settings.model import Settings

_EXTENDS = {
    "description": "One settings file, or a list of them, that this one is laid over; paths start from this "
    "file. Mappings merge, everything else replaces.",
    "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
    "examples": ["base.yaml"],
}


def schema() -> dict[str, Any]:
    """The schema, of draft 2020-12.

    What a file extends may have its required keys, so they are required only of files that extend nothing.
    """
    generated = _as_written(Settings.model_json_schema(by_alias=True))
    required = generated.pop("required")
    properties = {"extends": _EXTENDS, **generated.pop("properties")}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **generated,
        "properties": properties,
        "anyOf": [{"required": ["extends"]}, {"required": required}],
    }


def _as_written(node: Any) -> Any:
    """Without what pydantic adds for Python: null for what may be absent, titles that only repeat keys."""
    if isinstance(node, list):
        return [_as_written(item) for item in node]
    if not isinstance(node, dict):
        return node
    kept = {key: value for key, value in node.items() if not _is_pythonic(key, value)}
    choices = [choice for choice in kept.get("anyOf", ()) if choice != {"type": "null"}]
    if len(choices) == 1:
        kept = {**choices[0], **{key: value for key, value in kept.items() if key != "anyOf"}}
    return {key: _as_written(value) for key, value in kept.items()}


def _is_pythonic(key: str, value: object) -> bool:
    return (key == "title" and isinstance(value, str)) or (key == "default" and value is None)
