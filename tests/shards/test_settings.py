from __future__ import annotations

import pytest
from pydantic import ValidationError

from shards.settings import ShardSettings


def test_the_defaults_are_valid() -> None:
    assert ShardSettings.model_validate(ShardSettings().model_dump()) == ShardSettings()


@pytest.mark.parametrize(
    "given",
    [
        {"target_bytes": 9_999},
        {"rows_per_part": 0},
        {"licence": "CC BY"},
        {"licence": ""},
        {"licence": "mit\nextra: 1"},
        {"licence": "mit "},
        {"shards": 4},
    ],
)
def test_impossible_settings_are_refused(given: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        ShardSettings.model_validate(given)
