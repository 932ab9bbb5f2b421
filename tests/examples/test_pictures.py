from __future__ import annotations

import hashlib
import io
import itertools
from pathlib import Path
from typing import Any

import imagehash
import pytest
from PIL import Image

from examples.site.behaviours import STATUSES
from examples.site.pictures import drawings, encode, pictures
from examples.site.scenes import hills

Truth = dict[str, Any]


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return dict(pictures())


def fates(told: Truth) -> set[tuple[str, str]]:
    rows = itertools.chain.from_iterable(told["images"].values())
    return {
        (row["image"].removeprefix("//localhost"), row.get("rule", "kept"))
        for row in rows
        if row.get("stage") != "extract"
    }


def side_and_ratio(data: bytes) -> tuple[int, float]:
    with Image.open(io.BytesIO(data)) as image:
        image.load()
        return min(image.size), max(image.size) / min(image.size)


def colours(data: bytes) -> int:
    with Image.open(io.BytesIO(data)) as image:
        return len(image.convert("RGB").resize((16, 16)).quantize(16).getcolors() or ())


def measured_rule(path: str, files: dict[str, bytes]) -> str:
    """The image rule a file breaks by what can be measured; repeats and documents are counted elsewhere."""
    if path in STATUSES or path.startswith("/private/") or path not in files:
        return "image.fetch"
    try:
        side, ratio = side_and_ratio(files[path])
    except OSError:
        return "image.fetch"
    if side < 64:
        return "image.shorter_side"
    if ratio > 3:
        return "image.aspect_ratio"
    return "image.single_colour" if colours(files[path]) == 1 else "kept"


def test_what_the_truth_says_of_an_image_is_what_its_bytes_are(told: Truth, files: dict[str, bytes]) -> None:
    for path, rule in fates(told):
        expected = "kept" if rule in ("image.repeated", "image.documents") else rule
        assert (path, measured_rule(path, files)) == (path, expected)


def test_every_image_rule_is_broken_somewhere(told: Truth) -> None:
    rules = {rule for _, rule in fates(told)}
    names = ("fetch", "shorter_side", "aspect_ratio", "single_colour", "repeated", "documents")
    assert {f"image.{name}" for name in names} <= rules


def test_repeated_images_have_the_bytes_of_an_earlier_one(told: Truth, files: dict[str, bytes]) -> None:
    for rows in told["images"].values():
        seen: set[str] = set()
        for row in rows:
            path = row["image"].removeprefix("//localhost")
            if row["fate"] == "kept" or row["rule"] == "image.repeated":
                digest = hashlib.sha256(files[path]).hexdigest()
                assert (digest in seen) == (row["fate"] == "dropped"), path
                seen.add(digest)


def test_the_badge_and_nothing_else_stands_on_more_than_ten_pages(told: Truth) -> None:
    pages: dict[str, set[str]] = {}
    for page, rows in told["images"].items():
        for row in rows:
            if row.get("stage") != "extract":
                pages.setdefault(row["image"], set()).add(page)
    assert {path for path, where in pages.items() if len(where) > 10} == {"/img/club-badge.png"}
    assert len(pages["/img/club-badge.png"]) == 14
    assert all(("/img/club-badge.png", rule) not in fates(told) for rule in ("kept", "image.fetch"))


def test_kept_pictures_are_distinct_and_of_the_promised_sizes(told: Truth, files: dict[str, bytes]) -> None:
    kept = sorted({path for path, rule in fates(told) if rule == "kept"})
    assert len(kept) >= 60
    assert {path.rsplit(".", 1)[1] for path in kept} == {"jpg", "png", "gif", "webp"}
    hashes = {}
    for path in kept:
        with Image.open(io.BytesIO(files[path])) as image:
            assert min(image.size) >= 120, path
            assert max(image.size) <= 800, path
            hashes[path] = imagehash.phash(image.convert("RGB"))
    for one, other in itertools.combinations(kept, 2):
        assert hashes[one] - hashes[other] >= 4, (one, other)


def test_a_drawing_shows_the_same_scene_at_every_size() -> None:
    found = {drawing.path: drawing for drawing in drawings()}
    sizes = [found[f"/img/night-{width}.jpg"] for width in (320, 640, 800)]
    hashes = [imagehash.phash(Image.open(io.BytesIO(encode(drawing)))) for drawing in sizes]
    assert all(drawing.scene is hills for drawing in sizes)
    assert max(one - other for one, other in itertools.combinations(hashes, 2)) <= 4


def test_no_path_is_drawn_twice_and_every_file_is_written(folder: Path, files: dict[str, bytes]) -> None:
    paths = [drawing.path for drawing in drawings()]
    assert len(paths) == len(set(paths))
    assert all((folder / path.lstrip("/")).read_bytes() == data for path, data in files.items())
