"""The last word on documents and elements: who stays, by which rule the others go, and that none is forgotten."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dags.cutting.select import Fate, Skeleton, conclude, fates_of
from filters.duplicates.duplicates import Member
from filters.judgement import Candidate, Judged, Reference
from filters.records import SELECT, SHORTLIST, Decision, dropped, kept
from tests.dags.little_site import RECIPE, little_site, page, photo, prose
from tests.dags.small_corpus import SmallCorpus

ID = "0a" * 16


def judged(id: str, passes: bool | None, *, page: str = "", text: str = "", missing: tuple[str, ...] = ()) -> Judged:
    member = Member(id, page or f"page of {id}", text or f"text of {id}", f"date of {id}")
    return Judged(Candidate(member, "a", ()), (), passes, missing)


def rules_of(group: list[Judged]) -> dict[str, tuple[str, str]]:
    return {id: (fate.rule, fate.witness) for id, fate in fates_of("a", group)}


def test_of_equal_texts_the_smallest_id_that_passes_stays() -> None:
    group = [judged("c", True, text="t"), judged("b", True, text="t"), judged("a", False, text="t")]
    assert rules_of(group) == {"a": ("", ""), "b": ("", ""), "c": ("duplicate.text", "b")}


def test_of_captures_of_a_page_the_latest_that_passes_stays() -> None:
    group = [judged("a", True, page="p"), judged("b", True, page="p"), judged("c", False, page="p")]
    assert rules_of(group)["b"] == ("", "")
    assert rules_of(group)["a"] == ("duplicate.page", "b")


def test_a_member_whose_twin_stays_needs_no_images() -> None:
    group = [judged("a", True, text="t"), judged("b", None, text="t", missing=("u",))]
    assert rules_of(group)["b"] == ("duplicate.text", "a")


def test_a_member_that_may_stay_and_waits_for_images_is_named_with_the_remedy() -> None:
    with pytest.raises(ValueError, match=r"document a.*\(u\).*m3w images"):
        list(fates_of("a", [judged("a", None, missing=("u",)), judged("b", True)]))


@st.composite
def cases(draw: st.DrawFn) -> tuple[tuple[bool, ...], int, bool]:
    return tuple(draw(st.lists(st.booleans(), max_size=6))), draw(st.integers(0, 3)), draw(st.booleans())


@given(cases())
def test_no_document_and_no_element_is_forgotten(case: tuple[tuple[bool, ...], int, bool]) -> None:
    """Every capture, repeated or not, has one row for itself and one an element, whatever became of it."""
    is_image, repeats, stays = case
    skeletons = [Skeleton(f"2026-01-0{number + 1}", None, is_image) for number in range(repeats + 1)]
    first = kept(ID, None, SHORTLIST) if stays else dropped(ID, None, SHORTLIST, "document.words", 1, ">= 2")
    again = [dropped(ID, None, SHORTLIST, "duplicate.capture", "x", "one of each id") for _ in range(repeats)]
    pictures = tuple(Reference(index, "u") for index, image in enumerate(is_image) if image)
    candidate = Candidate(Member(ID, "p", ID, "2026"), ID, pictures)
    gone = [dropped(ID, picture.element, SELECT, "image.size", 1, ">= 2") for picture in pictures]
    fates = [Fate(Judged(candidate, tuple(gone), True))] if stays else []
    found: dict[str, list[Any]] = {"skeletons": skeletons, "early": [first, *again], "fate": fates, "edited": []}
    written = list(conclude(ID, found))
    decisions = [Decision(**row) for _, rows in written for kind, row in rows if kind == "decisions"]
    assert len(decisions) == (repeats + 1) * (1 + len(is_image))
    assert [key for key, _ in written] == sorted(key for key, _ in written)
    assert sum(kind == "selected" for _, rows in written for kind, _ in rows) == stays
    own = [row for row in decisions[: 1 + len(is_image)] if row.element is not None]
    expected = [("image.size" if image else "") if stays else "document" for image in is_image]
    assert [row.rule for row in own] == expected
    assert all(row.rule == "document" for row in decisions[1 + len(is_image) :] if row.element is not None)


def test_a_pictures_rules_are_applied_and_told_with_value_and_bound(tmp_path: Path) -> None:
    pictures = {
        "/good.jpg": photo("good"),
        "/same.jpg": photo("good"),
        "/small.jpg": photo("small", 20),
        "/other.jpg": photo("other"),
        "/more.jpg": photo("more"),
    }
    with little_site(pictures) as site:
        made = SmallCorpus(tmp_path, RECIPE.replace("images = { min = 1 }", "images = { min = 1, max = 2 }"))
        good, same, small, other, more = (site.url + path[1:] for path in pictures)
        made.extract(
            {
                "https://one.example/": page(prose(1), images=(good, same, small, good)),
                "https://two.example/": page(prose(2), images=(small,)),
                "https://three.example/": page(prose(3), images=(other, good, more)),
                "https://four.example/": page(prose(4)),
            }
        )
        made.make_cut(("shortlist", "images", "select"))
    assert made.fates() == {
        "https://one.example/": ("kept", ""),
        "https://two.example/": ("dropped", "document.images"),
        "https://three.example/": ("dropped", "document.images"),
        "https://four.example/": ("dropped", "document.images"),
    }
    id = made.ids()["https://one.example/"]
    rows = [row for row in made.rows(made.corpus.selection("little"), "decisions") if row["subject"] == id]
    elements = {row["element"]: (row["rule"], row["value"], row["bound"]) for row in rows}
    assert elements[1] == ("", "", "")
    assert elements[2] == ("image.repeated", "element 1", "once a document")
    assert elements[3] == ("image.shorter_side", "20", ">= 64")
    assert elements[4][0] == "image.repeated"
    (selected,) = made.rows(made.corpus.selection("little"), "selected")
    assert [picture["element"] for picture in selected["pictures"]] == [1]
    totals = made.corpus.selection("little").require()[0].manifest.totals
    assert totals["bytes"] == selected["pictures"][0]["size"] + selected["characters"]
