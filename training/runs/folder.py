"""Where the things of a run lie."""

from __future__ import annotations

from dataclasses import dataclass

from shards import storage


@dataclass(frozen=True, slots=True)
class RunFolder:
    """The folder of a run.

    Attributes:
        path: Local path or URL.
    """

    path: str

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
