"""Blocklists from folders: read once a process."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from filters.safety.blocklist import KINDS, Blocklist, BlocklistSettings
from shards import storage


@lru_cache(maxsize=4)
def load_blocklist(settings: BlocklistSettings) -> Blocklist:
    """Read the blocklists of a recipe.

    Raises:
        ValueError: A folder holds no such list, or a line in one is none.
    """
    return Blocklist.of(_lists(settings)) if settings.folders else Blocklist()


def _lists(settings: BlocklistSettings) -> Iterator[tuple[str, str, Iterator[str]]]:
    for folder in settings.folders:
        found = storage.folders_in(folder)
        missing = sorted(set(settings.categories) - set(found))
        if missing or not found:
            raise ValueError(
                f"blocklists: {folder} has no category {', '.join(missing) or 'at all'}: give the folder that holds a "
                f"folder for each category, with files `domains` and `urls` in it, as the UT1 lists are packed"
            )
        for category in settings.categories or found:
            yield from _files(storage.join(folder, category), category)


def _files(folder: str, category: str) -> Iterator[tuple[str, str, Iterator[str]]]:
    for kind in KINDS:
        path = storage.join(folder, kind)
        if storage.exists(path):
            yield category, kind, iter(storage.read_bytes(path).decode("utf-8", "replace").splitlines())
