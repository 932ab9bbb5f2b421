"""Blocklists as folders hold them."""

import pytest

from dags.blocklists import load_blocklist
from filters.safety.blocklist import BlocklistSettings


def write(folder, name, text):
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text)


def load(folder, *categories):
    return load_blocklist(BlocklistSettings(folders=(str(folder),), categories=categories))


def test_every_category_of_a_folder_counts_or_those_that_are_named(tmp_path):
    write(tmp_path, "adult/domains", "bad.example\n")
    write(tmp_path, "press/urls", "news.example/today\n")
    write(tmp_path, "press/usage", "white\n")
    assert load(tmp_path).hit("https://a.bad.example/") == "adult: bad.example"
    assert load(tmp_path).hit("https://news.example/today/1") == "press: news.example/today"
    assert load(tmp_path, "press").hit("https://bad.example/") == ""
    assert load(tmp_path).hit("https://white/") == ""
    assert load_blocklist(BlocklistSettings()).hit("https://bad.example/") == ""


def test_a_folder_without_lists_is_refused_with_the_layout(tmp_path):
    with pytest.raises(ValueError, match="has no category at all: give the folder"):
        load(tmp_path)
    write(tmp_path, "adult/domains", "bad.example\n")
    with pytest.raises(ValueError, match="no category gambling"):
        load(tmp_path, "gambling")
    write(tmp_path, "empty/readme", "nothing")
    with pytest.raises(ValueError, match="holds 0 entries"):
        load(tmp_path, "empty")
