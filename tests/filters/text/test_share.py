from __future__ import annotations

from filters.text.share import share


def test_no_whole_has_no_parts() -> None:
    assert share(1, 4) == 0.25
    assert share(0, 0) == share(3, 0) == 0
    assert isinstance(share(0, 0), float)
