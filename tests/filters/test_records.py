from __future__ import annotations

import pytest

from filters.records import SELECT, SHORTLIST, Decision, dropped, kept
from ingest.records import DROPPED, KEPT


def test_a_kept_subject_names_no_rule() -> None:
    assert kept("d", 3, SELECT) == Decision("d", 3, SELECT, "", "", "", KEPT)


@pytest.mark.parametrize(
    ("value", "text"), [(0.1 + 0.2, "0.3"), (2.0, "2"), (1234567, "1234567"), ("de", "de"), (1 / 3, "0.333333")]
)
def test_a_dropped_one_names_rule_value_and_bound(value: object, text: str) -> None:
    found = dropped("d", None, SHORTLIST, "document.words", value, ">= 50")
    assert found == Decision("d", None, SHORTLIST, "document.words", text, ">= 50", DROPPED)
