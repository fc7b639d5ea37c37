"""The section `guarantees`: what may stand there, and how mistakes are told."""

from pathlib import Path

import pytest

from baseline.settings.guarantees import Who
from baseline.settings.load import load
from baseline.settings.problem import SettingsError

HEAD = """name: acme
region: eu-west-1
notify: a@example.com
identity:
  groups: {testers: {read_only: [s3]}}
guarantees:
"""


def _file(folder: Path, text: str) -> Path:
    file = folder / "s.yaml"
    file.write_text(HEAD + text)
    return file


@pytest.mark.parametrize(
    ("who", "means"),
    [
        ("group/testers", Who(("group/testers",))),
        ("[group/testers]", Who(("group/testers",))),
        ("{all_but: group/testers}", Who(("group/testers",), all_but=True)),
        ("everybody", Who((), all_but=True)),
    ],
)
def test_whom_a_guarantee_is_about(tmp_path: Path, who: str, means: Who) -> None:
    settings = load(_file(tmp_path, f"  - {{name: x, never: {{who: {who}, do: 's3:*'}}}}\n"))
    assert settings.guarantees[0].who == means
    assert settings.place("guarantees", 0).line == 7


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{name: x}", "must have just one of only, can, never"),
        ("{name: x, can: {who: group/testers, do: a}, no_escalation: {who: everybody}}", "just one of"),
        ("{name: x, only: {who: group/testers, do: 's3:*'}}", "needs where"),
        ("{name: x, no_escalation: {who: group/tester}}", 'did you mean "group/testers"'),
        ("{name: x, no_escalation: {who: {but: a}}}", "all_but with names"),
        ("{name: x, can: {who: group/testers, do: 3}}", "must be a text or a list of texts"),
        ("{name: x, can: {who: group/testers, do: a, were: {}}}", 'did you mean "where"'),
        ("{name: x, never: {who: group/testers, do: 'ec2:StartInstance'}}", 'mean "StartInstances"?'),
        ("{name: x, never: {who: group/testers, do: [nonsense]}}", 'unknown service "nonsense"'),
        (
            "{name: x, never: {who: group/testers, do: 'ec2:Terminate*', where: {'ec2:InstanceTyp': a}}}",
            "no request of ec2:Terminate* has this key",
        ),
        (
            "{name: x, only: {who: group/testers, do: 's3:ListAllMyBuckets', where: {'aws:TagKeys': a}}}",
            "no request of s3:ListAllMyBuckets has this key",
        ),
    ],
)
def test_mistakes_are_told_with_their_remedy(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SettingsError) as error:
        load(_file(tmp_path, f"  - {text}\n"))
    assert said in " ".join(str(error.value).split())


@pytest.mark.parametrize(
    ("do", "key"),
    [
        ("ec2:RunInstances", "EC2:instancetype"),
        ("ec2:TerminateInstances", "aws:ResourceTag/ENV"),
        ("*", "aws:PrincipalTag/team"),
        ("s3:*", "s3:prefix"),
    ],
)
def test_keys_that_requests_can_have_are_taken(tmp_path: Path, do: str, key: str) -> None:
    wish = f"{{who: group/testers, do: '{do}', where: {{'{key}': a}}}}"
    assert load(_file(tmp_path, f"  - {{name: x, never: {wish}}}\n")).guarantees[0].requests
