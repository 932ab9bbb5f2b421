"""The ways a page can show an image, from a plain `<img>` to lazy loading; each is a Block."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from examples.site.blocks import Block, Shown, text_of

PIXEL = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
BLANK = "/img/blank.gif"
SECOND_HOST = "//localhost"


def img(path: str, alt: str = "", *, src: str = "", attributes: str = "", rule: str = "") -> Block:
    """Return an image.

    Args:
        path: Its URL path as finally requested.
        alt: Its alt text, as it stands in the HTML.
        src: The URL as the page writes it; `path` itself without it.
        attributes: More attributes, each with a space before it.
        rule: The rule that drops it, empty where it is kept.
    """
    return Block(f'<img src="{src or path}" alt="{alt}"{attributes}>', (Shown(path, text_of(alt), rule=rule),))


def captioned(caption: str, *images: Block) -> Block:
    """Return a figure: its caption belongs to each of its images, and is a text of its own below them."""
    markup = "\n".join(f"  {image.html}" for image in images)
    text = text_of(caption)
    shown = tuple(replace(entry, caption=text) for image in images for entry in image.shows if isinstance(entry, Shown))
    return Block(f"<figure>\n{markup}\n  <figcaption>{caption}</figcaption>\n</figure>", (*shown, text))


def figure(path: str, alt: str, caption: str, *, src: str = "", rule: str = "") -> Block:
    """Return a figure of one plain image."""
    return captioned(caption, img(path, alt, src=src, rule=rule))


def lazy(path: str, alt: str = "", *, placeholder: str = PIXEL, noscript: bool = False) -> Block:
    """Return a lazily loaded image: a placeholder as `src`, the real URL in `data-src`.

    With `noscript` the same image stands again in a `<noscript>` beside it: it must count once.
    """
    markup = f'<img class="lazyload" src="{placeholder}" data-src="{path}" alt="{alt}">'
    if noscript:
        markup += f'<noscript><img src="{path}" alt="{alt}"></noscript>'
    return Block(markup, (Shown(path, alt),))


def lazy_set(path: str, alt: str, candidates: Sequence[tuple[str, str]]) -> Block:
    """Return a lazily loaded image that names its candidates in `data-srcset` only."""
    return Block(
        f'<img class="lazyload" src="{PIXEL}" data-srcset="{_srcset(candidates)}" data-sizes="auto" alt="{alt}">',
        (Shown(path, alt),),
    )


def responsive(path: str, alt: str, candidates: Sequence[tuple[str, str]], *, attributes: str = "") -> Block:
    """Return an image with `srcset`; `src` is the first candidate and `path` the one to choose."""
    return Block(
        f'<img src="{candidates[0][0]}" srcset="{_srcset(candidates)}" alt="{alt}"{attributes}>', (Shown(path, alt),)
    )


def picture(path: str, alt: str, media_type: str, fallback: str) -> Block:
    """Return a `<picture>` whose `<source>` is `path`, for browsers without that type there is `fallback`."""
    return Block(
        f'<picture><source type="{media_type}" srcset="{path}"><img src="{fallback}" alt="{alt}"></picture>',
        (Shown(path, alt),),
    )


def second_host(path: str, alt: str = "") -> Block:
    """Return an image from the second host, named by a protocol-relative URL."""
    return img(f"{SECOND_HOST}{path}", alt, src=f"{SECOND_HOST}:@@PORT@@{path}")


def inline_svg(drawing: str) -> Block:
    """Return an inline SVG: no URL, left out."""
    return Block(f'<svg viewBox="0 0 120 80" width="240" height="160">{drawing}</svg>', (Shown("", rule="svg"),))


def data_url(alt: str) -> Block:
    """Return an image whose only source is a data URL: left out."""
    return Block(f'<img src="{PIXEL}" alt="{alt}">', (Shown("", alt, rule="data-url"),))


def badge() -> Block:
    """Return the club's badge, which stands in the text of more than ten pages."""
    return Block(
        '<p class="stamp"><img src="/img/club-badge.png" alt="Club badge" width="200" height="150"></p>',
        (Shown("/img/club-badge.png", "Club badge", rule="image.documents"),),
    )


def _srcset(candidates: Sequence[tuple[str, str]]) -> str:
    return ", ".join(f"{url} {descriptor}" for url, descriptor in candidates)
