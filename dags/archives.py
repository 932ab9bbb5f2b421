"""Which files the command line means: URLs, paths, patterns, and files that list them."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from apache_beam.io.filesystems import FileSystems

from shards import storage


def lines_of(arguments: Iterable[str]) -> list[str]:
    """Return the lines of all arguments: of a file its lines, of anything else the argument itself."""
    return [line for argument in arguments for line in (_listed(argument) if _is_file(argument) else [argument])]


def _is_file(argument: str) -> bool:
    return not argument.startswith(("http://", "https://")) and storage.exists(argument)


def expand(arguments: Sequence[str]) -> list[str]:
    """Return the archives that the arguments name, each once, in order.

    Args:
        arguments: Paths or URLs of files, patterns with `*`, or `@FILE`: a list, a path or pattern a line, gzipped or
            not. A list names archives, never further lists.

    Raises:
        ValueError: An argument names nothing that is there.
    """
    return list(dict.fromkeys(path for argument in arguments for path in _expand(argument)))


def _expand(argument: str) -> Iterator[str]:
    for line in _listed(argument[1:]) if argument.startswith("@") else [argument]:
        yield from _matching(line)


def _matching(argument: str) -> list[str]:
    path = argument if "://" in argument else str(Path(argument).absolute())
    found = sorted(match.path for match in FileSystems.match([path])[0].metadata_list)
    if not found:
        raise ValueError(f"--warc {argument}: there is no such file")
    return found


def _listed(path: str) -> list[str]:
    data = storage.read_bytes(path)
    text = (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).decode()
    return [line.strip() for line in text.splitlines() if line.strip()]
