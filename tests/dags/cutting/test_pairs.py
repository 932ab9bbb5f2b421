"""What is in the pairs of a cut: every image that a text describes, once, with that text, and nothing else."""

from __future__ import annotations

import json
import shutil
import tarfile
from collections.abc import Sequence
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import webdataset
from hypothesis import given
from hypothesis import strategies as st

from dags.cutting.pairs import DUPLICATE, Candidate, Source, first_stays, plan, read_candidates
from dags.job import JobError
from dags.write import bucket_of
from dom_parsing.records import RecordRef
from shards.manifest import DatasetError, Manifest
from shards.pairs import NO_TEXT, SHORT_ALT, Pair, pairs_of
from shards.parts import read_rows
from shards.tar import INDEX
from tests.dags.little_site import RECIPE, Answer, little_site, page, photo, prose
from tests.dags.running import files_below, m3w, refused
from tests.dags.small_corpus import SmallCorpus
from training.data.samples import Samples, read_members

SHOWN = (  # the number of a photo, its caption and its alt text: page after page, two on each
    *((0, "The old harbour", ""), (1, "", "three gulls on a pier")),
    *((0, "The old harbour", "another alt text here"), (2, "", "a pier")),
    *((0, "The new harbour", ""), (3, "", "")),
    *((0, "", "The old harbour"), (4, "Ebb <image> tide", "")),
    *((5, "", "three gulls on a pier"), (1, "", "three  gulls on a\npier")),
)
SIDE = 240  # large enough for several shards
SMALL = RECIPE + "\n[shards]\ntarget_bytes = 10_000\n"


def figure(source: str, caption: str, alt: str) -> str:
    escaped = caption.replace("<", "&lt;")
    return f'<figure><img src="{source}" alt="{alt}"><figcaption>{escaped}</figcaption></figure>'


def make(folder: Path, shown: Sequence[tuple[int, str, str]], recipe: str = SMALL) -> SmallCorpus:
    """Make a cut of pages that show two photos each, with a caption, alt text, both or neither."""
    with little_site({f"/{number}.jpg": photo(number, SIDE) for number, _, _ in shown}) as site:
        made = SmallCorpus(folder, recipe)
        figures = [figure(f"{site.url}{number}.jpg", caption, alt) for number, caption, alt in shown]
        pages: dict[str, Answer] = {
            f"https://{number}.example/": page(prose(number), figures[2 * number], figures[2 * number + 1])
            for number in range(len(shown) // 2)
        }
        made.extract(pages)
        made.make_cut()
        return made


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> SmallCorpus:
    """A cut of five pages with its pairs."""
    made = make(tmp_path_factory.mktemp("pairs"), SHOWN)
    made.run("shards", "--pairs")
    return made


@pytest.fixture
def copied(made: SmallCorpus, tmp_path: Path) -> SmallCorpus:
    """The same, to be changed."""
    shutil.copytree(made.root, tmp_path / "corpus")
    return SmallCorpus(tmp_path, SMALL)


def manifest_of(made: SmallCorpus) -> Manifest:
    return made.corpus.pairs("little").require()[0].manifest


def documents_of(made: SmallCorpus) -> list[dict[str, bytes]]:
    """Return the samples of documents, read by webdataset."""
    paths = made.corpus.shards("little").require()[0].paths("shard")
    return list(webdataset.WebDataset(paths, shardshuffle=False, empty_check=False))


def expected(made: SmallCorpus) -> dict[str, tuple[Pair, bytes]]:
    """Return the pairs by key, one for a picture with a text, found by looking at all of them one after the other."""
    found = [
        (pair, sample[pair.member]) for sample in documents_of(made) for pair in pairs_of(json.loads(sample["json"]))
    ]
    firsts: dict[tuple[str, str], tuple[Pair, bytes]] = {}
    for pair, picture in sorted(found, key=lambda each: each[0].key):
        firsts.setdefault((pair.sha256, pair.caption), (pair, picture))
    return {pair.key: (pair, picture) for pair, picture in firsts.values()}


def test_every_described_picture_is_there_once_with_its_words(made: SmallCorpus) -> None:
    paths = made.corpus.pairs("little").require()[0].paths("shard")
    read = list(webdataset.WebDataset(paths, shardshuffle=False, empty_check=False))
    wanted = expected(made)
    assert len(wanted) == 5
    assert sorted(sample["__key__"] for sample in read) == sorted(wanted)
    for sample in read:
        pair, picture = wanted[sample["__key__"]]
        record = json.loads(sample["json"])
        assert (record["caption"], record["source"]) == (pair.caption, pair.source)
        assert sample[pair.suffix] == picture
    texts = sorted(json.loads(sample["json"])["caption"] for sample in read)
    assert texts == ["Ebb <image> tide", "The new harbour", "The old harbour", *["three gulls on a pier"] * 2]


def test_a_picture_is_the_one_its_page_shows_under_these_words(made: SmallCorpus) -> None:
    by_caption = {pair.caption: picture for pair, picture in expected(made).values()}
    assert by_caption["The new harbour"] == by_caption["The old harbour"] == photo(0, SIDE).body
    assert by_caption["Ebb <image> tide"] == photo(4, SIDE).body


def test_the_ledger_counts_every_image_of_the_shards(made: SmallCorpus) -> None:
    manifest = manifest_of(made)
    (ledger,) = manifest.ledgers
    assert (ledger.unit, ledger.taken, ledger.tally.kept) == ("images", len(SHOWN), 5)
    assert ledger.tally.dropped == {DUPLICATE: 3, NO_TEXT: 1, SHORT_ALT: 1}
    rows = made.rows(made.corpus.pairs("little"), "outcomes")
    outcomes = {row["key"]: row for row in rows}
    assert len(outcomes) == len(rows) == len(SHOWN)
    kept = {key for key, row in outcomes.items() if row["outcome"] == "kept"}
    assert kept == set(expected(made))
    for row in rows:
        assert (row["witness"] in kept and row["witness"] < row["key"]) == (row["reason"] == DUPLICATE)


def test_pairs_lie_where_their_document_does_in_order_and_their_index_finds_them(made: SmallCorpus) -> None:
    (generation,) = made.corpus.pairs("little").require()
    shards = made.corpus.shards("little").require()[0].paths("shard")
    paths = list(zip(generation.paths("shard"), generation.paths("index"), strict=True))
    assert len(paths) == len(shards) > 1
    for number, (tar, index) in enumerate(paths):
        with tarfile.open(tar) as members:
            found = [(member.name, member.offset_data, member.size) for member in members]
        rows = list(read_rows(index))
        assert [(f"{row['key']}.{row['member']}", row["offset"], row["size"]) for row in rows] == found
        keys = [row["key"] for row in rows]
        assert keys == sorted(keys)
        assert {bucket_of(key, len(shards)) for key in keys} <= {number}


def test_the_trainer_reads_them(made: SmallCorpus) -> None:
    samples = Samples.open(made.corpus.pairs("little").folder, "pairs")
    wanted = expected(made)
    assert len(samples) == len(wanted)
    for number in range(len(samples)):
        pair, picture = wanted[samples[number].key]
        found = read_members(samples[number], ["json", pair.suffix])
        assert found[pair.suffix] == picture
        assert json.loads(found["json"])["caption"] == pair.caption


def test_a_part_that_is_lost_is_written_again_and_the_others_are_not_touched(copied: SmallCorpus) -> None:
    folder = Path(copied.corpus.pairs("little").folder)
    before = files_below(folder)
    lost, *others = sorted(folder.glob("outcomes-*"))
    inodes = {path: path.stat().st_ino for path in others}
    lost.unlink()
    (folder / "manifest.json").unlink()
    copied.run("shards", "--pairs")
    assert files_below(folder) == before
    assert {path: path.stat().st_ino for path in others} == inodes
    m3w("verify", "--corpus", copied.root)


def test_a_picture_that_is_not_the_one_its_json_names_gets_into_no_pair(copied: SmallCorpus) -> None:
    pair, _ = next(iter(expected(copied).values()))
    (shards,) = copied.corpus.shards("little").require()
    for tar, index in zip(shards.paths("shard"), shards.paths("index"), strict=True):
        for row in read_rows(index):
            if (row["key"], row["member"]) == (pair.document, pair.member):
                data = bytearray(Path(tar).read_bytes())
                data[row["offset"] + row["size"] // 2] ^= 1
                Path(tar).write_bytes(data)
    shutil.rmtree(copied.corpus.pairs("little").folder)
    with pytest.raises(JobError, match="What is finished is kept") as failed:
        copied.run("shards", "--pairs")
    assert f"{pair.member} of {pair.document}" in str(failed.value)
    assert not (Path(copied.corpus.pairs("little").folder) / "manifest.json").exists()
    copied.run("shards", "--pairs", "--overwrite")
    m3w("verify", "--corpus", copied.root)


def test_shards_made_anew_make_their_pairs_stale_and_that_is_said(copied: SmallCorpus) -> None:
    other = copied.write_recipe("little", SMALL.replace("10_000", "20_000"))
    copied.run("shards", "--overwrite", recipe=other)
    said = refused("shards", "--pairs", "--corpus", copied.root, "--recipe", other)
    assert "pairs is finished, but was made from something else" in said
    assert "--overwrite" in said
    copied.run("shards", "--pairs", "--overwrite", recipe=other)
    m3w("verify", "--corpus", copied.root)


def test_a_cut_whose_images_nothing_describes_has_no_pairs_and_is_told_why(tmp_path: Path) -> None:
    made = make(tmp_path, ((0, "", "a pier"), (1, "", "")))
    said = refused("shards", "--pairs", "--corpus", made.root, "--recipe", made.recipe, "--direct_num_workers=1")
    assert "none of the 2 images of cut 'little' has a caption" in said
    assert "make them of a cut whose pages describe their images" in said
    assert files_below(Path(made.corpus.pairs("little").folder)) == {}
    m3w("verify", "--corpus", made.root)


def test_a_cut_without_images_is_refused_before_work_starts(tmp_path: Path) -> None:
    made = SmallCorpus(tmp_path, RECIPE.replace("images = { min = 1 }", ""))
    made.extract({"https://a.example/": page(prose("a"))})
    made.make_cut()
    with pytest.raises(ValueError, match="shards of cut 'little' hold no image"):
        plan(made.corpus, "little")


def test_without_shards_there_is_nothing_to_make_pairs_of(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="holds no finished shards"):
        plan(SmallCorpus(tmp_path).corpus, "little")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"nonsense", "can't be read"),
        (b"[]", "can't be read"),
        (b"[" * 100_000, "can't be read"),
        (b'{"id": "a", "elements": [{"type": "image"}]}', "can't be read"),
        (b'{"id": "b", "elements": []}', "has the json of b"),
    ],
)
def test_a_document_that_is_none_is_named_with_the_remedy(text: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / "tar").write_bytes(text)
    table = INDEX.empty_table().to_pylist()
    table.append({"key": "a", "member": "json", "offset": 0, "size": len(text)})
    pq.write_table(INDEX.empty_table().from_pylist(table, schema=INDEX), tmp_path / "index")
    with pytest.raises(ValueError, match=rf"tar: a {message}.*make the shards again"):
        list(read_candidates(Source(0, str(tmp_path / "tar"), str(tmp_path / "index"))))


@given(st.permutations([f"{letter}-{number:03d}" for letter in "ab" for number in range(3)]))
def test_in_any_order_the_same_pair_stays(keys: list[str]) -> None:
    group = [Candidate(0, Pair(key, "m", "jpg", "c", "alt", "d", "s"), RecordRef("p", 0, 1)) for key in keys]
    found = {each.pair.key: (each.reason, each.witness) for each in first_stays("", group)}
    assert found == {key: ("", "") if key == "a-000" else (DUPLICATE, "a-000") for key in keys}
