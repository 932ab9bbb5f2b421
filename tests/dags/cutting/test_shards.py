"""What is in a shard: all that was selected, in order, and nothing else."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import tarfile
from math import ceil
from pathlib import Path

import pytest
import webdataset
from PIL import Image

from dags.cutting.shards import plan
from dags.job import JobError
from dags.recipe import load_recipe
from dags.write import bucket_of
from tests.dags.little_site import RECIPE, Answer, little_site, page, photo, prose
from tests.dags.running import files_below, m3w
from tests.dags.small_corpus import SmallCorpus

IMAGES = 13
SAYS = "Write <image> where it stands, and <EOC> or \\<image> at its end."


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> SmallCorpus:
    """A cut of twenty pages, one with many images, one whose text is full of tokens, in shards of 10 kB."""
    pictures = {f"/{number}.jpg": photo(number) for number in range(IMAGES + 20)}
    recipe = RECIPE + "\n[shards]\ntarget_bytes = 10_000\n"
    with little_site(pictures) as site:
        made = SmallCorpus(tmp_path_factory.mktemp("shards"), recipe)
        urls = [site.url + path[1:] for path in pictures]
        escaped = SAYS.replace("<", "&lt;").replace(">", "&gt;")
        pages: dict[str, Answer] = {
            "https://many.example/": page(prose("many"), images=tuple(urls[:IMAGES])),
            "https://tokens.example/": page(escaped, prose("tokens"), images=(urls[IMAGES],)),
        }
        pages |= {f"https://{n}.example/": page(prose(n), images=(urls[n],)) for n in range(IMAGES + 1, IMAGES + 19)}
        made.extract(pages)
        made.make_cut()
        return made


@pytest.fixture
def copied(made: SmallCorpus, tmp_path: Path) -> SmallCorpus:
    """The same, to be changed."""
    shutil.copytree(made.root, tmp_path / "corpus")
    return SmallCorpus(tmp_path, made.recipe.read_text())


def members_of(made: SmallCorpus) -> dict[str, list[tuple[str, bytes]]]:
    """Return the members of each shard in order, by the shard's path."""
    found = {}
    for path in made.corpus.shards("little").require()[0].paths("shard"):
        with tarfile.open(path) as tar:
            found[path] = [(member.name, _read(tar, member)) for member in tar]
    return found


def _read(tar: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    stream = tar.extractfile(member)
    assert stream is not None
    return stream.read()


def sample_of(made: SmallCorpus, url: str) -> dict[str, bytes]:
    id = made.ids()[url]
    members = [pair for shard in members_of(made).values() for pair in shard]
    return {name.partition(".")[2]: data for name, data in members if name.startswith(id)}


@pytest.mark.slow
def test_another_recipe_shrinks_images_and_fetches_nothing(copied: SmallCorpus) -> None:
    small = copied.write_recipe("small", RECIPE + "\n[shards]\nlongest_side = 40\n")
    copied.make_cut(recipe=small)
    assert len(copied.corpus.images.generations()) == 1
    (shard,) = copied.corpus.shards("small").require()[0].paths("shard")
    with tarfile.open(shard) as tar:
        files = {member.name: _read(tar, member) for member in tar}
    originals = {row["sha256"] for row in copied.rows(copied.corpus.images, "images")}
    images = {name: data for name, data in files.items() if name.endswith(".jpg")}
    assert len(images) == IMAGES + 19
    for name, data in images.items():
        record = json.loads(files[name.partition(".")[0] + ".json"])
        (said,) = (each for each in record["elements"] if each.get("member") == name.partition(".")[2])
        assert said["sha256"] == hashlib.sha256(data).hexdigest()
        assert (said["width"], said["height"], said["original"] in originals) == (40, 40, True)
        with Image.open(io.BytesIO(data)) as image:
            assert image.size == (40, 40)


def test_shards_hold_the_selection_in_order(made: SmallCorpus) -> None:
    selected = made.rows(made.corpus.selection("little"), "selected")
    shards = members_of(made)
    count = ceil(sum(sum(p["size"] for p in row["pictures"]) + row["characters"] for row in selected) / 10_000)
    assert len(shards) == count > 1
    keys = [[name.partition(".")[0] for name, _ in members] for members in shards.values()]
    assert sorted({key for each in keys for key in each}) == sorted(row["id"] for row in selected)
    assert len(selected) == 20
    for index, each in enumerate(keys):
        assert each == sorted(each)
        assert {bucket_of(key, count) for key in each} <= {index}


def test_more_than_ten_images_lie_in_the_order_of_their_tokens(made: SmallCorpus) -> None:
    sample = sample_of(made, "https://many.example/")
    record = json.loads(sample["json"])
    images = [element for element in record["elements"] if element["type"] == "image"]
    assert [image["member"] for image in images] == [f"{number:03d}.jpg" for number in range(IMAGES)]
    for number, image in enumerate(images):
        assert image["url"].endswith(f"/{number}.jpg")
        assert sample[image["member"]] == photo(number).body
    assert sample["txt"].decode().count("<EOC><image>") == IMAGES
    assert list(sample) == sorted(sample)


def test_a_page_that_speaks_of_tokens_gains_none(made: SmallCorpus) -> None:
    sample = sample_of(made, "https://tokens.example/")
    text = sample["txt"].decode()
    assert text.replace("\\<image>", "").count("<image>") == 1
    assert text.count("<EOC>") - text.count("\\<EOC>") == 2
    assert json.loads(sample["json"])["elements"][0]["text"].startswith(SAYS)
    assert set(sample) == {"json", "txt", "000.jpg"}


def test_webdataset_reads_them(made: SmallCorpus) -> None:
    paths = made.corpus.shards("little").require()[0].paths("shard")
    read = list(webdataset.WebDataset(paths, shardshuffle=False, empty_check=False))
    assert len(read) == 20
    assert all(json.loads(sample["json"])["id"] == sample["__key__"] for sample in read)


def test_a_shard_that_is_lost_is_written_again_and_the_others_are_not_touched(copied: SmallCorpus) -> None:
    folder = Path(copied.corpus.shards("little").folder)
    before = files_below(folder)
    lost, *others = sorted(folder.glob("index-*"))
    inodes = {path: path.stat().st_ino for path in others}
    lost.unlink()
    (folder / "manifest.json").unlink()
    copied.run("shards")
    assert files_below(folder) == before
    assert {path: path.stat().st_ino for path in others} == inodes
    m3w("verify", "--corpus", copied.root)


def test_bytes_that_are_not_those_of_their_row_get_into_no_shard(copied: SmallCorpus) -> None:
    (archive,) = (path for each in copied.corpus.images.generations() for path in each.paths("warc"))
    source = copied.rows(copied.corpus.selection("little"), "selected")[0]["pictures"][0]["source"]
    data = bytearray(Path(archive).read_bytes())
    start = source["offset"] + source["length"] // 2
    data[start : start + 8] = bytes(8)
    Path(archive).write_bytes(data)
    with pytest.raises(JobError, match="What is finished is kept"):
        copied.run("shards", "--overwrite")
    assert not (Path(copied.corpus.shards("little").folder) / "manifest.json").exists()


def test_the_number_of_shards_is_planned_from_bytes_alone(made: SmallCorpus) -> None:
    recipe = load_recipe(str(made.recipe))
    total = made.corpus.selection("little").require()[0].manifest.totals["bytes"]
    for target in (10_000, 20_000, total, total + 1, 10**9):
        shards = recipe.shards.model_copy(update={"target_bytes": target})
        job = plan(made.corpus, recipe.model_copy(update={"shards": shards}), "little")
        assert job.units == job.totals["shards"] == ceil(total / target)
