"""A sequence as it is before its pictures are read: token ids, and which member of the sample each image is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from training.data.tokens import Tokens


@dataclass(frozen=True, slots=True)
class Draft:
    """Token ids with images in them.

    Attributes:
        ids: Token ids; as many of them are `<image>` as there are members.
        members: Suffixes of the images' members, in the order of their tokens.
        sees_next: Whether text looks at the image after it in place of the one before it.
        broken: Images that went because they could not be decoded.
    """

    ids: tuple[int, ...]
    members: tuple[str, ...]
    sees_next: bool = False
    broken: int = 0


NOTHING = Draft((), ())


def without(draft: Draft, gone: Collection[int], tokens: Tokens) -> Draft:
    """Return a draft as it would be had its document never had some of its images.

    With an image goes the `<EOC>` that stood there because of it; two texts that become one are parted as paragraphs.

    Args:
        draft: The draft.
        gone: Which of its images go, by number from 0.
        tokens: What its ids mean.
    """
    ids: list[int] = []
    image, after_gap = -1, False
    for token in draft.ids:
        if token == tokens.image:
            image += 1
            if image in gone:
                if ids and ids[-1] == tokens.eoc:
                    ids.pop()
                after_gap = True
                continue
        elif after_gap and token == tokens.eoc and not _has_content(ids, tokens):
            continue
        elif after_gap and token != tokens.eoc and _is_text(ids, tokens):
            ids.extend(tokens.joint)
        ids.append(token)
        after_gap = False
    members = tuple(member for number, member in enumerate(draft.members) if number not in gone)
    return replace(draft, ids=tuple(ids), members=members)


def image_index(ids: Collection[int], image: int, sees_next: bool) -> tuple[int, ...]:
    """Return for each token the number of the image it looks at, from 1: the last at or before it; 0 for none.

    Args:
        ids: Token ids.
        image: Id of `<image>`.
        sees_next: The first image at or after the token instead (paper, A.3.2).
    """
    indices, seen = [], 0
    total = sum(token == image for token in ids)
    for token in ids:
        is_image = token == image
        following = seen + 1
        seen += is_image
        indices.append((following if following <= total else 0) if sees_next else seen)
    return tuple(indices)


def _has_content(ids: list[int], tokens: Tokens) -> bool:
    return bool(ids) and ids != [tokens.bos]


def _is_text(ids: list[int], tokens: Tokens) -> bool:
    return _has_content(ids, tokens) and ids[-1] not in (tokens.image, tokens.eoc)
