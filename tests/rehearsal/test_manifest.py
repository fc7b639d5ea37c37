"""What the emulator would not apply is refused before it is deployed, and what it cannot show is named."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from baseline.rehearsal import manifest
from baseline.rehearsal.account.readers.table import READERS
from baseline.rehearsal.emulated.kind import Backing
from baseline.rehearsal.emulated.table import MANIFEST
from baseline.rehearsal.tools import ROOT

PROFILES = sorted(folder.name for folder in (ROOT / "tests" / "golden").iterdir() if folder.is_dir())


def _template(folder: Path, **resource: object) -> Path:
    file = folder / "t.template.json"
    file.write_text(json.dumps({"Resources": {"One": resource}}))
    return file


def test_an_unlisted_type_is_refused(tmp_path: Path) -> None:
    said = list(manifest.refusals([_template(tmp_path, Type="AWS::New::Thing")]))
    assert said == ["AWS::New::Thing is not in the manifest of the rehearsal (t One)"]


def test_an_unlisted_property_is_refused(tmp_path: Path) -> None:
    file = _template(tmp_path, Type="AWS::KMS::Alias", Properties={"AliasName": "a", "New": 1, "Newer": 2})
    said = list(manifest.refusals([file, file]))
    text = "AWS::KMS::Alias: the rehearsal's emulator does not apply New, Newer"
    assert said == [f"{text} (t One and 1 more)"]


@pytest.mark.parametrize("profile", ["standard", "whitepaper"])
def test_an_unlisted_name_is_refused_wherever_it_stands(profile: str) -> None:
    """Put one into every mapping of every resource that something stands behind."""
    tried = 0
    for file in sorted((ROOT / "tests" / "golden" / profile).glob("*.json")):
        for resource in json.loads(file.read_text())["Resources"].values():
            properties = resource.get("Properties", {})
            if manifest.stands_for_nothing(resource["Type"]):
                continue
            for place in [properties, *_mappings(properties)]:
                place["Unheard"] = "of"
                with pytest.raises(manifest.NotEmulated, match="Unheard"):
                    manifest.refuse_unlisted(resource["Type"], properties)
                del place["Unheard"]
                tried += 1
    assert tried > 200


def _mappings(value: Any) -> Iterator[dict[str, Any]]:
    """Those inside of a value whose names are AWS's and not the template's own."""
    if isinstance(value, list):
        for inner in value:
            if isinstance(inner, dict) and not _is_function(inner):
                yield inner
            yield from _mappings(inner)
    elif isinstance(value, dict) and not _is_function(value):
        for name, inner in value.items():
            if name in manifest.OPEN:
                continue
            if isinstance(inner, dict) and not _is_function(inner):
                yield inner
            yield from _mappings(inner)


def _is_function(value: dict[str, Any]) -> bool:
    return len(value) == 1 and next(iter(value)).startswith(("Fn::", "Ref"))


@pytest.mark.parametrize("document", sorted(manifest.OPEN))
def test_inside_of_what_templates_name_themselves_all_is_taken(document: str) -> None:
    types = [type_ for type_, listed in MANIFEST.items() if document in listed.properties]
    for type_ in types:
        manifest.refuse_unlisted(type_, {document: {"Unheard": {"of": 1}}})


def test_what_is_listed_is_taken(tmp_path: Path) -> None:
    file = _template(tmp_path, Type="AWS::KMS::Alias", Properties={"AliasName": "a", "TargetKeyId": "k"})
    assert list(manifest.refusals([file])) == []


@pytest.mark.parametrize("profile", PROFILES)
def test_every_type_and_property_of_the_ready_made_files_is_listed(profile: str) -> None:
    templates = sorted((ROOT / "tests" / "golden" / profile).glob("*.json"))
    assert templates
    assert list(manifest.refusals(templates)) == []


def test_the_documentation_names_all_types_that_nothing_stands_behind() -> None:
    text = (ROOT / "docs" / "rehearsal.md").read_text()
    told = set(re.findall(r"`((?:AWS|Custom)::\w+(?:::\w+)?)`", text.partition("## Not emulated")[2]))
    assert told == set(filter(manifest.stands_for_nothing, MANIFEST))


def test_limits_are_told_once_for_each_reason() -> None:
    said = list(manifest.limits(["AWS::EC2::NetworkAclEntry", "AWS::EC2::FlowLog", "AWS::KMS::Alias"]))
    assert said == ["no packet flows: EC2::FlowLog, EC2::NetworkAclEntry"]


def test_what_a_store_of_ours_stands_in_for_is_named() -> None:
    (said,) = manifest.only_kept(["AWS::KMS::Key", "AWS::SSM::Association", "AWS::CE::AnomalyMonitor"])
    assert said.endswith(": CE::AnomalyMonitor, SSM::Association")
    assert list(manifest.only_kept(["AWS::KMS::Key"])) == []


@pytest.mark.parametrize("type_", sorted(MANIFEST))
def test_every_type_that_is_made_is_read_back(type_: str) -> None:
    """What nothing reads back could be dropped unseen; these three are the bootstrap stack's alone."""
    of_bootstrap = {"AWS::ECR::Repository", "AWS::IAM::Policy", "AWS::SSM::Parameter"}
    made = MANIFEST[type_].backing is not Backing.NONE
    assert made == (type_ in READERS) or type_ in of_bootstrap


def test_what_stands_for_nothing_has_made_up_attributes() -> None:
    assert manifest.stands_for_nothing("Custom::StoredKey")
    assert manifest.made_up("Custom::StoredKey", "id") == {"Arn": "id.Arn"}


@pytest.mark.parametrize("type_", ["AWS::KMS::Key", "AWS::New::Thing"])
def test_nothing_else_stands_for_nothing(type_: str) -> None:
    assert not manifest.stands_for_nothing(type_)


@pytest.mark.parametrize("type_", sorted(MANIFEST))
def test_unreadable_properties_are_listed_ones_with_a_reason(type_: str) -> None:
    assert set(manifest.unreadable(type_)) <= MANIFEST[type_].properties
    assert all(reason.strip() for reason in manifest.unreadable(type_).values())
