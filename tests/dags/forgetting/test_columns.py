"""A table is rewritten only where nothing of it would be lost."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dags.extraction.rows import RECORDS
from dags.forgetting.columns import require_known
from dags.forgetting.edits import EDITS
from dags.tables import DOCUMENTS


@pytest.mark.parametrize("kind", EDITS)
def test_tables_of_our_own_are_known(kind: str, tmp_path: Path) -> None:
    schema = EDITS[kind].schema
    path = tmp_path / "table.parquet"
    pq.write_table(schema.empty_table(), path, store_schema=False)
    require_known(str(path), schema)


def test_older_tables_with_fewer_columns_are_known(tmp_path: Path) -> None:
    path = tmp_path / "table.parquet"
    pq.write_table(RECORDS.empty_table().drop_columns(["detail", "id"]), path, store_schema=False)
    require_known(str(path), RECORDS)


def test_columns_that_would_be_lost_are_named(tmp_path: Path) -> None:
    path = tmp_path / "table.parquet"
    signals = DOCUMENTS.field("signals")
    more = pa.struct([*signals.type, pa.field("humour", pa.float64())])
    schema = DOCUMENTS.set(DOCUMENTS.get_field_index("signals"), pa.field("signals", more))
    pq.write_table(schema.empty_table(), path, store_schema=False)
    with pytest.raises(ValueError, match=r"does not know \(signals\.humour\): forget with the version"):
        require_known(str(path), DOCUMENTS)
