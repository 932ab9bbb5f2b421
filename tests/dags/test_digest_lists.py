"""What is on a digest list: in no WARC, in no shard, in the quarantine's table and in the ledger."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

import pytest

from dags.digest_lists import load_digest_list
from ingest.opt_outs.digest_list import DigestList
from shards import storage
from tests.dags.little_site import RECIPE, Answer, little_site, page, photo, prose
from tests.dags.running import m3w, refused
from tests.dags.small_corpus import SmallCorpus

BAD = photo("bad")
SITE = {
    "/": page(prose(1), links=("/bad.jpg", "/moved")),
    "/bad.jpg": BAD,
    "/moved": Answer(BAD.body, "image/jpeg", 302, (("Location", "/good.jpg"),)),
    "/good.jpg": photo("good"),
}


def with_list(folder: Path) -> str:
    path = folder / "bad.txt"
    path.write_text(f"# illegal\n{hashlib.md5(BAD.body).hexdigest()}\n")
    return RECIPE.replace("delay = 0", f'delay = 0\ndigest_lists = ["{path}"]')


def stored(made: SmallCorpus) -> bytes:
    """Return every WARC of a corpus, decompressed."""
    return b"".join(gzip.decompress(path.read_bytes()) for path in sorted(made.root.rglob("*.warc.gz")))


def test_a_listed_image_is_never_stored_and_the_quarantine_says_where_it_was(tmp_path: Path) -> None:
    with little_site(SITE) as site:
        made = SmallCorpus(tmp_path, with_list(tmp_path))
        urls = tuple(site.url + name for name in ("bad.jpg", "moved", "good.jpg"))
        made.extract({"https://example.org/": page(prose(1), images=urls)})
        made.make_cut(("shortlist", "images"))
        rows = {row["url"].removeprefix(site.url): row for row in made.rows(made.corpus.images, "images")}
        assert {name: (row["outcome"], row["reason"]) for name, row in rows.items()} == {
            "bad.jpg": ("dropped", "listed"),
            "moved": ("dropped", "listed"),
            "good.jpg": ("kept", ""),
        }
        signal = f"digest list: md5:{hashlib.md5(BAD.body).hexdigest()}"
        assert rows["bad.jpg"]["consent"] == signal
        noted = {row["asked_for"].removeprefix(site.url): row for row in made.rows(made.corpus.images, "quarantine")}
        assert set(noted) == {"bad.jpg", "moved"}
        assert (noted["bad.jpg"]["signal"], noted["bad.jpg"]["address"]) == (signal, "127.0.0.1")
        (ledger,) = made.corpus.images.require()[0].manifest.ledgers
        assert ledger.tally.dropped == {"listed": 2}
        assert BAD.body not in stored(made)
        assert SITE["/good.jpg"].body in stored(made)
        m3w("verify", "--corpus", made.root)


def test_a_listed_page_is_never_stored(tmp_path: Path) -> None:
    with little_site(SITE) as site:
        made = SmallCorpus(tmp_path, with_list(tmp_path))
        made.run("crawl", "--seeds", site.url)
        rows = {row["url"].removeprefix(site.url): row for row in made.rows(made.corpus.captures, "captures")}
        assert (rows["bad.jpg"]["outcome"], rows["bad.jpg"]["reason"]) == ("dropped", "listed")
        assert len(made.rows(made.corpus.captures, "quarantine")) == 2
        assert BAD.body not in stored(made)


def test_an_image_that_is_listed_later_is_written_to_no_shard(tmp_path: Path) -> None:
    with little_site(SITE) as site:
        made = SmallCorpus(tmp_path)
        made.extract({"https://example.org/": page(prose(1), images=(site.url + "bad.jpg",))})
        made.make_cut(("shortlist", "images", "select"))
        recipe = made.write_recipe("little", with_list(tmp_path))
        said = refused("shards", "--corpus", made.root, "--recipe", recipe)
        assert "digest list (md5:" in said
        assert not list(made.root.rglob("*.tar"))
        assert f"`m3w forget --urls {site.url}bad.jpg`" in said
        m3w("forget", "--urls", site.url + "bad.jpg", "--corpus", made.root)
        assert BAD.body not in stored(made)
        assert "keeps no document" in refused("shards", "--corpus", made.root, "--recipe", recipe)


def test_a_list_that_is_none_is_refused_before_anything_is_fetched(tmp_path: Path) -> None:
    made = SmallCorpus(tmp_path, RECIPE.replace("delay = 0", f'delay = 0\ndigest_lists = ["{tmp_path}/none.txt"]'))
    said = refused("crawl", "--corpus", made.root, "--recipe", made.recipe, "--seeds", "http://127.0.0.1:1/")
    assert "none.txt is not there" in said


def test_without_a_list_nothing_is_listed(tmp_path: Path) -> None:
    assert load_digest_list(()) == DigestList()
    path = storage.join(str(tmp_path), "list.txt")
    (tmp_path / "list.txt").write_text("not a digest")
    with pytest.raises(ValueError, match=r"list\.txt, line 1"):
        load_digest_list((path,))
