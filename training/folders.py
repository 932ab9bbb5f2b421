"""Folders of checkpoints and weights, where libraries want a local path and the folder may be a URL."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shards import storage
from shards.fingerprint import digest_of

SMALL = 2**20
"""Bytes up to which all of a file is read for the digest of its folder."""
SAMPLES, SAMPLE = 16, 2**16
"""Samples that are read of a larger one, evenly spread, and their bytes."""


def is_local(folder: str) -> bool:
    """Tell whether a folder lies in this machine's own filesystem."""
    return "://" not in folder


@contextmanager
def local_copy(folder: str) -> Iterator[Path]:
    """Give a local path of a folder's files: the folder itself, or a copy that goes when the block ends.

    Where the block raises a ValueError, its message names the folder, not the copy.

    Raises:
        ValueError: There is no file at a URL.
    """
    if is_local(folder):
        yield Path(folder)
        return
    names = storage.names_in(folder)
    if not names:
        raise ValueError(f"{folder} holds no file: give the URL of a folder that does")
    with tempfile.TemporaryDirectory(prefix="m3w-") as temporary:
        for name in names:
            with (
                storage.open_to_read(storage.join(folder, name)) as source,
                (Path(temporary) / name).open("wb") as copy,
            ):
                while block := source.read(16 * SMALL):
                    copy.write(block)
        try:
            yield Path(temporary)
        except ValueError as error:  # it names what the user has never seen
            error.args = tuple(
                each.replace(temporary, folder) if isinstance(each, str) else each for each in error.args
            )
            raise


def upload(source: Path, folder: str, last: str) -> None:
    """Copy the files of a local folder to a URL, the one that readers look for last."""
    names = sorted(path.name for path in source.iterdir() if path.is_file())
    for name in (*(name for name in names if name != last), last):
        with (source / name).open("rb") as stream, storage.published(storage.join(folder, name)) as copy:
            while block := stream.read(16 * SMALL):
                copy.write(block)


def digest_of_folder(folder: str) -> str:
    """Return sixteen hex digits that stand for a folder of weights: of large files only samples are read.

    Other weights differ everywhere, so the samples show them; a large file that was damaged in one place may pass.

    Raises:
        ValueError: The folder is empty, or can't be listed.
    """
    entries = []
    for name in storage.names_in(folder):
        path = storage.join(folder, name)
        size = storage.size_of(path)
        entries.append([name, size, _digest_of_file(path, size)])
    if not entries:
        raise ValueError(f"{folder} holds no files: give the folder of the weights, no '*', '?' or '[' in its path")
    return digest_of(entries)


def _digest_of_file(path: str, size: int) -> str:
    if size <= SMALL:
        return hashlib.sha256(storage.read_bytes(path)).hexdigest()
    content = hashlib.sha256()
    with storage.open_to_read(path) as stream:
        for number in range(SAMPLES):
            stream.seek(number * (size - SAMPLE) // (SAMPLES - 1))
            content.update(stream.read(SAMPLE))
    return content.hexdigest()
