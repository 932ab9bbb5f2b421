"""Where the things of a run lie."""

from __future__ import annotations

from dataclasses import dataclass

from shards import storage
from shards.dataset import PATTERN


@dataclass(frozen=True, slots=True)
class RunFolder:
    """The folder of a run.

    Attributes:
        path: Local path or URL.

    Raises:
        ValueError: Beam would read the path as a pattern, and the run would never find its own checkpoints.
    """

    path: str

    def __post_init__(self) -> None:
        found = PATTERN.search(self.path)
        if found:
            raise ValueError(
                f"--run {self.path!r} has a {found[0]!r} in it, which Beam reads as a pattern: "
                f"choose a folder without '*', '?' and '[' in its path"
            )

    @property
    def checkpoints(self) -> str:
        """Its checkpoints."""
        return storage.join(self.path, "checkpoints")

    @property
    def language_model(self) -> str:
        """The small language model that was trained for it."""
        return storage.join(self.path, "language-model")

    @property
    def vision_encoder(self) -> str:
        """The small vision encoder that was made for it."""
        return storage.join(self.path, "vision-encoder")

    @property
    def curve(self) -> str:
        """The picture of its losses."""
        return storage.join(self.path, "loss.png")

    @property
    def ray(self) -> str:
        """What Ray writes down for itself."""
        return storage.join(self.path, "ray")
