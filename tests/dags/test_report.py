"""What a job says at its end."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dags.report import console, show_finished, show_ledgers
from shards.fingerprint import Provenance
from shards.ledger import Ledger, Tally
from shards.manifest import FileInfo, Manifest, PartInfo


def table_of(ledgers: Sequence[Ledger]) -> list[list[str]]:
    """Return the cells of each line that is printed, below title and heading."""
    with console.capture() as printed:
        show_ledgers("documents", ledgers)
    title, heading, *lines = printed.get().splitlines()
    assert title.strip() == "documents"
    assert heading.split() == ["reason", "number", "share"]
    return [line.split() for line in lines]


def test_every_line_of_a_ledger_is_shown_with_its_share() -> None:
    ledger = Ledger("WARC records", 2_000, Tally(1_500, {"redirect": 300, "status": 198}, {"crash": 2}))
    assert table_of([ledger]) == [
        ["WARC", "records", "in", "2,000"],
        ["kept", "1,500", "75.0", "%"],
        ["dropped", "redirect", "300", "15.0", "%"],
        ["dropped", "status", "198", "9.9", "%"],
        ["failed", "crash", "2", "0.1", "%"],
    ]


def test_nothing_in_is_no_division_by_zero() -> None:
    assert table_of([Ledger("images", 0, Tally())]) == [["images", "in", "0"], ["kept", "0"]]


counts = st.dictionaries(st.sampled_from(["one", "two", "three"]), st.integers(1, 10**9), max_size=3)


@given(st.integers(0, 10**9), counts, counts)
def test_the_numbers_shown_add_up(kept: int, dropped: dict[str, int], failed: dict[str, int]) -> None:
    tally = Tally(kept, dropped, failed)
    first, *rest = table_of([Ledger("units", tally.total, tally)])
    numbers = [next(int(cell.replace(",", "")) for cell in row if cell[0].isdigit()) for row in [first, *rest]]
    assert numbers[0] == sum(numbers[1:]) == tally.total


@pytest.mark.parametrize("hint", ["m3w x --corpus '/a b/[red]c' --recipe :cat:.toml", "m3w x --corpus /" + 300 * "a"])
def test_a_hint_is_printed_as_it_is(hint: str) -> None:
    provenance = Provenance("x", {}, {}, [])
    part = PartInfo("0", {"a": FileInfo("a", 1_500_000, "")})
    with console.capture() as printed:
        show_finished(Manifest("documents", provenance, [part], [], {}), "/corpus/documents", [hint])
    assert f"  next: {hint}\n" in printed.get()
    assert f"1 files, 1.50 MB in /corpus/documents (fingerprint {provenance.fingerprint})" in printed.get()
