"""Commands that need what m3w does not bring along by itself."""

from __future__ import annotations

import importlib
from typing import Any


def needs_training(module: str) -> Any:
    """Import a module that needs torch; other commands do without.

    Raises:
        ValueError: The extra `train` is not installed.
    """
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        raise ValueError(
            f"{error.name} is not installed, which this command needs: "
            f"install m3w with its extra `train` (pip install -c constraints.txt 'm3w[train]')"
        ) from error
