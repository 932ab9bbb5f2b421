"""Write the site: `python -m examples.shapes.build FOLDER [--pages 500]`."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from examples.shapes import wording
from examples.shapes.exhibits import SITE, Exhibit, exhibits
from examples.site.build import TRUTH

PAGES = 500
PICTURES = 4
"""On a page."""
_TITLE_SEED = 3
_PAGE = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{title} | Paper shapes</title>
</head>
<body>
<nav><a href="/">All boxes</a></nav>
<main>
<h1>{title}</h1>
<p>{opening}</p>
{figures}
</main>
</body>
</html>
"""
_FIGURE = '<figure><img src="{path}" alt="" width="64" height="64"><figcaption>{caption}</figcaption></figure>'
_FRONT = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Paper shapes</title>
</head>
<body>
<main>
<h1>Paper shapes</h1>
<ul>
{links}
</ul>
</main>
</body>
</html>
"""


def files(pages: int) -> Iterator[tuple[str, bytes]]:
    """Yield URL path and bytes of every file of the site but its truth, the same in every run.

    Only its picture and the caption below say what a picture shows: alt texts are empty, names are numbers.
    """
    yield "/robots.txt", b"User-agent: *\nAllow: /\n"
    for page in range(pages):
        shown = exhibits((SITE, page), PICTURES)
        yield page_path(page), _written(page, shown).encode()
        yield from ((picture_path(page, place), each.picture) for place, each in enumerate(shown))
    links = "\n".join(f'<li><a href="{page_path(page)}">Number {page + 1}</a></li>' for page in range(pages))
    yield "/index.html", _FRONT.format(links=links).encode()


def page_path(page: int) -> str:
    """Return the URL path of a page."""
    return f"/pages/{page:04d}.html"


def picture_path(page: int, place: int) -> str:
    """Return the URL path of a picture."""
    return f"/pictures/{page:04d}-{place}.jpg"


def truth(pages: int) -> dict[str, str]:
    """Return what each picture shows, by its URL path."""
    return {
        picture_path(page, place): str(each.thing)
        for page in range(pages)
        for place, each in enumerate(exhibits((SITE, page), PICTURES))
    }


def build(folder: Path, pages: int = PAGES) -> None:
    """Write the site, and beside it `truth.json` (which the server does not serve).

    Args:
        folder: Where to write. Files of an earlier build are overwritten.
        pages: Pages with pictures.
    """
    for path, data in files(pages):
        target = folder / path.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    (folder / TRUTH).write_text(json.dumps(truth(pages), indent=1) + "\n", encoding="utf-8")


def _written(page: int, shown: Sequence[Exhibit]) -> str:
    chance = np.random.default_rng([_TITLE_SEED, page])
    figures = "\n".join(
        _FIGURE.format(path=picture_path(page, place), caption=each.caption) for place, each in enumerate(shown)
    )
    return _PAGE.format(title=wording.title(page + 1, chance), opening=wording.opening(chance), figures=figures)


def main() -> None:
    """Build the site into the folder that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where to write the site and truth.json")
    parser.add_argument("--pages", type=int, default=PAGES)
    arguments = parser.parse_args()
    build(arguments.folder, arguments.pages)
    print(f"{arguments.pages} pages are in {arguments.folder}; next: python -m examples.site.serve {arguments.folder}")


if __name__ == "__main__":
    main()
