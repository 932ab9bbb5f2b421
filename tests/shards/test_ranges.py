from __future__ import annotations

from collections.abc import Generator, Iterator
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dom_parsing.records import RecordRef
from shards.ranges import WINDOW, Range, coalesce, read_ahead, read_range

REFS = st.lists(st.builds(RecordRef, st.sampled_from(["a", "b"]), st.integers(0, 300), st.integers(0, 60)), max_size=25)


@given(REFS, st.integers(0, 40), st.integers(1, 120), st.randoms(use_true_random=False))
def test_ranges_hold_every_record_once_and_read_no_more_than_allowed(
    refs: list[RecordRef], gap: int, largest: int, random: Random
) -> None:
    ranges = coalesce(refs, gap, largest)
    assert sorted(ref for span in ranges for ref in span.refs) == sorted(set(refs))
    for span in ranges:
        assert all(ref.path == span.path for ref in span.refs)
        assert span.offset == min(ref.offset for ref in span.refs)
        assert span.offset + span.length == max(ref.offset + ref.length for ref in span.refs)
        longest = max(ref.length for ref in span.refs)
        assert span.length <= max(largest, longest)
        assert sum(ref.length for ref in span.refs) <= max(largest, longest)
        wanted = {byte for ref in span.refs for byte in range(ref.offset, ref.offset + ref.length)}
        assert longest_run_outside(span, wanted) <= gap
    random.shuffle(refs)
    assert coalesce(refs + refs[:3], gap, largest) == ranges


def longest_run_outside(span: Range, wanted: set[int]) -> int:
    """Count the longest run of bytes of a range that belong to no record, byte by byte."""
    longest = run = 0
    for byte in range(span.offset, span.offset + span.length):
        run = 0 if byte in wanted else run + 1
        longest = max(longest, run)
    return longest


@given(REFS, st.integers(0, 40))
def test_neighbours_are_read_together_whenever_they_may(refs: list[RecordRef], gap: int) -> None:
    for one, other in pairwise(coalesce(refs, gap, 10**9)):
        assert one.path != other.path or other.offset > one.offset + one.length + gap


@pytest.mark.parametrize(("gap", "ranges"), [(9, 2), (10, 1)])
def test_the_gap_is_counted_in_bytes_between_two_records(gap: int, ranges: int) -> None:
    assert len(coalesce([RecordRef("a", 0, 10), RecordRef("a", 20, 5)], gap, 100)) == ranges


@pytest.mark.parametrize(("largest", "ranges"), [(24, 2), (25, 1)])
def test_the_largest_range_is_counted_in_bytes_read(largest: int, ranges: int) -> None:
    assert len(coalesce([RecordRef("a", 100, 10), RecordRef("a", 120, 5)], 100, largest)) == ranges


def test_records_that_overlap_take_no_more_together_than_a_range() -> None:
    refs = [RecordRef("a", offset, 100 - offset) for offset in range(50)]
    ranges = coalesce(refs, gap=10, largest=300)
    assert [ref for span in ranges for ref in span.refs] == refs
    assert max(sum(ref.length for ref in span.refs) for span in ranges) <= 300


def test_a_record_larger_than_any_range_is_read_by_itself() -> None:
    big, small = RecordRef("a", 0, 1000), RecordRef("a", 1000, 5)
    assert coalesce([small, big], gap=10, largest=100) == [Range("a", 0, 1000, (big,)), Range("a", 1000, 5, (small,))]
    assert coalesce([]) == []


def files_in(folder: Path) -> dict[str, bytes]:
    files = {name: Random(name).randbytes(5000) for name in ("a", "b")}
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return files


def test_every_item_comes_in_order_with_the_bytes_of_its_records(tmp_path: Path) -> None:
    files = files_in(tmp_path)
    chance = Random(1)

    def some_refs() -> list[RecordRef]:
        found = (RecordRef(chance.choice("ab"), chance.randrange(4900), chance.randrange(100)) for _ in range(4))
        return list(found)[: chance.randrange(5)]

    refs = {number: some_refs() for number in range(3 * WINDOW + 5)}
    found = list(read_ahead(refs, refs.__getitem__, lambda path: str(tmp_path / path)))
    assert [item for item, _ in found] == list(refs)
    for item, records in found:
        assert records == {ref: files[ref.path][ref.offset : ref.offset + ref.length] for ref in refs[item]}


def test_no_items_give_nothing(tmp_path: Path) -> None:
    assert list(read_ahead([], lambda _: [], str)) == []


def test_what_is_not_needed_yet_is_not_taken(tmp_path: Path) -> None:
    taken = []

    def items() -> Iterator[int]:
        for number in range(10 * WINDOW):
            taken.append(number)
            yield number

    source = read_ahead(items(), lambda _: [], str)
    assert next(source)[0] == 0
    assert len(taken) == 2 * WINDOW
    assert isinstance(source, Generator)
    source.close()


def test_a_file_that_ends_too_early_is_named(tmp_path: Path) -> None:
    files_in(tmp_path)
    short = RecordRef("a", 4990, 11)
    with pytest.raises(EOFError, match="a ends before byte 5001: it is not the file its rows describe"):
        list(read_ahead([1], lambda _: [short], lambda path: str(tmp_path / path)))
    whole = RecordRef("a", 4990, 10)
    assert len(read_range(coalesce([whole])[0], lambda path: str(tmp_path / path))[whole]) == 10


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        list(read_ahead([1], lambda _: [RecordRef("gone", 0, 1)], lambda path: str(tmp_path / path)))
