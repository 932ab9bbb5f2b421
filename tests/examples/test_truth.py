"""The truth agrees with the pages as an independent parser reads them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup

from examples.site.catalogue import PAGES
from examples.site.page import KEPT, STAGES, Page

Truth = dict[str, Any]


def source(folder: Path, page: Page) -> str:
    path = page.path.lstrip("/") + ("index.html" if page.path.endswith("/") else "")
    return (folder / path).read_bytes().decode(page.charset)


def test_every_fate_is_somewhere_and_named_as_agreed(told: Truth) -> None:
    rules = {(row["stage"], row["rule"]) for row in told["pages"].values() if row["fate"] == "dropped"}
    rules |= {(row["stage"], row["rule"]) for rows in told["images"].values() for row in rows if "rule" in row}
    rules |= {(row["stage"], row["rule"]) for row in told["one_of"]}
    agreed = {(stage, rule) for stage, names in STAGES.items() for rule in names}
    agreed |= {("shortlist", "document.images")}  # a page that shows no image at all
    assert rules <= agreed
    # An older capture of a page is told by `first_versions`, for a page has one fate.
    assert agreed - rules == {("select", "duplicate.page")}
    assert set(told["first_versions"]) == {"/news/today.html"}


def test_the_truth_is_complete(told: Truth) -> None:
    whole = {path for path, row in told["pages"].items() if row["fate"] in (KEPT, "one_of")}
    imageless = {path for path, row in told["pages"].items() if row.get("rule") == "document.images"}
    assert set(told["elements"]) == whole
    assert set(told["images"]) == whole | imageless
    assert {path for row in told["one_of"] for path in row["pages"]} == {
        path for path, row in told["pages"].items() if row["fate"] == "one_of"
    }
    for path in whole:
        kept = [row["image"] for row in told["images"][path] if row["fate"] == KEPT]
        assert kept == [element["image"] for element in told["elements"][path] if "image" in element]
        assert kept, path


def test_texts_stand_in_the_page_in_their_order(told: Truth, folder: Path) -> None:
    for page in PAGES:
        if page.path not in told["elements"]:
            continue
        soup = BeautifulSoup(source(folder, page), "html.parser")
        seen = re.sub(r"\s+", "", soup.get_text().replace("\u00ad", ""))
        place = 0
        for element in told["elements"][page.path]:
            for part in re.split(r"\n| \| ", element.get("text", "")):
                place = seen.find(re.sub(r"\s+", "", part), place)
                assert place >= 0, (page.path, part)


def test_every_image_of_a_page_is_in_its_truth(told: Truth, folder: Path) -> None:
    for page in PAGES:
        if page.path not in told["images"]:
            continue
        soup = BeautifulSoup(source(folder, page), "html.parser")
        for unread in soup.find_all(["noscript", "template"]):
            unread.decompose()
        assert len(soup.find_all(["img", "svg"])) == len(told["images"][page.path]), page.path
