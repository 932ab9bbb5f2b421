"""Which contents say the same as others, from one to the next."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Content:
    """One content under one URL.

    Attributes:
        url: Its normalised URL.
        keys: What it shares with those that say the same: digest of its bytes, key of its text.
        near: What it shares with those that say nearly the same: clusters.
    """

    url: str
    keys: tuple[str, ...]
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Twin:
    """Why a content goes.

    Attributes:
        content: It.
        reason: `the same as URL` or `nearly the same as URL`; empty where its own URL is forgotten.
    """

    content: Content
    reason: str = ""


def twins_of(contents: Sequence[Content], goes: Callable[[str], bool]) -> list[Twin]:
    """Return the contents that go: those of URLs that do, and all that say the same, however many steps apart.

    Only contents are followed, never URLs: what a twin's URL said at other times has nothing to do with it.

    Args:
        contents: All there are.
        goes: Whether a URL is forgotten by itself.
    """
    places = _places(contents)
    found = {index: Twin(each) for index, each in enumerate(contents) if goes(each.url)}
    waiting = deque(found)
    followed: set[str] = set()
    while waiting:
        here = contents[waiting.popleft()]
        for key in (*here.keys, *here.near):
            says = "the same as" if key in here.keys else "nearly the same as"
            for index in () if key in followed else places[key]:
                if index not in found:
                    found[index] = Twin(contents[index], f"{says} {here.url}")
                    waiting.append(index)
            followed.add(key)
    return list(found.values())


def _places(contents: Sequence[Content]) -> Mapping[str, list[int]]:
    places: defaultdict[str, list[int]] = defaultdict(list)
    for index, each in enumerate(contents):
        for key in (*each.keys, *each.near):
            places[key].append(index)
    return places
