"""A page as HTML and as the bytes that are served."""

from __future__ import annotations

from examples.site.chrome import shell
from examples.site.page import Page


def encode(page: Page) -> bytes:
    """Return a page's HTML in its charset; `@@PORT@@` stands where the server writes its port.

    Raises:
        UnicodeEncodeError: Where the page holds a character its charset does not.
    """
    head = [f"<title>{page.title} | The Saltmarsh Tern</title>"]
    if page.declared:
        head.insert(0, f'<meta charset="{page.charset}">')
    if page.head:
        head.append(page.head)
    lines = (
        "<!DOCTYPE html>",
        f'<html lang="{page.language}">',
        "<head>",
        *head,
        '<link rel="icon" href="/img/chrome/logo.png">',
        "</head>",
        shell(page).html,
        "</html>",
    )
    return ("\n".join(lines) + "\n").encode(page.charset)
