from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest
from pydantic import ValidationError

from filters.text.settings import PACKAGES, PATHS, SignalSettings, fingerprint, require_same


def test_nothing_given_nothing_depended_on() -> None:
    assert fingerprint(SignalSettings()) == {}


def test_contents_count_not_places(tmp_path: Path) -> None:
    for name in ("a", "b"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "en.txt").write_text("word\n")
        (folder / "model.bin").write_bytes(b"model")
        (folder / "notes.md").write_text(name)
    prints = [
        fingerprint(
            SignalSettings(language_model=str(tmp_path / name / "model.bin"), flagged_words=str(tmp_path / name))
        )
        for name in ("a", "b")
    ]
    assert prints[0] == prints[1]
    assert list(prints[0]) == ["language_model", "flagged_words"]
    (tmp_path / "b" / "en.txt").write_text("word\nother\n")
    assert fingerprint(SignalSettings(flagged_words=str(tmp_path / "b")))["flagged_words"] != prints[0]["flagged_words"]


def test_the_label_counts_only_with_its_model(tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(b"model")
    assert fingerprint(SignalSettings(quality_label="good")) == {}
    given = SignalSettings(quality_label="good", quality_model=str(tmp_path / "model.bin"))
    assert fingerprint(given)["quality_label"] == "good"


@pytest.mark.parametrize("name", [name for name in PATHS if name not in PACKAGES])
def test_what_is_not_there_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=rf"signals\.{name} = .*no-such.*; give "):
        fingerprint(SignalSettings.model_validate({name: str(tmp_path / "no-such")}))


def test_a_folder_without_lists_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"signals\.stop_words = .*: no folder with a list in it"):
        fingerprint(SignalSettings(stop_words=str(tmp_path)))


@pytest.mark.parametrize("name", sorted(PACKAGES))
def test_a_model_is_refused_for_its_path_or_for_its_package(name: str, tmp_path: Path) -> None:
    expected = "there is no such file" if find_spec(PACKAGES[name]) else r"pip install 'm3w\[perplexity\]'"
    with pytest.raises(ValueError, match=expected):
        fingerprint(SignalSettings.model_validate({name: str(tmp_path / "no-such")}))


def test_an_empty_path_is_no_path() -> None:
    with pytest.raises(ValidationError):
        SignalSettings(language_model="")


@pytest.mark.parametrize(
    ("measured", "given"),
    [
        ({}, {}),
        ({}, {"quality_model": "1", "quality_label": "hq", "flagged_words": "2"}),  # measured when it is asked for
        ({"language_model": "1", "quality_model": "2"}, {}),
        ({"language_model": "1"}, {"language_model": "1", "perplexity_model": "3"}),
    ],
)
def test_documents_may_be_judged_by_more_than_they_were_measured_with(
    measured: dict[str, str], given: dict[str, str]
) -> None:
    require_same(measured, given)


@pytest.mark.parametrize(
    ("measured", "given", "name"),
    [
        ({}, {"language_model": "1"}, "language_model"),
        ({}, {"stop_words": "1"}, "stop_words"),
        ({"quality_model": "1"}, {"quality_model": "2"}, "quality_model"),
        ({"quality_model": "1", "quality_label": "hq"}, {"quality_model": "1", "quality_label": "cc"}, "quality_label"),
    ],
)
def test_documents_measured_otherwise_are_not_judged(
    measured: dict[str, str], given: dict[str, str], name: str
) -> None:
    with pytest.raises(
        ValueError, match=rf"signals\.{name} is not what the documents were measured with: leave it out"
    ):
        require_same(measured, given)
