"""A corpus of the little site with everything made of it, and what a build that had forgotten pages before is."""

from __future__ import annotations

import gzip
import hashlib
import io
import shutil
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from dom_parsing.urls import document_id, page_id
from shards.dataset import Corpus
from shards.parts import read_rows
from tests.dags.little_site import RECIPE, Answer, LittleSite, page, photo, prose
from tests.dags.running import files_below, m3w

SENTINEL = "unmistakable-quokka-sentence"
STRICT = RECIPE.replace('"little"', '"strict"').replace("[image.rules]", "words = { min = 85 }\n\n[image.rules]")
BEGINNING = prose("about the lighthouse", 200)
PICTURES = ("front", "secret", "twin", "near", "a", "b", "c", "fig", "drawn", "shared")
EVERYTHING = ("captures", "documents", "images", "cuts")
MADE = ("documents", "cuts")


def site_pages(base: str = "http://127.0.0.1/") -> dict[str, Answer]:
    """Return pages: one to be forgotten, a twin, a near twin, others that share a picture with it.

    Args:
        base: URL of the site: of pages that say the same, the one to be forgotten is the one that cuts keep.
    """
    secret = f"{BEGINNING} {SENTINEL}"
    figure = f'<figure><img src="/drawn.jpg" alt="a b c d"><figcaption>{SENTINEL} drawn</figcaption></figure>'
    described = f'<figure><img src="/fig.jpg" alt="a b c d"><figcaption>{prose("caption", 8)}</figcaption></figure>'
    secret_page = page(secret, figure, images=("/secret.jpg", "/shared.jpg"))
    first = _id(base + "secret", secret_page)
    links = ("/secret", "/twin", "/near", "/a", "/b", "/c", "/picture-page")
    return {
        "/": page(prose("front"), links=links, images=("/front.jpg",)),
        "/secret": secret_page,
        "/twin": _behind(first, base + "twin", secret, figure, image="/twin.jpg"),
        "/near": _behind(first, base + "near", f"{BEGINNING} and so on", image="/near.jpg"),
        "/a": page(prose("a"), images=("/a.jpg", "/shared.jpg")),
        "/b": page(prose("b"), described, images=("/b.jpg",)),
        "/c": page(prose("c", 100), images=("/c.jpg", "/moved.jpg")),
        "/picture-page": page(prose("picture page"), images=("/asked.jpg", "/again.jpg")),
        "/moved.jpg": Answer(status=302, headers=(("Location", "/moved-here.jpg"),)),
        "/moved-here.jpg": photo("moved", 96),
        **{f"/{name}.jpg": photo(name, 96) for name in PICTURES},
        "/asked.jpg": photo("asked", 96),
        "/again.jpg": photo("asked", 96),
    }


def _behind(first: str, url: str, *paragraphs: str, image: str) -> Answer:
    """Return a page whose document's id is greater than another's."""
    made = (page(*paragraphs, images=(image,), head=f"<meta name=x content={number}>") for number in range(1000))
    return next(each for each in made if _id(url, each) > first)


def _id(url: str, answer: Answer) -> str:
    return document_id(page_id(url), "sha256:" + hashlib.sha256(answer.body).hexdigest())


@dataclass(frozen=True, slots=True)
class Forgetful:
    """A corpus in a folder, and the recipes of its two cuts."""

    root: Path
    recipes: tuple[Path, ...]

    @property
    def corpus(self) -> Corpus:
        """The corpus."""
        return Corpus(str(self.root))

    def run(self, *words: object, recipe: int = 0) -> str:
        """Run a job with one of the recipes; return what it prints."""
        return m3w(*words, "--corpus", self.root, "--recipe", self.recipes[recipe])

    def extract(self, *archives: Path) -> None:
        """Extract the captures, or archives of others."""
        self.run("extract", *(word for path in archives for word in ("--warc", path)))

    def make_cuts(self) -> None:
        """Make both cuts, and the pairs of the first."""
        for job in ("shortlist", "images", "select", "shards --pairs"):
            self.run(*job.split())
        for job in ("shortlist", "images", "select", "shards"):
            self.run(*job.split(), recipe=1)

    def forget(self, *urls: object, more: tuple[object, ...] = ()) -> str:
        """Forget URLs; return what is printed."""
        words = [word for url in urls for word in ("--urls", url)]
        return m3w("forget", *words, "--corpus", self.root, *more)

    def copied(self, folder: Path, *names: str) -> Forgetful:
        """Return a corpus with copies of some of the folders of this one."""
        for name in names:
            shutil.copytree(self.root / name, folder / "corpus" / name)
        return Forgetful(folder / "corpus", self.recipes)

    def files(self, *names: str) -> dict[str, bytes]:
        """Return every file below some of its folders."""
        return {f"{name}/{path}": data for name in names for path, data in files_below(self.root / name).items()}

    def kept_urls(self) -> set[str]:
        """Return the URLs of all documents."""
        paths = [path for each in self.corpus.documents.generations() for path in each.paths("documents")]
        return {row["url"] for path in paths for row in read_rows(path, ("url",))}

    def says(self, text: str) -> list[str]:
        """Return the files in which some text is, once they are decompressed."""
        return [name for name, data in files_below(self.root).items() if text.encode() in legible(name, data)]


def legible(name: str, data: bytes) -> bytes:
    """Return what a file says: archives decompressed, tables as their rows."""
    if name.endswith(".gz"):
        return gzip.decompress(data)
    if name.endswith(".parquet"):
        return "\n".join(map(repr, _rows(data))).encode()
    return data


def _rows(data: bytes) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = pq.read_table(io.BytesIO(data)).to_pylist()
    return rows


def built(site: LittleSite, folder: Path, *, crawled: bool = True) -> Forgetful:
    """Return a corpus with nothing but recipes, or with a crawl of the site."""
    recipes = (folder / "little.toml", folder / "strict.toml")
    for path, text in zip(recipes, (RECIPE, STRICT), strict=True):
        path.write_text(text)
    made = Forgetful(folder / "corpus", recipes)
    if crawled:
        made.run("crawl", "--seeds", site.url)
    return made
