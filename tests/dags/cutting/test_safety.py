"""Blocklists and personal data, from recipe to shard."""

import json
import tarfile

from dags.cutting.card import FILE
from tests.dags.little_site import RECIPE, page, photo, prose
from tests.dags.small_corpus import SmallCorpus

PAGE, BLOCKED, SHOWS = "https://good.example/a", "https://www.bad.example/b", "https://good.example/c"
WRITES = f"write to jane@mail.example, {prose(1)}"
SAFE = (
    RECIPE.replace("images = { min = 1 }", "")
    + """
[personal]
mail = "someone@example.org"
"""
)


def with_blocklist(folder):
    (folder / "lists/adult").mkdir(parents=True)
    (folder / "lists/adult/domains").write_text("bad.example\n")
    return (
        SAFE
        + f"""
[blocklists]
folders = ["{folder}/lists"]
"""
    )


def test_pages_and_images_on_a_list_are_dropped_before_anything_is_fetched(tmp_path):
    corpus = SmallCorpus(tmp_path, with_blocklist(tmp_path))
    corpus.extract({
        PAGE: page(WRITES), BLOCKED: page(prose(2)), SHOWS: page(prose(3), images=("https://cdn.bad.example/x.jpg",))
    })  # fmt: skip
    corpus.make_cut(("shortlist", "images", "select"))
    assert corpus.fates() == {
        PAGE: ("kept", ""), BLOCKED: ("dropped", "document.blocklist"), SHOWS: ("kept", "")
    }  # fmt: skip
    rows = {row["rule"]: row for row in corpus.rows(corpus.corpus.selection("little"), "decisions") if row["rule"]}
    assert rows["document.blocklist"]["value"] == rows["image.blocklist"]["value"] == "adult: bad.example"
    assert corpus.corpus.images.generations() == []
    assert "no document comes or goes" in corpus.ask("whatif", "--cut", "little", "--set", "document.words.min=1")


def test_what_is_written_has_placeholders_and_the_card_counts_them(tmp_path):
    corpus = SmallCorpus(tmp_path, SAFE)
    corpus.extract({PAGE: page(WRITES, prose(2)), "https://good.example/x.jpg": photo(1)})
    corpus.make_cut()
    (shards,) = corpus.corpus.shards("little").require()
    with tarfile.open(shards.paths("shard")[0]) as tar:
        members = {name.partition(".")[2]: tar.extractfile(name).read().decode() for name in tar.getnames()}
    first = json.loads(members["json"])["elements"][0]["text"]
    assert first == WRITES.replace("jane@mail.example", "someone@example.org")
    assert "jane@" not in members["txt"] + members["json"]
    assert shards.manifest.totals["personal.mail"] == 1
    card = (corpus.root / "cuts/little/shards" / FILE).read_text()
    assert "| mail | 1 |" in card
