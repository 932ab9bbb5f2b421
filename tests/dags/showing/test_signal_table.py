from __future__ import annotations

from dags.showing.signal_table import SECTIONS, signal_table
from tests.dags.running import ROOT


def test_the_page_of_signals_is_made_of_their_docstrings() -> None:
    assert (ROOT / "docs" / "signals.md").read_text() == signal_table(), "run `make docs`"


def test_every_signal_has_a_line_that_says_something() -> None:
    lines = [line for line in signal_table().splitlines() if line.startswith("| `")]
    assert len(lines) == sum(len(specs) for _, specs in SECTIONS)
    for line in lines:
        name, values, said = (cell.strip() for cell in line.strip("|").split(" | "))
        assert len(said.split()) > 3, name
        assert values
