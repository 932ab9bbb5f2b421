"""What a recipe says of shards."""

from __future__ import annotations

from typing import Literal

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
    longest_side: int | None = Field(
        default=None,
        ge=16,
        le=16_383,
        description="Longest side of an image; larger ones are shrunk and encoded anew. None: the original bytes.",
    )
    quality: int = Field(default=90, ge=1, le=95, description="JPEG quality of images that are encoded anew.")
    animations: Literal["keep", "first-frame"] = Field(
        default="keep", description="Whether an animation stays one, or its first frame is encoded anew."
    )
    licence: str = Field(
        default="other",
        pattern=r"^[a-z0-9.-]+$",
        description="Licence named in the dataset card, as the Hub spells it.",
    )

    @property
    def encodes_anew(self) -> bool:
        """Whether there may be images whose original bytes are not kept."""
        return self.longest_side is not None or self.animations != "keep"
