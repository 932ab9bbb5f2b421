"""A small corpus whose images are fetched, and a recipe with tiny models."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tests.dags.little_site import RECIPE, Answer, little_site, page, photo, prose
from tests.dags.small_corpus import SmallCorpus
from tests.training.scoring.tiny_scorers import LONGEST, save_clip, save_image_classifier, save_text_classifier

PICTURES = 6


def write_models(folder: Path) -> str:
    """Make three models; return the sections of a recipe that name them."""
    nsfw = save_image_classifier(folder / "nsfw", "normal", "nsfw")
    toxicity = save_text_classifier(folder / "toxicity", "fine", "toxic")
    clip = save_clip(folder / "clip")
    return f"""
[models]
batch = 4
[models.nsfw]
path = "{nsfw}"
label = "nsfw"
[models.toxicity]
path = "{toxicity}"
label = "toxic"
max_tokens = {LONGEST}
[models.clip_similarity]
path = "{clip}"
"""


def scored_corpus(folder: Path, rules: str = "", pages: Mapping[str, Answer] | None = None) -> SmallCorpus:
    """Make documents and images; by default three pages of two pictures each, one of them shown twice."""
    models = write_models(folder)
    with little_site({f"/{number}.jpg": photo(number) for number in range(PICTURES)}) as site:
        made = SmallCorpus(folder, RECIPE + rules + models)
        urls = [f"{site.url}{number}.jpg" for number in range(PICTURES)]
        made.extract(
            {url.format(*urls): Answer(each.body.decode().format(*urls).encode()) for url, each in pages.items()}
            if pages
            else {
                "https://one.example/": page(prose(1), prose("1b", 20), images=(urls[0], urls[1])),
                "https://two.example/": page(prose(2), images=(urls[2], urls[3])),
                "https://three.example/": page(prose(3), images=(urls[0], urls[4])),
            }
        )
        made.make_cut(("shortlist", "images"))
    return made
