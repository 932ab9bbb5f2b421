from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations, permutations
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from dom_parsing.records import RecordRef
from filters.duplicates.duplicates import (
    PAGE,
    TEXT,
    DuplicateSettings,
    Member,
    in_order,
    in_preference,
    stars,
    survivors,
    undecided,
)
from filters.duplicates.minhash import Signature, similarity
from ingest.records import Capture

Passes = dict[str, bool | None]


def members_of(ties: Iterable[tuple[int, int, int]]) -> list[Member]:
    return in_order(
        Member(f"{number:02x}", f"page{page}", f"text{text}", f"20{year:02d}-01-01T00:00:00Z")
        for number, (page, text, year) in enumerate(ties)
    )


COMPONENTS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(0, 3)), max_size=9).map(members_of)


def with_passes(values: st.SearchStrategy[bool | None]) -> st.SearchStrategy[tuple[list[Member], Passes]]:
    def draw(members: list[Member]) -> st.SearchStrategy[tuple[list[Member], Passes]]:
        ids = [member.id for member in members]
        each = st.lists(values, min_size=len(ids), max_size=len(ids))
        return each.map(lambda found: (members, dict(zip(ids, found, strict=True))))

    return COMPONENTS.flatmap(draw)


KNOWN = with_passes(st.booleans())
PARTLY_KNOWN = with_passes(st.sampled_from([True, False, None]))


def tied(one: Member, other: Member) -> bool:
    return one.page == other.page or one.text == other.text


def kept_of(members: list[Member], passes: Passes) -> list[str]:
    return [verdict.id for verdict in survivors(members, passes) if not verdict.rule]


@given(KNOWN)
def test_a_dropped_member_that_passes_has_a_kept_witness_tied_to_it(given: tuple[list[Member], Passes]) -> None:
    members, passes = given
    by_id = {member.id: member for member in members}
    kept = set(kept_of(members, passes))
    place = {member.id: number for number, member in enumerate(members)}
    for verdict in survivors(members, passes):
        if not verdict.rule:
            continue
        one, other = by_id[verdict.id], by_id[verdict.witness]
        assert verdict.witness in kept
        assert place[verdict.witness] < place[verdict.id]
        assert one.page == other.page if verdict.rule == PAGE else one.text == other.text
        assert verdict.rule in (PAGE, TEXT)


@given(KNOWN)
def test_every_passing_member_has_a_verdict_and_no_other_has(given: tuple[list[Member], Passes]) -> None:
    members, passes = given
    assert [verdict.id for verdict in survivors(members, passes)] == [m.id for m in members if passes[m.id]]


@given(KNOWN)
def test_no_two_kept_members_are_tied_and_one_stays_if_any_passes(given: tuple[list[Member], Passes]) -> None:
    members, passes = given
    by_id = {member.id: member for member in members}
    kept = kept_of(members, passes)
    assert not any(tied(by_id[one], by_id[other]) for one, other in combinations(kept, 2))
    assert bool(kept) == any(passes.values())
    for member in members:  # nothing could be added: the kept ones are a maximal choice
        if passes[member.id] and member.id not in kept:
            assert any(tied(member, by_id[id]) for id in kept)


@settings(max_examples=300)
@given(KNOWN, st.booleans())
def test_seeing_what_is_asked_for_ends_with_the_survivors_of_full_knowledge(
    given: tuple[list[Member], Passes], sparing: bool
) -> None:
    members, truth = given
    seen: Passes = dict.fromkeys(truth)
    rounds = 0
    while waiting := undecided(members, seen, sparing=sparing):
        assert all(seen[id] is None for id in waiting)
        seen |= {id: truth[id] for id in waiting}
        rounds += 1
        assert rounds <= len(members)
    assert kept_of(members, seen) == kept_of(members, truth)


@given(PARTLY_KNOWN, st.booleans())
def test_what_is_not_asked_for_could_change_nothing(given: tuple[list[Member], Passes], sparing: bool) -> None:
    members, passes = given
    if undecided(members, passes, sparing=sparing):
        return
    unknown = [id for id, value in passes.items() if value is None]
    for value in (True, False):
        assert kept_of(members, passes | dict.fromkeys(unknown, value)) == kept_of(members, passes)


@given(PARTLY_KNOWN)
def test_sparing_asks_for_no_two_that_are_tied_and_otherwise_for_all_it_could_need(
    given: tuple[list[Member], Passes],
) -> None:
    members, passes = given
    by_id = {member.id: member for member in members}
    spared = undecided(members, passes, sparing=True)
    assert not any(tied(by_id[one], by_id[other]) for one, other in combinations(spared, 2))
    every = undecided(members, passes, sparing=False)
    assert bool(spared) == bool(every)
    assert spared[:1] == every[:1]


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 2)), max_size=7),
    st.randoms(use_true_random=False),
)
def test_the_order_depends_on_the_members_only(ties: list[tuple[int, int, int]], random: Random) -> None:
    members = members_of(ties)
    shuffled = list(members)
    random.shuffle(shuffled)
    assert in_order(shuffled) == members


def test_latest_captures_come_first_by_id_then_older_ones_later_ones_first() -> None:
    def member(id: str, page: str, date: str) -> Member:
        return Member(id, page, id, date)

    ordered = [
        member("b", "q", "2023"),
        member("c", "p", "2024"),
        member("d", "r", ""),
        member("e", "q", "2022"),
        member("a", "p", "2021"),
        member("f", "p", "2021"),
        member("g", "r", ""),
    ]
    for shuffled in permutations(ordered):
        assert in_order(shuffled) == ordered


def test_the_last_good_copy_stays_where_earlier_ones_break_a_rule() -> None:
    members = members_of([(0, 0, 3), (1, 0, 2), (2, 0, 1)])
    assert kept_of(members, {"00": False, "01": False, "02": True}) == ["02"]


def test_captures_of_one_id_speak_in_the_order_of_their_dates() -> None:
    def capture(date: str, offset: int | None) -> Capture:
        source = None if offset is None else RecordRef("a.warc.gz", offset, 10)
        return Capture("p", "https://a.example/", 0, 0, "kept", fetched_at=date, source=source)

    ordered = [capture("2024", 5), capture("2023", None), capture("2023", 1), capture("2023", 7), capture("", 0)]
    for shuffled in permutations(ordered):
        assert in_preference(shuffled) == ordered
    assert in_preference([]) == []


SIGNATURES = st.lists(st.lists(st.integers(0, 2), min_size=8, max_size=8), max_size=10).map(
    lambda rows: [(f"{number:02d}", np.array(row, dtype=np.uint32)) for number, row in enumerate(rows)]
)


@given(SIGNATURES, st.sampled_from([0.5, 0.75, 1.0]))
def test_stars_tie_only_what_is_similar_and_leave_no_pair_without_a_hub(
    group: list[tuple[str, Signature]], threshold: float
) -> None:
    signatures = dict(group)
    edges = list(stars(group, threshold))
    hub_of = {other: hub for hub, other in edges}
    assert len(hub_of) == len(edges)
    for hub, other in edges:
        assert similarity(signatures[hub], signatures[other]) >= threshold
        assert hub not in hub_of  # a hub is nobody's spoke
    for one, other in combinations(signatures, 2):
        if similarity(signatures[one], signatures[other]) >= threshold:
            assert one in hub_of or other in hub_of


def test_equal_signatures_are_tied_in_one_pass() -> None:
    same = np.zeros(4, dtype=np.uint32)
    assert list(stars([("a", same), ("b", same), ("c", same)], 1.0)) == [("a", "b"), ("a", "c")]


@pytest.mark.parametrize(
    "given", [{"similarity": 0}, {"similarity": 1.1}, {"bands": 0}, {"rows": 65}, {"shingle": 0}, {"rowz": 3}]
)
def test_impossible_settings_are_refused(given: dict[str, float]) -> None:
    with pytest.raises(ValidationError):
        DuplicateSettings.model_validate(given)


def test_the_defaults_find_what_their_description_says() -> None:
    chosen = DuplicateSettings()
    found = {jaccard: 1 - (1 - jaccard**chosen.rows) ** chosen.bands for jaccard in (0.5, 0.8)}
    assert round(found[0.8], 2) == 0.92
    assert found[0.5] < 0.06
