from __future__ import annotations

import pytest

from training.runs.folder import RunFolder


def test_everything_lies_below_the_run_at_a_place_of_its_own(root: str) -> None:
    run = RunFolder(root)
    places = [run.checkpoints, run.language_model, run.vision_encoder, run.curve, run.ray]
    assert all(place.startswith(f"{root}/") for place in places)
    assert len(set(places)) == len(places)


@pytest.mark.parametrize("path", ["/corpus/runs/[a]", "/corpus/runs/a*", "gs://bucket/what?"])
def test_a_path_that_would_be_read_as_a_pattern_is_refused(path: str) -> None:
    """A run in such a folder would never find its own checkpoints."""
    with pytest.raises(ValueError, match=r"pattern: choose a folder without"):
        RunFolder(path)
