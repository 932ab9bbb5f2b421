"""A cluster is sent our code, and the libraries in the versions of this machine."""

from __future__ import annotations

from importlib.metadata import version
from typing import Literal

import pytest

import training
from training.runs.shipping import PACKAGES, folder_of, pinned, runtime_environment


def test_every_package_is_found_with_its_code() -> None:
    for package in PACKAGES:
        folder = folder_of(package)
        assert folder.name == package
        assert any(folder.rglob("*.py")) or any(folder.rglob("*.toml"))
    assert str(folder_of("training")) in list(training.__path__)


def test_libraries_are_those_of_this_machine_without_ray_and_without_what_tests_need() -> None:
    found = dict(line.split("==") for line in pinned())
    assert {"torch", "transformers", "safetensors", "apache-beam", "pillow"} <= found.keys()
    assert not {"ray", "pytest", "ruff", "gcsfs", "hypothesis"} & found.keys()
    assert all(version(name).startswith(pinned_to) for name, pinned_to in found.items())


@pytest.mark.parametrize(
    ("ship", "keys"),
    [
        ("nothing", set()),
        ("code", {"py_modules", "excludes"}),
        ("environment", {"py_modules", "excludes", "pip"}),
    ],
)
def test_what_is_shipped_is_what_was_asked_for(ship: Literal["code", "environment", "nothing"], keys: set[str]) -> None:
    environment = runtime_environment(ship)
    assert environment.keys() == keys
