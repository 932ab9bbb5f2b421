"""One built site for all tests of the examples."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from examples.site.build import TRUTH, build
from examples.site.serve import Site, serving


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("site")
    build(target)
    return target


@pytest.fixture(scope="session")
def told(folder: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((folder / TRUTH).read_text(encoding="utf-8"))
    return content


@pytest.fixture
def site(folder: Path) -> Iterator[Site]:
    with serving(folder) as served:
        yield served
