from __future__ import annotations

import sys

import pytest

from dags.command_line.extras import needs_training


def test_what_is_installed_is_imported() -> None:
    assert needs_training("dags.training.train").__name__ == "dags.training.train"


def test_without_torch_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("dags.scoring.") or name.split(".")[0] == "torch"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(ValueError, match=r"torch is not installed.*extra `train`"):
        needs_training("dags.scoring.scorers")
