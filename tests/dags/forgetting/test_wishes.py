"""URLs are read from the command line and from files, and errors name their line in the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from dags.forgetting.wishes import wishes_in


def test_urls_and_files_add_up(tmp_path: Path) -> None:
    listed = tmp_path / "list.txt"
    listed.write_bytes(b"\xef\xbb\xbfhttps://b.example/x # why\r\n\r\nhttps://c.example/*\r\n")
    found = wishes_in(["https://a.example", str(listed)])
    assert found.urls == {"https://a.example/": "asked for", "https://b.example/x": "asked for"}
    assert found.prefixes == ("https://c.example/",)


def test_the_line_is_that_of_the_file(tmp_path: Path) -> None:
    listed = tmp_path / "list.txt"
    listed.write_text("\n# no\n\nhttps://a.example/\n\nnonsense\n")
    with pytest.raises(ValueError, match=r"list\.txt, line 6: 'nonsense'"):
        wishes_in([str(listed)])
    listed.write_bytes(b"\xff\xfe")
    with pytest.raises(ValueError, match="UTF-8"):
        wishes_in([str(listed)])
    with pytest.raises(ValueError, match="nothing to forget"):
        wishes_in([])
