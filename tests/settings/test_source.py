"""Files that are no settings files at all."""

from collections.abc import Callable
from pathlib import Path

import pytest

from baseline.settings.load import load
from baseline.settings.problem import SettingsError

RawComplaints = Callable[[str | bytes], list[str]]


def test_a_missing_file_names_the_one_that_was_meant(tmp_path: Path) -> None:
    (tmp_path / "standard.yaml").touch()
    with pytest.raises(SettingsError) as caught:
        load(tmp_path / "standart.yaml")
    assert caught.value.problems[0].text == 'no such file, did you mean "standard.yaml"?'


def test_a_file_missing_with_its_folder_is_reported(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"no\s+such\s+file"):
        load(tmp_path / "nowhere" / "a.yaml")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"is\s+a\s+directory"):
        load(tmp_path)


def test_a_loop_of_symbolic_links_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.symlink_to(path)
    with pytest.raises(SettingsError, match=r"cannot\s+be\s+read"):
        load(path)


def test_a_file_that_cannot_be_opened_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # root may read everything, so permissions alone cannot bring this about everywhere.
    def denied(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "a.yaml"
    path.touch()
    monkeypatch.setattr(Path, "open", denied)
    with pytest.raises(SettingsError, match=r"cannot\s+be\s+read:\s+Permission\s+denied"):
        load(path)


@pytest.mark.parametrize("content", ["", "\n  \n", "\ufeff"])
def test_an_empty_file_is_refused(content: str, raw_complaints: RawComplaints) -> None:
    assert raw_complaints(content) == ["None:1 : the file is empty; the smallest has name, region and notify"]


def test_bytes_that_are_not_utf8_are_refused_with_their_place(raw_complaints: RawComplaints) -> None:
    [problem] = raw_complaints("name: é\nowner: M".encode() + b"\xfcller\n")
    assert problem == "2:9 : 0xFC (byte 18 of the file) is not UTF-8; save the file as UTF-8"


def test_a_nul_is_refused_with_its_place(raw_complaints: RawComplaints) -> None:
    assert raw_complaints("name: a\nregion: \0") == [
        "2:9 : the control character U+0000 may not stand in YAML"
    ]


def test_a_file_over_one_mebibyte_is_refused(raw_complaints: RawComplaints) -> None:
    assert "larger than 1 MiB" in raw_complaints("#" * (1024 * 1024 + 1))[0]


def test_a_byte_order_mark_does_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"\xef\xbb\xbfname: acme\r\nregion: eu-west-1\r\nnotify: a@example.com\r\n")
    assert load(path).name == "acme"
