"""Every test of files runs on a local folder and on an object store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flat_store import PLACES, place


@pytest.fixture(params=PLACES)
def root(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A place for files."""
    with place(request.param, tmp_path) as found:
        yield found
