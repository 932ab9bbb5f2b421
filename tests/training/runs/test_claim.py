from __future__ import annotations

import pytest

from training.runs.claim import Claim, TakenError


def test_a_folder_is_theirs_who_claimed_it_last(root: str) -> None:
    first = Claim.stake(root)
    first.require()
    Claim(root, first.token).require()
    second = Claim.stake(root)
    second.require()
    with pytest.raises(TakenError, match=r"another training has begun in .*--run NAME"):
        first.require()
