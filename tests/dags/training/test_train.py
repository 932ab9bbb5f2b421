"""`m3w train`: what is wrong is said before anything is done; what was stopped or finished goes on."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import torch
from PIL import Image

from dags.training.train import resolve, run_folder
from shards.dataset import Corpus
from tests.dags.running import files_below, m3w, refused
from tests.training.data.making import write_shards
from tests.training.tiny_run import Tiny, save_datasets, write_recipe
from tests.training.tiny_weights import save_weights
from training.model.assembly import assemble
from training.runs.checkpoints import Checkpoints
from training.runs.folder import RunFolder
from training.runs.journal import read_lines

torch.set_num_threads(1)
EMPTY = Path(__file__).parent  # of weights
LATEST = "runs/tiny/checkpoints"


@dataclass(frozen=True, slots=True)
class Place:
    """A corpus that can be learnt from.

    Attributes:
        base: Everything lies below it.
        corpus: With datasets in `documents` and `pairs`.
        tiny: What a recipe names; paths of datasets are relative.
    """

    base: Path
    corpus: Path
    tiny: Tiny

    def train(self, *arguments: object, changes: Mapping[str, Any] | None = None) -> str:
        """Run the command, and return what it prints."""
        return m3w("train", self.recipe(changes), "--corpus", self.corpus, *arguments)

    def refused(self, *arguments: object, changes: Mapping[str, Any] | None = None) -> str:
        """Run the command, which must fail and leave everything as it is; return what it prints."""
        recipe, before = self.recipe(changes), files_below(self.corpus)
        said = refused("train", recipe, "--corpus", self.corpus, *arguments)
        assert files_below(self.corpus) == before
        return said

    def recipe(self, changes: Mapping[str, Any] | None = None) -> Path:
        return write_recipe(self.base / "recipe.toml", self.tiny, changes)

    @property
    def updates(self) -> list[int]:
        return Checkpoints(str(self.corpus / LATEST)).updates()


def placed(base: Path) -> Place:
    corpus = base / "corpus"
    made = save_datasets(corpus, save_weights(base / "weights"))
    return Place(base, corpus, Tiny(made.weights, Path("documents"), Path("pairs")))


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A corpus that nothing has been learnt from."""
    return placed(tmp_path_factory.mktemp("fresh"))


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> tuple[Place, str]:
    """A corpus with a finished run, and what was said; nobody changes it."""
    place = placed(tmp_path_factory.mktemp("finished"))
    return place, place.train()


@pytest.fixture
def begun(finished: tuple[Place, str], tmp_path: Path) -> Place:
    """A copy of it, to be changed."""
    place, _ = finished
    shutil.copytree(place.corpus, tmp_path / "corpus")
    return Place(tmp_path, tmp_path / "corpus", place.tiny)


def test_a_dry_run_says_what_it_would_take_and_does_nothing(fresh: Place) -> None:
    before = files_below(fresh.base)
    said = fresh.train("--dry-run")
    assert files_below(fresh.base) == {**before, "recipe.toml": fresh.recipe().read_bytes()}
    recipe = resolve(Corpus(str(fresh.corpus)), str(fresh.recipe()), {})
    weights = fresh.tiny.weights
    model = assemble(weights.language_model, weights.vision_encoder, recipe.model.model_dump(), 0)
    learnt = sum(each.numel() for each in model.parameters() if each.requires_grad)
    frozen = sum(each.numel() for each in model.parameters() if not each.requires_grad)
    for words in (
        f"learnt parameters  {learnt:,}",
        f"frozen parameters  {frozen:,}",
        "dry run, nothing is done",
        "8, a checkpoint every 4",
        "10 samples, 3 an update, lambda 1: 2.40 epochs",
        "12 samples, 3 an update, lambda 0.2: 2.00 epochs",
        "frozen weights float32, learnt ones float32",
        "this process",
        str(fresh.corpus / "runs/tiny"),
    ):
        assert " ".join(words.split()) in " ".join(said.split()), words


def test_a_dry_run_says_where_workers_would_run(fresh: Place) -> None:
    said = fresh.train("--dry-run", "--workers", 3, "--address", "node:6379")
    assert "3 on the cluster at node:6379, 1 CPU each" in said
    said = fresh.train("--dry-run", changes={"ray.workers": 2, "ray.gpus": True})
    assert "2 on this machine, a GPU each" in said
    assert "frozen weights bfloat16" in said


def test_a_run_leaves_checkpoints_a_journal_and_a_picture_and_says_where(finished: tuple[Place, str]) -> None:
    place, said = finished
    run = RunFolder(str(place.corpus / "runs/tiny"))
    assert place.updates == [4, 8]
    lines = read_lines(run.path)
    assert [line["update"] for line in lines] == [2, 4, 6, 8]
    with Image.open(run.curve) as picture:
        assert picture.format == "PNG"
    for words in (run.path, run.curve, f"{lines[0]['loss']:.4f}", f"{lines[-1]['loss']:.4f}", "8 updates in"):
        assert words in said
    assert f"{sum(line['tokens'] for line in lines):,} tokens" in said
    assert f"next: m3w caption PICTURE --run {run.path}" in said
    assert json.loads((place.corpus / "runs/tiny/progress.json").read_text())["update"] == 8


def test_a_finished_run_says_that_there_is_nothing_to_do(begun: Place) -> None:
    before = files_below(begun.corpus)
    assert "8 updates are done, the recipe asks for 8; nothing to do" in begun.train()
    assert "nothing to do" in begun.train("--updates", 6)
    assert files_below(begun.corpus) == before


def test_more_updates_go_on_where_it_ended(begun: Place) -> None:
    before = read_lines(str(begun.corpus / "runs/tiny"))
    said = begun.train("--updates", 12)
    lines = read_lines(str(begun.corpus / "runs/tiny"))
    assert lines[: len(before)] == before
    assert [line["update"] for line in lines[len(before) :]] == [10, 12]
    assert begun.updates == [4, 8, 12]
    assert "4 updates in" in said
    assert f"{sum(line['tokens'] for line in lines[len(before) :]):,} tokens" in said


def test_another_recipe_is_refused_until_the_run_may_be_thrown_away(begun: Place) -> None:
    other = {"optimizer.learning_rate": 0.01, "run.updates": 4}
    said = begun.refused(changes=other)
    assert "optimizer.learning_rate: then 0.003, now 0.01" in said
    assert "--overwrite" in said
    assert "nothing is done" in begun.train("--dry-run", changes=other)
    assert begun.updates == [4, 8]
    begun.train("--overwrite", changes=other)
    assert begun.updates == [4]
    assert [line["update"] for line in read_lines(str(begun.corpus / "runs/tiny"))] == [2, 4]
    assert len(list((begun.corpus / "runs/tiny/tensorboard").iterdir())) == 1


def test_data_that_has_changed_is_refused(begun: Place) -> None:
    manifest = begun.corpus / "documents/manifest.json"
    manifest.write_text(manifest.read_text().replace('"totals": {}', '"totals": {"documents": 10}'))
    assert "inputs.dataset corpus: then" in begun.refused("--updates", 12)


def test_a_run_of_another_name_begins_anew_or_where_it_is_told(begun: Place) -> None:
    begun.train("--run", "second", "--updates", 2)
    assert Checkpoints(str(begun.corpus / "runs/second/checkpoints")).updates() == [2]
    checkpoint = begun.corpus / LATEST / "00000008"
    said = begun.train("--run", begun.base / "else where", "--updates", 10, "--checkpoint", checkpoint)
    assert "2 updates in" in said
    assert f"--run '{begun.base}/else where'" in said
    assert Checkpoints(str(begun.base / "else where/checkpoints")).updates() == [10]


def test_what_is_to_be_overwritten_stays_where_the_rest_is_wrong(begun: Place) -> None:
    assert "no checkpoint" in begun.refused("--overwrite", "--checkpoint", begun.base / "missing")
    said = begun.refused("--overwrite", "--checkpoint", begun.corpus / LATEST / "00000008")
    assert "--overwrite would throw away" in said


def test_a_checkpoint_to_begin_with_is_looked_at_before_anything_is_done(fresh: Place) -> None:
    said = fresh.refused("--checkpoint", fresh.base / "missing")
    assert f"{fresh.base / 'missing'} holds no checkpoint: give the folder that has state.json in it" in said


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"data.datasets.corpus.weight": 0}, ("data.datasets.corpus.weight = 0: ", "leave out")),
        ({"data.datasets.corpus.path": "none"}, ("/corpus/none holds no finished shards", "run the job")),
        ({"data.datasets.corpus.path": "pairs"}, ("describes 'pairs', not 'shards'",)),
        ({"data.datasets.captions.path": "empty"}, ("/corpus/empty holds no sample", "loosen")),
        (
            {"data.datasets.corpus.image_size": 64, "data.datasets.captions.image_size": 64},
            ("image_size = 64", "reads pictures of 32 px: set image_size = 32"),
        ),
        ({"data.datasets.corpus.max_tokens": 256}, ("max_tokens = 256", "reads 128 at most: set max_tokens = 128")),
        ({"model.resampler_heads": 5}, ("resampler_heads = 5 does not divide",)),
        ({"run.updates": 0}, ("run.updates = 0: ",)),
        ({"weights.language_model": "/nowhere"}, ("/nowhere is no folder: give the one of the language model",)),
        ({"weights.vision_encoder": str(EMPTY)}, (f"{EMPTY} holds no vision encoder that transformers reads",)),
        ({"ray.workers": 4}, ("batch_size = 3 leaves some of 4 workers without an example",)),
    ],
)
def test_what_is_wrong_is_one_message_and_nothing_is_done(
    changes: dict[str, Any], words: tuple[str, ...], fresh: Place
) -> None:
    if not (fresh.corpus / "empty").exists():
        write_shards(fresh.corpus / "empty", [{}], "pairs")
    for arguments in ([], ["--dry-run"], ["--overwrite"]):
        said = fresh.refused(*arguments, changes=changes)
        assert said.count("error: ") == 1
        assert "Traceback" not in said
        for each in words:
            assert each in said


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--updates", 0), "updates = 0: Input should be greater than or equal to 1"),
        (("--workers", -1), "workers = -1: Input should be greater than or equal to 0"),
        (("--workers", 4), "batch_size = 3 leaves some of 4 workers"),
        (("--language-model", "/nowhere"), "/nowhere is no folder"),
        (("--run", "gs*"), "which Beam reads as a pattern"),
    ],
)
def test_a_value_of_the_command_line_is_checked_likewise(
    arguments: tuple[object, ...], words: str, fresh: Place
) -> None:
    assert words in fresh.refused(*arguments)


def test_a_recipe_is_taken_with_what_the_command_line_says_and_full_paths(fresh: Place) -> None:
    said: dict[str, dict[str, object]] = {
        "run": {"updates": 3},
        "weights": {"language_model": "here", "vision_encoder": None},
    }
    recipe = resolve(Corpus(str(fresh.corpus)), str(fresh.recipe()), said)
    assert recipe.run.updates == 3
    assert recipe.weights.language_model == str(Path("here").resolve())
    assert recipe.weights.vision_encoder == str(fresh.tiny.weights.vision_encoder)
    assert recipe.data.datasets["corpus"].path == str(fresh.corpus / "documents")


@pytest.mark.parametrize(
    ("given", "path"),
    [
        (None, "/corpus/runs/tiny"),
        ("other", "/corpus/runs/other"),
        ("/elsewhere/run", "/elsewhere/run"),
        ("a/b", str(Path("a/b").resolve())),
        (".", str(Path.cwd())),
        ("gs://bucket/run", "gs://bucket/run"),
    ],
)
def test_a_run_lies_below_the_corpus_or_where_a_path_says(given: str | None, path: str, fresh: Place) -> None:
    recipe = resolve(Corpus(str(fresh.corpus)), str(fresh.recipe()), {})
    assert run_folder(Corpus("/corpus"), recipe, given).path == path
