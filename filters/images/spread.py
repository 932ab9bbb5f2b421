"""How widely a picture is shown: signals of the corpus."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import apache_beam as beam
from apache_beam.transforms.combiners import Count

from dom_parsing.records import Signal
from filters.signals import INFINITE, SignalSpec


@dataclass(frozen=True, slots=True)
class Spread:
    """Where a picture is shown.

    Attributes:
        documents: Components of duplicates that show it: documents that say the same count once.
        hosts: Hosts of these, of each component one: the first by name.
    """

    documents: int = 0
    hosts: int = 0

    @property
    def signals(self) -> dict[str, Signal]:
        """The signals by name."""
        return asdict(self)


NOWHERE = Spread()


class CountSpread(beam.PTransform[Any, Any]):
    """(picture, (component, host)) -> (picture, Spread)."""

    def expand(self, shown: Any) -> Any:
        """Take each component once, count them, count their hosts."""
        once = (
            shown
            | "ByComponent" >> beam.MapTuple(lambda picture, where: ((picture, where[0]), where[1]))
            | "OneHostEach" >> beam.CombinePerKey(min)
        )
        documents = once | "PictureOnly" >> beam.MapTuple(lambda key, _: (key[0], None)) | "Documents" >> Count.PerKey()
        hosts = (
            once
            | "PictureAndHost" >> beam.MapTuple(lambda key, host: (key[0], host))
            | "EachHostOnce" >> beam.Distinct()
            | "Hosts" >> Count.PerKey()
        )
        return {"documents": documents, "hosts": hosts} | beam.CoGroupByKey() | "Spread" >> beam.FlatMapTuple(_spread)


def _spread(picture: str, found: Mapping[str, Iterable[int]]) -> Iterator[tuple[str, Spread]]:
    (documents,), (hosts,) = found["documents"], found["hosts"]
    yield picture, Spread(documents, hosts)


DOCUMENTS = (
    "Documents that show the image: by its URL in `shortlist`, by its bytes in `select`. What says the same (a "
    "component of duplicates) counts once. OBELICS keeps up to 10, by URL."
)
HOSTS = "Hosts of the documents that show the image, counted likewise: of each component of duplicates one."
SPECS: tuple[SignalSpec[Any], ...] = (
    SignalSpec("documents", int, 0, INFINITE, None, about=DOCUMENTS),
    SignalSpec("hosts", int, 0, INFINITE, None, about=HOSTS),
)
