"""Whose a run's folder is: the training that was begun last. Workers of one that was killed may live on for a while."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from shards import storage

FILE = "claim"


class TakenError(ValueError):
    """Another training has begun in the same folder."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim to a run's folder.

    Attributes:
        folder: Of the run.
        token: Of the training.
    """

    folder: str
    token: str

    @classmethod
    def stake(cls, folder: str) -> Claim:
        """Take a folder over from whoever has it."""
        claim = cls(folder, uuid.uuid4().hex)
        with storage.published(storage.join(folder, FILE)) as stream:
            stream.write(claim.token.encode())
        return claim

    def require(self) -> None:
        """Make sure that nobody else has taken the folder.

        Raises:
            TakenError: Somebody has.
        """
        if storage.read_bytes(storage.join(self.folder, FILE)).decode(errors="replace") != self.token:
            raise TakenError(
                f"another training has begun in {self.folder}, so this one stops: "
                f"let one of them alone, or give it another folder with --run NAME"
            )
