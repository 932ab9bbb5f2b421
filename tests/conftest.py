"""What every test shares: names of test cases that are the same in every process."""

import pytest


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Name a case of bytes by its argument: packed bytes hold the time, and xdist's workers must agree on names."""
    return argname if isinstance(val, bytes) else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the file that takes longest (it starts Ray), so that no worker is left alone with it at the end."""
    items.sort(key=lambda item: item.path.name != "test_launch.py")
