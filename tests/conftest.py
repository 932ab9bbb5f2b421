"""What every test shares: names of test cases that are the same in every process."""

import pytest


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Name a case of bytes by its argument: packed bytes hold the time, and xdist's workers must agree on names."""
    return argname if isinstance(val, bytes) else None
