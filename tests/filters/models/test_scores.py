from __future__ import annotations

import math

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from filters.models.scores import SCORES, Score, score, score_from_row, score_row
from ingest.records import FAILED


def test_scores_come_back_as_they_were() -> None:
    scores = [
        Score("nsfw", "m", "aa", None, 0.25),
        Score("clip_similarity", "m", "d", 3, 0.5, paragraphs=(0, 2), similarities=(0.5, -0.25)),
        Score("nsfw", "m", "bb", None, None, FAILED, "damaged"),
    ]
    sink = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pylist([score_row(each) for each in scores], SCORES), sink)
    rows = pq.read_table(pa.BufferReader(sink.getvalue())).to_pylist()
    assert [score_from_row(row) for row in rows] == scores


def test_a_row_may_be_read_without_its_matrix() -> None:
    row = score_row(Score("clip_similarity", "m", "d", 3, 0.5, paragraphs=(0,), similarities=(0.5,)))
    short = {name: value for name, value in row.items() if name not in ("paragraphs", "similarities")}
    assert score_from_row(short) == Score("clip_similarity", "m", "d", 3, 0.5)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_not_finite_failed_and_passes_no_rule(value: float) -> None:
    found = score("nsfw", "m", "aa", None, value)
    assert (found.value, found.outcome, found.reason) == (None, FAILED, "not-finite")
    assert found.judged_as is not None
    assert math.isnan(found.judged_as)


def test_what_does_not_apply_has_no_value_and_breaks_no_rule() -> None:
    assert score("clip_similarity", "m", "d", 1, None).judged_as is None
