"""Lists of words given by path: a folder with a text file a language, a word a line."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def read_list(folder: str | None, language: str) -> frozenset[str] | None:
    """Return the words of a language in lower case, or None where there is no folder or no list of it.

    Raises:
        ValueError: The list is not UTF-8.
    """
    if folder is None or not language.isalnum():
        return None
    path = Path(folder, f"{language}.txt")
    if not path.is_file():
        return None
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise ValueError(f"the word list {path} is no UTF-8 text ({error}): save it as UTF-8") from error
    return frozenset(word for line in lines if (word := line.strip().lower()))
