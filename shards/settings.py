"""What a recipe says of shards."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class ShardSettings(BaseModel):
    """The `[shards]` section."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    target_bytes: int = Field(
        default=512 * 1024 * 1024, ge=10_000, description="Bytes a shard should have; their number follows from it."
    )
    rows_per_part: int = Field(
        default=50_000, ge=1, description="Documents a part of shortlist and selection should have."
    )
    licence: str = Field(
        default="other",
        pattern=r"^[a-z0-9.-]+$",
        description="Licence named in the dataset card, as the Hub spells it.",
    )
