"""Blocks: pieces of a page, each with its HTML and with what a reader should find in it.

What a block shows is stated where the block is written, from intent; nothing here asks an extractor.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

_BREAK = re.compile(r"\s*<br>\s*")
_COMMENT_OR_TAG = re.compile(r"<!--.*?-->|<[^>]+>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Shown:
    """An image where a page shows it.

    Attributes:
        path: URL path on the server as finally requested, `//localhost/...` on the second host; empty for an inline
            SVG and a data URL, which are not requested.
        alt: Its alt text.
        caption: The caption of its figure.
        rule: The rule that drops it, empty where it is kept.
    """

    path: str
    alt: str = ""
    caption: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """HTML, and the texts and images a reader should find in it, in DOM order."""

    html: str
    shows: tuple[str | Shown, ...] = ()


def text_of(markup: str) -> str:
    """Return the text of inline markup: `<br>` is a line break, other whitespace collapses, soft hyphens vanish."""
    lines = (_COMMENT_OR_TAG.sub("", line) for line in _BREAK.split(markup))
    return "\n".join(" ".join(html.unescape(line).replace("\u00ad", "").split()) for line in lines)


def join(blocks: Iterable[Block]) -> Block:
    """Return the blocks as one, a line between two of them."""
    parts = tuple(blocks)
    return Block("\n".join(part.html for part in parts), tuple(shown for part in parts for shown in part.shows))


def wrap(opening: str, blocks: Iterable[Block], closing: str) -> Block:
    """Return the blocks inside an element."""
    inner = join(blocks)
    return Block(f"{opening}\n{inner.html}\n{closing}", inner.shows)


def silent(markup: str) -> Block:
    """Return markup in which a reader finds nothing."""
    return Block(markup)


def leave_out(block: Block, rule: str) -> Block:
    """Return a block whose texts are left out and whose images are dropped by `rule`."""
    images = tuple(replace(shown, rule=rule) for shown in block.shows if isinstance(shown, Shown))
    return Block(block.html, images)


def p(markup: str) -> Block:
    """Return a paragraph."""
    return Block(f"<p>{markup}</p>", (text_of(markup),))


def heading(level: int, markup: str) -> Block:
    """Return a heading of level 1 to 6."""
    return Block(f"<h{level}>{markup}</h{level}>", (text_of(markup),))


def h2(markup: str) -> Block:
    """Return a second-level heading."""
    return heading(2, markup)


def quote(*paragraphs: str) -> Block:
    """Return a quotation of one or more paragraphs."""
    return wrap("<blockquote>", map(p, paragraphs), "</blockquote>")


def items(tag: str, entries: Sequence[str]) -> Block:
    """Return a list (`ul` or `ol`): one text, a line an item."""
    rows = "\n".join(f"  <li>{entry}</li>" for entry in entries)
    return Block(f"<{tag}>\n{rows}\n</{tag}>", ("\n".join(map(text_of, entries)),))


def terms(pairs: Sequence[tuple[str, str]]) -> Block:
    """Return a definition list: one text, a line a term and a line a definition."""
    rows = "\n".join(f"  <dt>{term}</dt>\n  <dd>{meaning}</dd>" for term, meaning in pairs)
    return Block(f"<dl>\n{rows}\n</dl>", ("\n".join(text_of(part) for pair in pairs for part in pair),))


def table(caption: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> Block:
    """Return a table: its caption is a text, all its rows together are the next, cells joined by ` | `."""
    top = "".join(f"<th>{cell}</th>" for cell in head)
    body = "\n".join("  <tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    lines = "\n".join(" | ".join(map(text_of, row)) for row in (head, *rows))
    markup = (
        f"<table>\n<caption>{caption}</caption>\n<thead><tr>{top}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"
    )
    return Block(markup, (text_of(caption), lines))


def pre(code: str) -> Block:
    """Return preformatted text; its line breaks and spaces stay."""
    return Block(f"<pre><code>{html.escape(code, quote=False)}</code></pre>", (code,))
