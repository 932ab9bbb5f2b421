from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.records import DROPPED, FAILED, KEPT
from shards.ledger import Ledger, LedgerError, Tally, tally_rows

ROWS = st.lists(st.tuples(st.sampled_from([KEPT, DROPPED, FAILED]), st.sampled_from(["", "dns", "robots"])))


@given(ROWS)
def test_every_row_is_counted_once(rows: list[tuple[str, str]]) -> None:
    tally = tally_rows(rows)
    assert tally.total == len(rows)
    assert tally.kept == sum(outcome == KEPT for outcome, _ in rows)
    for reason, number in tally.dropped.items():
        assert number == rows.count((DROPPED, reason))
    Ledger("rows", len(rows), tally).check()


@given(ROWS, ROWS)
def test_tallies_add_up_as_their_rows_do(one: list[tuple[str, str]], other: list[tuple[str, str]]) -> None:
    both = tally_rows(one) + tally_rows(other)
    assert both == tally_rows(one + other)
    assert list(both.dropped) == sorted(both.dropped)
    assert both + Tally() == both


@given(ROWS)
def test_a_ledger_comes_back_from_json(rows: list[tuple[str, str]]) -> None:
    ledger = Ledger("rows", len(rows), tally_rows(rows))
    data = json.loads(json.dumps(ledger.to_json()))
    assert Ledger.from_json(data) == ledger
    assert data["in"] == len(rows)


@pytest.mark.parametrize(("taken", "difference"), [(2, r"-1"), (4, r"\+1")])
def test_one_row_lost_or_doubled_fails(taken: int, difference: str) -> None:
    tally = Tally(1, {"robots": 1}, {"dns": 1})
    Ledger("pages", 3, tally).check()
    with pytest.raises(LedgerError, match=rf"{taken} pages went in, 3 are accounted for \({difference}\).*--overwrite"):
        Ledger("pages", taken, tally).check()


def test_a_row_that_ended_in_no_known_way_fails() -> None:
    with pytest.raises(LedgerError, match="a row ended as 'lost', which is none of kept, dropped, failed"):
        tally_rows([(KEPT, ""), ("lost", "somewhere")])


def test_more_failures_than_the_share_allows_fail_with_their_reasons() -> None:
    ledger = Ledger("images", 10, Tally(6, {}, {"dns": 1, "timeout": 3}))
    ledger.check(0.4)
    with pytest.raises(LedgerError, match=r"4 of 10 images failed \(dns 1, timeout 3\).*0\.39"):
        ledger.check(0.39)


def test_an_empty_ledger_is_in_order() -> None:
    Ledger("pages", 0, Tally()).check(0.0)
    assert tally_rows([]) == Tally()
