"""The texts of finished datasets of shards, in a fixed order."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from dom_parsing.records import RecordRef
from shards import manifest
from shards.pairs import DATASET as PAIRS
from shards.pairs import FORMAT as PAIR
from shards.ranges import read_ahead
from shards.sample import FORMAT as DOCUMENT
from training.data.samples import Samples
from training.data.shard_index import Sample
from training.data.tokens import PARAGRAPHS

Kind = Literal["documents", "pairs"]
DATASETS: Mapping[Kind, str] = {"documents": "shards", "pairs": PAIRS}
FORMATS: Mapping[Kind, str] = {"documents": DOCUMENT, "pairs": PAIR}


@dataclass(frozen=True, slots=True)
class Source:
    """A finished dataset that texts are read from.

    Attributes:
        path: Its folder, a local path or a URL.
        kind: `documents` or `pairs`.
    """

    path: str
    kind: Kind

    def digest(self) -> str:
        """Return the SHA-256 of its manifest.

        Raises:
            DatasetError: It is not finished, or another dataset.
        """
        return manifest.digest(manifest.load(self.path, DATASETS[self.kind]))


def texts_of(sources: Sequence[Source], max_characters: int) -> Iterator[str]:
    """Yield the text of every sample, source by source; none is empty.

    Where there is more than the limit, each source gives an equal part of it: its first samples, which are as good as
    any, for samples lie in the order of hashes.

    Args:
        sources: The datasets.
        max_characters: Most characters of all texts together; the last one of a source is cut.

    Raises:
        DatasetError: A dataset is not finished, or another one.
        ValueError: A sample is of another format.
    """
    for source in sources:
        room = max_characters // len(sources)
        for text in _texts(source):
            yield text[:room]
            room -= len(text)
            if room <= 0:
                break


def text_of(record: Mapping[str, Any], kind: Kind) -> str:
    """Return the text of a sample: a document's paragraphs, or a caption.

    Args:
        record: What is in its `KEY.json`.
        kind: What it should be.

    Raises:
        ValueError: The record is of another format.
    """
    if record.get("format") != FORMATS[kind]:
        raise ValueError(f"its format is {record.get('format')!r}, not {FORMATS[kind]!r}")
    if kind == "pairs":
        return str(record["caption"])
    return PARAGRAPHS.join(each["text"] for each in record["elements"] if each["type"] == "text")


def _texts(source: Source) -> Iterator[str]:
    samples = Samples.open(source.path, DATASETS[source.kind])
    for sample, found in read_ahead((samples[number] for number in range(len(samples))), _record, str):
        (ref,) = _record(sample)
        try:
            text = text_of(json.loads(found[ref]), source.kind)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ValueError(
                f"sample {sample.key} of {ref.path} can't be learnt from ({error}): check it with `m3w verify`"
            ) from error
        if text:
            yield text


def _record(sample: Sample) -> list[RecordRef]:
    return [sample.members["json"]]
