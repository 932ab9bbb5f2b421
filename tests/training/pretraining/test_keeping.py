from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from training.pretraining.keeping import NOTE, Making, difference, keep


class Maker:
    """Writes one file, and counts how often it was asked to."""

    def __init__(self, content: str = "weights") -> None:
        self.content, self.times = content, 0

    def __call__(self, empty: Path) -> dict[str, Any]:
        assert not list(empty.iterdir())
        (empty / "file").write_text(self.content)
        self.times += 1
        return {"length": len(self.content)}


def making(**settings: Any) -> Making:
    return Making("model", {"settings": settings}, {"m3w": "1"})


def failing(empty: Path) -> dict[str, Any]:
    (empty / "file").write_text("half")
    raise KeyboardInterrupt


def test_it_is_made_once_and_then_read(tmp_path: Path) -> None:
    maker, folder = Maker(), tmp_path / "a" / "model"
    assert keep(folder, making(width=8), maker) == {"length": 7}
    assert keep(folder, making(width=8), maker) == {"length": 7}
    assert maker.times == 1
    assert sorted(each.name for each in folder.iterdir()) == ["file", NOTE]
    assert [each.name for each in folder.parent.iterdir()] == ["model"]
    note = json.loads((folder / NOTE).read_text())
    assert (note["inputs"], note["versions"]) == ({"settings": {"width": 8}}, {"m3w": "1"})


def test_another_library_is_no_reason_to_make_it_again(tmp_path: Path) -> None:
    maker = Maker()
    for version in ("1", "2"):
        keep(tmp_path / "m", Making("model", {"settings": {}}, {"torch": version}), maker)
    assert maker.times == 1


def test_what_differs_is_named_and_replaced_only_when_told(tmp_path: Path) -> None:
    folder = tmp_path / "m"
    keep(folder, making(width=8, layers=2), Maker("old"))
    with pytest.raises(ValueError, match=r"settings\.width is 8 there and 16 now; give another folder, or overwrite"):
        keep(folder, making(width=16, layers=2), Maker("new"))
    assert (folder / "file").read_text() == "old"
    assert keep(folder, making(width=16, layers=2), Maker("newer"), overwrite=True) == {"length": 5}
    assert (folder / "file").read_text() == "newer"
    assert [each.name for each in tmp_path.iterdir()] == ["m"]


@pytest.mark.parametrize("overwrite", [False, True])
def test_a_folder_of_someone_else_is_never_touched(overwrite: bool, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(ValueError, match=r"is not empty and its made_from\.json is not that of a model of ours"):
        keep(tmp_path, making(), Maker(), overwrite)
    (tmp_path / NOTE).write_text(json.dumps({"format": 1, "what": "cake", "inputs": {}, "report": {}}))
    with pytest.raises(ValueError, match="it notes a cake in format 1"):
        keep(tmp_path, making(), Maker(), overwrite)
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


@pytest.mark.parametrize("note", ["", "[]", "{}", '{"format": 1, "what": "model", "inputs": [], "report": {}}'])
def test_a_damaged_note_is_an_error(note: str, tmp_path: Path) -> None:
    (tmp_path / NOTE).write_text(note)
    with pytest.raises(ValueError, match="give another folder"):
        keep(tmp_path, making(), Maker())


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "m").write_text("x")
    with pytest.raises(ValueError, match="m is a file, the model needs a folder"):
        keep(tmp_path / "m", making(), Maker(), overwrite=True)


def test_a_making_that_is_stopped_leaves_what_was_there(tmp_path: Path) -> None:
    folder = tmp_path / "m"
    with pytest.raises(KeyboardInterrupt):
        keep(folder, making(width=8), failing)
    assert not list(tmp_path.iterdir())
    keep(folder, making(width=8), Maker("old"))
    with pytest.raises(KeyboardInterrupt):
        keep(folder, making(width=9), failing, overwrite=True)
    assert (folder / "file").read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["m"]


def test_an_empty_folder_is_filled_whatever_a_killed_making_left(tmp_path: Path) -> None:
    folder, left = tmp_path / "m", tmp_path / ".m.abcd1234"
    folder.mkdir()
    left.mkdir()
    (left / "half").write_text("h")
    keep(folder, making(), Maker())
    assert sorted(each.name for each in tmp_path.iterdir()) == [".m.abcd1234", "m"]
    assert [each.name for each in left.iterdir()] == ["half"]


@pytest.mark.parametrize(
    ("there", "wanted", "expected"),
    [
        ({"a": 1, "b": {"c": 2}}, {"b": {"c": 2}, "a": 1}, None),
        ({"b": {"c": 2}}, {"b": {"c": 3}}, "b.c is 2 there and 3 now"),
        ({"b": {}}, {"b": {"d": "x"}}, 'b.d is null there and "x" now'),
        ({"b": {"d": "x"}, "z": 1}, {"b": {}, "z": 2}, 'b.d is "x" there and null now'),
    ],
)
def test_difference(there: Any, wanted: Any, expected: str | None) -> None:
    assert difference(there, wanted) == expected
