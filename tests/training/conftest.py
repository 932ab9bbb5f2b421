"""Torch on one thread (on tiny tensors several wait for one another), and what tests of whole trainings share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from tests.flat_store import PLACES, SCHEME, place
from tests.training.tiny_run import Tiny, save_datasets
from tests.training.tiny_weights import Weights, save_weights

torch.set_num_threads(1)


@pytest.fixture(params=PLACES)
def root(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A place for files: a local folder, and a bucket without folders."""
    with place(request.param, tmp_path) as found:
        yield found


@pytest.fixture
def bucket(tmp_path: Path) -> Iterator[str]:
    """A bucket without folders."""
    with place(SCHEME, tmp_path) as found:
        yield found


@pytest.fixture(scope="session")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Weights:
    """Folders of a tiny language model and a tiny vision encoder; nobody changes them."""
    return save_weights(tmp_path_factory.mktemp("weights"))


@pytest.fixture(scope="session")
def tiny_training(weights: Weights, tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    """Weights and datasets of a tiny training; nobody changes them."""
    return save_datasets(tmp_path_factory.mktemp("datasets"), weights)
