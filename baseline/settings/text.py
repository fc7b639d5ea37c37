"""Texts that mean something: how a model's field says which texts it takes and what they become."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from baseline.settings.problem import quoted, remedy


@dataclass(frozen=True)
class Parsed:
    """Marks a field that is text in YAML and what `parse` makes of it in Python: `Annotated[X, Parsed(f)]`.

    Args:
        parse: Takes the text; raises ValueError with a sentence that says what is allowed.
        schema: What the JSON Schema says besides `type: string`, so that editors can check it too.
    """

    parse: Callable[[str], object]
    schema: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Only text gets to `parse`; anything else is told apart before."""
        return core_schema.no_info_after_validator_function(self.parse, core_schema.str_schema(strict=True))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """A string, and what `schema` adds."""
        return {**handler(core_schema.str_schema()), **self.schema}


def spelt(pattern: str, allowed: str) -> Parsed:
    """Text that matches the whole of `pattern`; `allowed` ends the sentence "must be ..."."""
    compiled = re.compile(pattern)

    def parse(text: str) -> str:
        if not compiled.fullmatch(text):
            raise ValueError(f"{quoted(text)} must be {allowed}")
        return text

    return Parsed(parse, {"pattern": f"^(?:{pattern})$"})


def one_of(words: Sequence[str], noun: str) -> Parsed:
    """One of many words, such as a region; `noun` names what they are."""
    known = frozenset(words)

    def parse(text: str) -> str:
        if text not in known:
            raise ValueError(f"unknown {noun} {quoted(text)}{remedy(text, words)}")
        return text

    return Parsed(parse, {"enum": list(words)})
