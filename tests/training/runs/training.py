"""A training in a process of its own, to be killed: `python -m tests.training.runs.training ORDER.json`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from training.recipe import TrainRecipe
from training.runs.folder import RunFolder
from training.runs.launch import launch

if __name__ == "__main__":
    order = json.loads(Path(sys.argv[1]).read_text())
    launch(order, TrainRecipe.model_validate(order["recipe"]).ray, RunFolder(order["folder"]))
