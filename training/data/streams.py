"""A stream: one dataset of one cut, in an order that any number of workers share, from any position on."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Protocol

from torch import Tensor

from dom_parsing.records import RecordRef
from shards.ranges import read_ahead
from training.data.ahead import worked_ahead
from training.data.chance import Luck
from training.data.drafts import NOTHING, Draft
from training.data.examples import Example
from training.data.order import place
from training.data.pictures import LARGEST, Pictures
from training.data.samples import Samples
from training.data.shard_index import Sample
from training.data.share import Share

WINDOW = 16
"""Samples whose bytes are read together, the next such window meanwhile."""


class Maker(Protocol):
    """Makes examples of samples: `Documents` or `Pairs`."""

    def draft(self, sample: Sample, record: Mapping[str, Any], luck: Luck) -> Draft:
        """Return the sequence, before its pictures are read."""
        ...

    def finish(self, key: str, draft: Draft, pictures: Sequence[Tensor | None]) -> Example:
        """Return the example; None stands for pictures that could not be decoded."""
        ...


@dataclass(frozen=True, slots=True)
class Pace:
    """How a stream is gone through.

    Attributes:
        batch_size: Examples of an update, of all workers together.
        seed: Of order and chance.
        block: Samples that lie side by side and stay together (see `order.place`).
        threads: Threads that decode pictures ahead of need; 0 for none.
    """

    batch_size: int
    seed: int = 0
    block: int = 1
    threads: int = 0


@dataclass(frozen=True, slots=True)
class _Work:
    """A sample on its way to an example."""

    sample: Sample
    luck: Luck
    draft: Draft = NOTHING

    def record(self) -> list[RecordRef]:
        """Return where the record of the sample lies."""
        return [self.sample.members["json"]]

    def pictures(self) -> list[RecordRef]:
        """Return where the pictures of the draft lie; none that is too large to be read."""
        refs = (self.sample.members[member] for member in self.draft.members)
        return [ref for ref in refs if ref.length <= LARGEST]


class Stream:
    """Gives this worker's part of each update, for ever.

    An update takes `batch_size` positions of the epochs laid end to end, whatever the number of workers; so all
    workers together see the same examples, and the state is the same for all.

    Args:
        samples: The dataset.
        maker: Makes examples of its samples.
        pictures: Makes tensors of its images.
        pace: How it is gone through.
        share: Which worker this is.

    Raises:
        ValueError: An update has fewer examples than there are workers.
    """

    def __init__(self, samples: Samples, maker: Maker, pictures: Pictures, pace: Pace, share: Share) -> None:
        if pace.batch_size < share.world_size:
            raise ValueError(
                f"batch_size = {pace.batch_size} leaves some of {share.world_size} workers without an example: "
                f"raise it, or take fewer workers"
            )
        self._samples, self._maker, self._pictures, self._pace, self._share = samples, maker, pictures, pace, share
        self._position = 0
        self._coming: Iterator[Example] | None = None

    def take(self) -> list[Example]:
        """Return this worker's examples of the next update."""
        if self._coming is None:
            self._coming = self._examples(self._position)
        self._position += self._pace.batch_size
        return list(islice(self._coming, len(self._share.of(self._pace.batch_size))))

    def state(self) -> dict[str, int]:
        """Return where the stream is: the same for every worker, and for any number of workers."""
        epoch, position = divmod(self._position, len(self._samples))
        return {"epoch": epoch, "position": position}

    def restore(self, state: Mapping[str, int]) -> None:
        """Go on from a state.

        Raises:
            ValueError: There is no such position in the dataset.
        """
        epoch, position = state["epoch"], state["position"]
        if epoch < 0 or not 0 <= position < len(self._samples):
            raise ValueError(
                f"there is no position {position} of epoch {epoch} in a dataset of {len(self._samples)} samples: "
                f"continue with the dataset that the checkpoint was made with"
            )
        self._position, self._coming = epoch * len(self._samples) + position, None

    def _examples(self, position: int) -> Iterator[Example]:
        records = read_ahead(self._works(position), _Work.record, str, WINDOW)
        drafted = (self._drafted(work, found) for work, found in records)
        return worked_ahead(read_ahead(drafted, _Work.pictures, str, WINDOW), self._finished, self._pace.threads)

    def _works(self, position: int) -> Iterator[_Work]:
        size, pace = len(self._samples), self._pace
        while True:
            for mine in self._share.of(pace.batch_size):
                epoch, at = divmod(position + mine, size)
                sample = self._samples[place(at, size, pace.seed, epoch, pace.block)]
                yield _Work(sample, Luck(pace.seed, epoch, sample.key))
            position += pace.batch_size

    def _drafted(self, work: _Work, found: Mapping[RecordRef, bytes]) -> _Work:
        (ref,) = work.record()
        try:
            draft = self._maker.draft(work.sample, json.loads(found[ref]), work.luck)
            _require(draft.members, work.sample)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ValueError(
                f"sample {work.sample.key} of {ref.path} can't be learnt from ({error}): check it with `m3w verify`"
            ) from error
        return _Work(work.sample, work.luck, draft)

    def _finished(self, job: tuple[_Work, Mapping[RecordRef, bytes]]) -> Example:
        work, found = job
        pictures = [self._picture(work, member, found) for member in work.draft.members]
        return self._maker.finish(work.sample.key, work.draft, pictures)

    def _picture(self, work: _Work, member: str, found: Mapping[RecordRef, bytes]) -> Tensor | None:
        data = found.get(work.sample.members[member])
        return None if data is None else self._pictures.tensor(data, work.luck.draw(f"picture {member}"))


def _require(members: Sequence[str], sample: Sample) -> None:
    missing = [member for member in members if member not in sample.members]
    if missing:
        raise ValueError(f"it names the image {missing[0]}, which is not there")
