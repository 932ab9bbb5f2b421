"""What a forgetting has set out to do: noted before anything is done, so that one that was cut off goes on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from dags.forgetting.closure import Closure
from dags.forgetting.cuts import Cut
from dags.tombstones import MARKER, files_of, folder_of, path_of
from ingest.opt_outs.tombstones import Notice
from shards import storage
from shards.dataset import Corpus
from shards.fingerprint import canonical_json
from shards.manifest import DatasetError


@dataclass(frozen=True, slots=True)
class Undertaking:
    """A forgetting that has begun.

    Attributes:
        path: Where its tombstones go.
        notice: They.
        cuts: The cuts of the corpus before it.
        pages: Pages at hand that were asked for.
        twins: Pages and images that go as they say the same.
        images: Images that go with their pages.
    """

    path: str
    notice: Notice
    cuts: tuple[Cut, ...]
    pages: int
    twins: int
    images: int

    @classmethod
    def of(cls, corpus: Corpus, closure: Closure, notice: Notice, cuts: tuple[Cut, ...]) -> Undertaking:
        """Return what is to be done; its tombstones are the next file of the corpus."""
        numbers = len(closure.pages), len(closure.twins), len(closure.images)
        return cls(path_of(corpus, len(files_of(corpus)) + 1), notice, cuts, *numbers)

    @classmethod
    def cut_off(cls, corpus: Corpus) -> Undertaking | None:
        """Return the one that was cut off in a corpus, if one was.

        Raises:
            DatasetError: Its note can't be read.
        """
        path = _marker(corpus)
        if not storage.exists(path):
            return None
        try:
            return _from_json(json.loads(storage.read_bytes(path)), corpus)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise DatasetError(f"{path} can't be read ({error!r}): restore it from a copy") from error

    def begin(self, corpus: Corpus) -> None:
        """Note it: from now on every job waits for its end."""
        note = {**asdict(self), "notice": self.notice.to_json(), "path": corpus.relative(self.path)}
        with storage.published(_marker(corpus)) as stream:
            stream.write(canonical_json(note).encode())

    def end(self, corpus: Corpus) -> None:
        """Take the note away."""
        storage.remove_temporaries(folder_of(corpus))
        storage.remove([_marker(corpus)])


def _marker(corpus: Corpus) -> str:
    return storage.join(folder_of(corpus), MARKER)


def _from_json(data: Mapping[str, Any], corpus: Corpus) -> Undertaking:
    return Undertaking(
        corpus.resolve(data["path"]),
        Notice.from_json(data["notice"]),
        tuple(Cut.from_json(cut) for cut in data["cuts"]),
        data["pages"],
        data["twins"],
        data["images"],
    )
