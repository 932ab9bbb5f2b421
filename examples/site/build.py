"""Write the whole site and its truth file: `python -m examples.site.build FOLDER`."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

from examples.site.behaviours import OTHER_TYPES, ROBOTS_TXT
from examples.site.catalogue import FIRST, PAGES
from examples.site.markup import encode
from examples.site.pictures import pictures
from examples.site.truth import truth

TRUTH = "truth.json"
_OTHER_BYTES = dict(
    zip(
        OTHER_TYPES,
        (
            b"month,millimetres\nJanuary,84\nFebruary,61\nMarch,70\n",
            b"We walk the wall in wind and wet,\nwe have not lost a member yet.\n",
        ),
        strict=True,
    )
)


def files() -> Iterator[tuple[str, bytes]]:
    """Yield URL path and bytes of every file of the site; nothing depends on clock, order of hashing or place."""
    yield "/robots.txt", ROBOTS_TXT.encode()
    yield from ((page.path, encode(page)) for page in PAGES)
    yield from ((path, encode(page)) for path, page in FIRST.items())
    yield from pictures()
    yield from _OTHER_BYTES.items()


def build(folder: Path) -> None:
    """Write the site and `truth.json` into a folder, which is made where it does not exist.

    Args:
        folder: Where to write. Files of an earlier build are overwritten.
    """
    for path, data in files():
        target = folder / (path.lstrip("/") + ("index.html" if path.endswith("/") else ""))
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    text = json.dumps(truth(), ensure_ascii=False, indent=1, sort_keys=True)
    (folder / TRUTH).write_text(text + "\n", encoding="utf-8", newline="\n")


def main() -> None:
    """Build the site into the folder that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where to write the site and truth.json")
    folder: Path = parser.parse_args().folder
    build(folder)
    print(f"{len(PAGES)} pages and {TRUTH} are in {folder}; next: python -m examples.site.serve {folder}")


if __name__ == "__main__":
    main()
