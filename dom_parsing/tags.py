"""What each HTML tag is to the walk: the block and inline model of CSS, and what is no content at all."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """Return the set of the words of a text."""
    return frozenset(text.split())


BLOCKS = words(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol optgroup p pre search section "
    "summary table tbody td tfoot th thead tr ul listing plaintext xmp"
)
"""Elements that begin and end a line of their own."""

PARAGRAPHS = words("p h1 h2 h3 h4 h5 h6 pre hr dt caption legend summary address listing plaintext xmp")
"""Blocks that hold text and no other blocks worth telling apart."""

LISTS = words("ul ol dl menu dir")
LINES = words("li dt dd tr caption")
CELLS = words("td th")
HEADINGS = words("h1 h2 h3 h4 h5 h6")
PREFORMATTED = words("pre listing plaintext xmp")
IMAGES = words("img amp-img")

TABLE_PARTS = words("table caption colgroup col tbody thead tfoot tr td th")
"""Blocks that do not make a layout table of the table they stand in (a table within a cell does)."""

REPLACED = words("iframe audio video canvas textarea select progress meter amp-iframe amp-video amp-youtube")
"""Of those that are no content, the boxes in a line: words on either side of one are not one word."""

DROPPED = words(
    "script style template title iframe applet noembed noframes canvas audio video textarea select "
    "datalist progress meter frame frameset head annotation annotation-xml amp-ad amp-embed amp-iframe "
    "amp-analytics amp-sticky-ad amp-video amp-youtube"
)
"""No content of the page: code, other documents, media that is no picture, form controls, mathematics in TeX again."""
