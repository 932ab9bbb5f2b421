"""What a cut has seen of datasets that grow: the number of generations there were when it had all it needs."""

from __future__ import annotations

import json

from shards import storage
from shards.dataset import Corpus

IMAGES = "images.json"


def generations_in(corpus: Corpus, cut: str, view: str) -> int:
    """Return the number of generations that a view of a cut names; 0 where there is no such view."""
    path = storage.join(corpus.cut_folder(cut), view)
    return int(json.loads(storage.read_bytes(path))["generations"]) if storage.exists(path) else 0
