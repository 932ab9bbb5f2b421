from __future__ import annotations

import random
from collections.abc import Iterable

import apache_beam as beam
import pytest
from apache_beam.runners.portability.fn_api_runner.fn_runner import FnApiRunner

from filters.duplicates.duplicates import Member
from filters.images.spread import Spread
from filters.judgement import Candidate, Judged, Reference, Seen, judge_images
from filters.judging import JudgeComponents
from filters.rules import Bound
from ingest.records import FAILED, KEPT, ImageFacts

IMAGE_RULES = {"documents": Bound(max=2), "shorter_side": Bound(min=64)}
DOCUMENT_RULES = {"images": Bound(min=1)}
FOUND: list[tuple[str, list[Judged]]] = []
"""What a pipeline of this process gave: Beam finds a module's functions by name, but would copy a closure's list."""


def judged(candidates: Iterable[Candidate], facts: Iterable[ImageFacts]) -> dict[str, list[Judged]]:
    FOUND.clear()
    with beam.Pipeline(runner=FnApiRunner()) as pipeline:
        inputs = {
            "candidates": pipeline | "Candidates" >> beam.Create(list(candidates)),
            "facts": pipeline | "Facts" >> beam.Create(list(facts)),
        }
        _ = inputs | JudgeComponents(IMAGE_RULES, DOCUMENT_RULES) | "Keep" >> beam.MapTuple(_keep)
    assert len({component for component, _ in FOUND}) == len(FOUND)
    return dict(FOUND)


def _keep(component: str, group: Iterable[Judged]) -> None:
    FOUND.append((component, sorted(group, key=lambda each: each.candidate.member.id)))


def candidate(id: str, component: str, *urls: str) -> Candidate:
    return Candidate(
        Member(id, f"page {id}", id, ""), component, tuple(Reference(i, url) for i, url in enumerate(urls))
    )


def picture(url: str, sha256: str, side: int = 100) -> ImageFacts:
    return ImageFacts(url, KEPT, sha256=sha256, signals={"shorter_side": side})


def test_members_of_a_component_come_together_with_their_decisions() -> None:
    found = judged(
        [candidate("a", "a", "u", "v"), candidate("b", "a"), candidate("c", "c", "v")],
        [picture("u", "1"), picture("v", "2", 9), picture("unasked", "3")],
    )
    assert {component: [each.candidate.member.id for each in group] for component, group in found.items()} == {
        "a": ["a", "b"],
        "c": ["c"],
    }
    first, second = found["a"]
    assert [decision.rule for decision in first.decisions] == ["", "image.shorter_side"]
    assert (first.passes, second.passes, found["c"][0].passes) == (True, False, False)


def test_a_picture_is_counted_by_its_bytes_and_once_a_component() -> None:
    everywhere = [candidate(id, id, f"u{id}") for id in "abc"]  # three URLs, one picture
    copies = [candidate(id, "x", "copied") for id in "xyz"]  # three documents that say the same
    facts = [*(picture(f"u{id}", "same") for id in "abc"), picture("copied", "other")]
    found = judged([*everywhere, *copies], facts)
    assert {found[id][0].decisions[0].rule for id in "abc"} == {"image.documents"}
    assert found["a"][0].decisions[0].value == "3"
    assert [each.passes for each in found["x"]] == [True, True, True]
    assert {each.pictures[0].spread.documents for each in found["x"]} == {1}


def test_what_has_not_been_fetched_keeps_its_document_open() -> None:
    found = judged([candidate("a", "a", "u", "late", "later")], [picture("u", "1")])
    assert (found["a"][0].passes, found["a"][0].missing) == (None, ("late", "later"))


def test_failed_images_are_counted_with_no_other() -> None:
    facts = [ImageFacts(f"u{id}", FAILED, "dns") for id in "abcd"]
    found = judged([candidate(id, id, f"u{id}") for id in "abcd"], facts)
    assert {group[0].decisions[0].rule for group in found.values()} == {"image.fetch"}


def test_nothing_in_nothing_out() -> None:
    assert judged([], [picture("u", "1")]) == {}


@pytest.mark.parametrize("seed", [1, 2])
def test_the_graph_says_what_a_loop_over_all_would(seed: int) -> None:
    chance = random.Random(seed)
    facts = {
        f"u{n}": picture(f"u{n}", f"sha{chance.randrange(12)}", chance.choice([9, 100]))
        if chance.random() < 0.8
        else ImageFacts(f"u{n}", FAILED, "dns")
        for n in range(20)
    }
    candidates = [
        candidate(f"{n:02d}", f"{chance.randrange(n + 1):02d}", *(f"u{chance.randrange(22)}" for _ in range(n % 4)))
        for n in range(30)
    ]
    shown: dict[str, set[str]] = {}
    for each in candidates:
        for image in each.images:
            if image.url in facts:
                shown.setdefault(facts[image.url].sha256, set()).add(each.component)
    expected: dict[str, list[Judged]] = {}
    for each in candidates:
        seen = [
            Seen(i.element, f := facts.get(i.url), Spread(len(shown.get(f.sha256, "-")) if f else 1, 1))
            for i in each.images
        ]
        group = expected.setdefault(each.component, [])
        group.append(judge_images(each, seen, IMAGE_RULES, DOCUMENT_RULES))
    found = judged(candidates, facts.values())
    assert _essence(found) == _essence(expected)


def _essence(groups: dict[str, list[Judged]]) -> dict[str, list[object]]:
    return {
        component: [(each.candidate, each.passes, each.decisions, each.missing) for each in group]
        for component, group in groups.items()
    }
