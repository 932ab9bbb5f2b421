"""The main job on a small web site of our own: from the web to a trained Flamingo.

Crawl, extract, shortlist, images, select, shards; a second cut with another recipe; then a small language model and a
tiny Flamingo are trained on the first cut, and asked what they see. Every step is a command a user would type; each is
printed before it runs.
"""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

from rich.console import Console

from examples.site.build import build
from examples.site.creatures import bird
from examples.site.drawing import render
from examples.site.serve import Site, serving

HERE = Path(__file__).parent
FOLDER = Path("demo")
PORT = 8017
FIRST, SECOND = HERE / "demo.toml", HERE / "demo-strict.toml"
TRAINING = HERE / "demo-train.toml"
CHANGED = "news/today.html"
console = Console(highlight=False, soft_wrap=True)


def m3w(*arguments: str | Path) -> None:
    """Print a command and run it."""
    words = [str(argument) for argument in arguments]
    console.print(f"\n$ m3w {shlex.join(words)}", style="bold cyan", markup=False)
    subprocess.run([sys.executable, "-m", "dags", *words], check=True)


def make_cut(corpus: Path, recipe: Path) -> None:
    """Run the four jobs of a cut, and make its image-text pairs."""
    for job in ("shortlist", "images", "select", "shards"):
        m3w(job, "--corpus", corpus, "--recipe", recipe, *(["--pairs"] if job == "shards" else []))


def gather(site: Site, corpus: Path) -> int:
    """Run everything from the web to shards; return how many requests the second cut made."""
    m3w("crawl", "--corpus", corpus, "--recipe", FIRST, "--seeds", site.url)
    console.print("\nOne page has changed since: a second visit captures it again.", style="bold")
    m3w("crawl", "--corpus", corpus, "--recipe", FIRST, "--seeds", site.url + CHANGED, "--visit", "2", "--depth", "0")
    m3w("extract", "--corpus", corpus, "--recipe", FIRST)
    make_cut(corpus, FIRST)
    console.print("\nA second cut with another recipe, from what is there.", style="bold")
    before = len(site.requests)
    make_cut(corpus, SECOND)
    fetched = len(site.requests) - before
    m3w("verify", "--corpus", corpus)
    console.print("\nWhy was a page kept or dropped, and each of its images?", style="bold")
    m3w("explain", site.url + CHANGED, "--corpus", corpus, "--cut", "demo")
    return fetched


def train(corpus: Path, picture: Path) -> None:
    """Train on the first cut, and ask what a picture shows that was not on the site."""
    console.print("\nA tiny Flamingo learns from the first cut and its pairs.", style="bold")
    m3w("train", TRAINING, "--corpus", corpus, "--dry-run")
    m3w("train", TRAINING, "--corpus", corpus)
    render(bird, "held out", 480, 360).save(picture)
    console.print(
        "\nWhat does it say of a picture that was on no page? It has learnt for a minute, from seventy pictures.",
        style="bold",
    )
    m3w("caption", picture, "--run", corpus / "runs/demo")


def close(corpus: Path, fetched: int, seconds: float) -> None:
    """Say where everything lies and what to try next."""
    console.print(f"\nDone in {seconds:.0f} s; the second cut made {fetched} requests.", style="bold")
    lines = (
        ("pages as fetched", corpus / "captures"),
        ("documents", corpus / "documents"),
        ("images as fetched", corpus / "images"),
        ("first cut's shards", corpus / "cuts/demo/shards"),
        ("its image-text pairs", corpus / "cuts/demo/pairs"),
        ("second cut's", corpus / "cuts/demo-strict"),
        ("the trained Flamingo", corpus / "runs/demo/checkpoints"),
        ("its losses, drawn", corpus / "runs/demo/loss.png"),
    )
    for what, path in lines:
        console.print(f"  {what:20s} {path}", markup=False)
    shard = next((corpus / "cuts/demo/shards").glob("*.tar"))
    console.print("\nTry next:", style="bold")
    for command in (
        f"tar tf {shard} | head",
        f"tar xOf {shard} --wildcards '*.txt' | head -40",
        f".venv/bin/tensorboard --logdir {corpus / 'runs/demo/tensorboard'}",
        f".venv/bin/m3w train {TRAINING.relative_to(Path.cwd())} --corpus {corpus} --updates 400  # go on",
        f".venv/bin/m3w recipes; $EDITOR {FIRST.relative_to(Path.cwd())}  # another threshold, another --cut",
        "make crawl extract shortlist images select shards SEEDS=https://your.site/ CONTACT=you@your.site",
    ):
        console.print(f"  {command}", markup=False)


def main() -> None:
    """Build the site, serve it, run the jobs on it."""
    begun = time.monotonic()
    shutil.rmtree(FOLDER, ignore_errors=True)
    build(FOLDER / "site")
    corpus = FOLDER / "corpus"
    with serving(FOLDER / "site", PORT) as site:
        console.print(f"A site of our own is served at {site.url}", style="bold")
        fetched = gather(site, corpus)
    train(corpus, FOLDER / "held-out.png")
    close(corpus, fetched, time.monotonic() - begun)


if __name__ == "__main__":
    main()
