"""Keeps the files in which sites speak to robots, beside the datasets of a corpus: what the next run goes by."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime

from ingest.opt_outs.site_files import SiteFile
from shards import storage
from shards.dataset import Corpus


@dataclass(frozen=True, slots=True)
class StoredSiteFiles:
    """A folder with a JSON file for each file of a site, named by the hash of its URL.

    It is a cache: it may be deleted at any time, and what in it can't be read is got again.
    """

    folder: str

    def load(self, url: str) -> SiteFile | None:
        """Return the file that was got last, or None."""
        path = self._path(url)
        if not storage.exists(path):
            return None
        try:
            found = json.loads(storage.read_bytes(path))
            file = SiteFile(**{**found, "payload": base64.b64decode(found["payload"])})
            # Without a time zone no one can say how old it is.
            return file if datetime.fromisoformat(file.fetched_at).tzinfo else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def save(self, file: SiteFile) -> None:
        """Keep a file, in the place of what was got before."""
        text = json.dumps({**asdict(file), "payload": base64.b64encode(file.payload).decode()}, sort_keys=True)
        with storage.published(self._path(file.url)) as stream:
            stream.write(text.encode())

    def _path(self, url: str) -> str:
        name = hashlib.sha256(url.encode()).hexdigest()[:32]
        return storage.join(self.folder, name[:2], f"{name}.json")


def site_files_of(corpus: Corpus) -> StoredSiteFiles:
    """Return what a corpus knows of sites."""
    return StoredSiteFiles(storage.join(corpus.root, "sites"))
