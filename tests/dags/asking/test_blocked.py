"""What a shortlist dropped by blocklist, by places in columns."""

import pyarrow as pa
import pyarrow.parquet as pq

from dags.asking.blocked import blocked_in, nothing_blocked
from filters.tables import DECISIONS

IDS = pa.chunked_array([pa.array(["a", "b", "c"])])
ELEMENTS = pa.chunked_array([pa.array([["x"], [], ["y", "z", "w"]])])


def row(subject, element, rule):
    return {"subject": subject, "element": element, "rule": rule}


def test_documents_and_elements_are_found_by_their_places(tmp_path):
    rows = [
        row("b", None, "document.blocklist"),
        row("b", None, "document.words"),
        row("c", 2, "image.blocklist"),
        row("a", 0, "image.blocklist"),
        row("c", 1, "image.documents"),
        row("other", 0, "image.blocklist"),
    ]
    pq.write_table(pa.Table.from_pylist(rows, schema=DECISIONS), tmp_path / "decisions.parquet")
    found = blocked_in([str(tmp_path / "decisions.parquet")], IDS, ELEMENTS)
    assert found.documents.tolist() == [False, True, False]
    assert sorted(found.elements.tolist()) == [0, 3]


def test_nothing_is_blocked_without_lists():
    assert not nothing_blocked(2).documents.any()
    assert len(nothing_blocked(2).elements) == 0
