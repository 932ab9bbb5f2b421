from __future__ import annotations

from pathlib import Path

import pytest

from filters.text.word_lists import read_list


def test_a_word_a_line_in_lower_case(tmp_path: Path) -> None:
    (tmp_path / "en.txt").write_bytes("\ufeffOne\r\n  two \n\n\nÉTÉ\nfour words in one\n".encode())
    assert read_list(str(tmp_path), "en") == {"one", "two", "été", "four words in one"}


def test_without_folder_or_list_there_is_none(tmp_path: Path) -> None:
    (tmp_path / "en.txt").write_text("one")
    assert read_list(None, "en") is None
    assert read_list(str(tmp_path), "de") is None


def test_a_language_is_never_a_path(tmp_path: Path) -> None:
    (tmp_path / "en.txt").write_text("one")
    (tmp_path / "inner").mkdir()
    assert read_list(str(tmp_path / "inner"), "../en") is None


def test_another_encoding_is_refused_with_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "fr.txt").write_bytes("été".encode("latin-1"))
    with pytest.raises(ValueError, match=r"fr\.txt is no UTF-8 text .*: save it as UTF-8"):
        read_list(str(tmp_path), "fr")
