"""It learns to see: site, crawl, shards, training, and questions about pictures it has never seen.

Every step is a command a user would type; each is printed before it runs. Run it as `make see`.
"""

from __future__ import annotations

import json
import shutil
import time
from dataclasses import asdict
from pathlib import Path

from PIL import Image
from rich.console import Console
from rich.table import Table

from examples.demo import m3w
from examples.shapes.build import build
from examples.shapes.choosing import choose
from examples.shapes.questions import Question, alone, exchanged, held_out_pages, held_out_singles, in_place
from examples.shapes.scores import PICTURES, Scores, score
from examples.shapes.sheet import Shown, in_rows, sheet
from examples.site.serve import serving
from training.captions import Trained, caption, load_trained
from training.runs.checkpoints import Checkpoints
from training.runs.folder import RunFolder

HERE = Path(__file__).parent
FOLDER = Path("see")
RECIPE, TRAIN = HERE / "recipe.toml", HERE / "train.toml"
SCORES, SINGLES, PAGE = "scores.json", "learns_to_see.png", "exchanged.png"
SHOWN = 2
"""Pictures of each thing on the sheet."""
console = Console(highlight=False, soft_wrap=True)


def make_corpus(folder: Path) -> Path:
    """Build the site, serve it, and run the jobs from crawl to shards and pairs; return the corpus."""
    corpus = folder / "corpus"
    build(folder / "site")
    with serving(folder / "site") as site:
        m3w("crawl", "--corpus", corpus, "--recipe", RECIPE, "--seeds", site.url)
        m3w("extract", "--corpus", corpus, "--recipe", RECIPE)
        for job in ("shortlist", "images", "select"):
            m3w(job, "--corpus", corpus, "--recipe", RECIPE)
    m3w("shards", "--pairs", "--corpus", corpus, "--recipe", RECIPE)
    return corpus


def train(corpus: Path) -> Trained:
    """Train the model of the recipe, and load it."""
    m3w("train", TRAIN, "--corpus", corpus)
    checkpoint = Checkpoints(RunFolder(str(corpus / "runs" / "shapes")).checkpoints).latest()
    assert checkpoint is not None, "a finished run has a checkpoint"
    return load_trained(checkpoint)


def ask(trained: Trained) -> Scores:
    """Ask a model about pictures it has never seen."""
    return score(lambda question: choose(trained, question), lambda picture: caption(trained, picture, beams=1))


def draw(trained: Trained, folder: Path) -> None:
    """Draw the first held-out pictures, none left out, and the first page before and after its exchange."""
    singles = [_answered(trained, alone(each)) for each in held_out_singles(SHOWN)]
    _save(sheet(in_rows(singles)), folder / SINGLES)
    page = next(held_out_pages(1, PICTURES))
    rows = [
        (heading, [_answered(trained, question(page, place)) for place in range(PICTURES)])
        for heading, question in (("The page as it is", in_place), ("The same text, other pictures", exchanged))
    ]
    _save(sheet(rows), folder / PAGE)


def learn(folder: Path) -> Scores:
    """Do everything below a folder that is not there yet; return the scores, which are also written down there."""
    trained = train(make_corpus(folder))
    scores = ask(trained)
    draw(trained, folder)
    (folder / SCORES).write_text(json.dumps(asdict(scores), indent=1) + "\n", encoding="utf-8")
    return scores


def main() -> None:
    """Run everything and show the scores."""
    begun = time.monotonic()
    shutil.rmtree(FOLDER, ignore_errors=True)
    scores = learn(FOLDER)
    table = Table("asked", "right", "a guess", title="Pictures that are on no page of the site")
    for asked, share, chance in scores.lines():
        table.add_row(asked, str(share), f"{100 * chance:.1f} %")
    console.print(table)
    seconds = time.monotonic() - begun
    remark = f"Done in {seconds:.0f} s. Look at {FOLDER / SINGLES} and {FOLDER / PAGE}."
    console.print(remark, style="bold", markup=False)


def _answered(trained: Trained, question: Question) -> Shown:
    answer = choose(trained, question)
    return Shown(question.pictures[-1], str(answer), answer == question.shown)


def _save(picture: Image.Image, path: Path) -> None:
    picture.quantize(64).save(path, optimize=True)


if __name__ == "__main__":
    main()
