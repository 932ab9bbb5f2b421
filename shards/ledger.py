"""The ledger of a job: in = kept + dropped by reason + failed by reason, or the job has failed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ingest.records import DROPPED, FAILED, KEPT


class LedgerError(RuntimeError):
    """Something was lost, or too much failed."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows ended each way."""

    kept: int = 0
    dropped: Mapping[str, int] = field(default_factory=dict)
    failed: Mapping[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """All rows, however they ended."""
        return self.kept + sum(self.dropped.values()) + sum(self.failed.values())

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.kept + other.kept,
            dict(sorted((Counter(self.dropped) + Counter(other.dropped)).items())),
            dict(sorted((Counter(self.failed) + Counter(other.failed)).items())),
        )

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {"kept": self.kept, "dropped": dict(self.dropped), "failed": dict(self.failed)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Tally:
        """Read what `to_json` gave."""
        return cls(int(data["kept"]), dict(data["dropped"]), dict(data["failed"]))


def tally_rows(rows: Iterable[tuple[str, str]]) -> Tally:
    """Count (outcome, reason) pairs.

    Raises:
        LedgerError: An outcome is none of the three, so its row would be counted nowhere.
    """
    counts: dict[str, Counter[str]] = {KEPT: Counter(), DROPPED: Counter(), FAILED: Counter()}
    for (outcome, reason), number in Counter(rows).items():
        if outcome not in counts:
            raise LedgerError(f"a row ended as {outcome!r}, which is none of {', '.join(counts)}")
        counts[outcome][reason] += number
    return Tally(counts[KEPT].total(), dict(sorted(counts[DROPPED].items())), dict(sorted(counts[FAILED].items())))


@dataclass(frozen=True, slots=True)
class Ledger:
    """What went into a job, counted where it was read, against the rows that came out."""

    unit: str
    taken: int
    tally: Tally

    def check(self, max_failed_share: float = 1.0) -> None:
        """Hold the ledger to its equation.

        Args:
            max_failed_share: Failed rows allowed, as a share of `taken`.

        Raises:
            LedgerError: The two sides differ, or more failed than allowed.
        """
        if self.taken != self.tally.total:
            raise LedgerError(
                f"{self.taken} {self.unit} went in, {self.tally.total} are accounted for "
                f"({self.taken - self.tally.total:+d}): rows were lost or doubled; run the job again with --overwrite"
            )
        failed = sum(self.tally.failed.values())
        if failed > max_failed_share * self.taken:
            reasons = ", ".join(f"{reason} {number}" for reason, number in self.tally.failed.items())
            raise LedgerError(
                f"{failed} of {self.taken} {self.unit} failed ({reasons}), more than the share of "
                f"{max_failed_share} that max_failed_share allows; mend the cause or raise the limit in the recipe"
            )

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {"unit": self.unit, "in": self.taken, **self.tally.to_json()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Ledger:
        """Read what `to_json` gave."""
        return cls(str(data["unit"]), int(data["in"]), Tally.from_json(data))
