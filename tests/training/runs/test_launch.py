"""Real workers: started, killed, replaced, and sent to a cluster that runs already."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import ray
from safetensors.torch import load_file

from tests.training.tiny_run import INPUTS, Tiny, tiny_recipe
from training.checkpoint import LEARNT, OPTIMIZER
from training.recipe import RaySettings, TrainRecipe
from training.runs.checkpoints import Checkpoints
from training.runs.claim import Claim
from training.runs.folder import RunFolder
from training.runs.journal import read_lines
from training.runs.launch import TrainingError, connected, launch, require_reachable
from training.runs.shipping import PACKAGES
from training.runs.worker import order_of

ROOT = Path(__file__).parents[3]
TIMES = ("seconds", "tokens_per_second", "images_per_second")
PATIENCE = 240.0
TWO_WORKERS = {"ray.workers": 2, "run.updates": 40, "run.checkpoint_every": 10, "run.keep": 9}


@pytest.fixture(scope="module", autouse=True)
def _one_thread_in_every_process() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_AUTH_MODE", "disabled")
        patch.setenv("OMP_NUM_THREADS", "1")
        yield


def train(recipe: TrainRecipe, folder: Path) -> str:
    folder.mkdir(exist_ok=True)
    launch(order_of(recipe, Claim.stake(str(folder)), INPUTS), recipe.ray, RunFolder(str(folder)))
    return str(folder)


def in_another_process(recipe: TrainRecipe, folder: Path) -> subprocess.Popen[bytes]:
    """Begin a training that is to be disturbed."""
    folder.mkdir(exist_ok=True)
    order = folder.with_suffix(".json")
    order.write_text(json.dumps(order_of(recipe, Claim.stake(str(folder)), INPUTS)))
    command = [sys.executable, "-m", "tests.training.runs.training", str(order)]
    return subprocess.Popen(command, cwd=ROOT, start_new_session=True)


def wait_until(true: Callable[[], bool], process: subprocess.Popen[bytes] | None = None) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert process is None or process.poll() is None, "it ended before it could be disturbed"
        assert time.monotonic() < end, "nothing happens"
        time.sleep(0.05)


def workers_below(process: subprocess.Popen[bytes]) -> list[int]:
    """Return the process ids of Ray Train's workers in the session that a process leads."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                title = (entry / "cmdline").read_bytes()
                if b"RayTrainWorker" in title and ancestors(int(entry.name)) & {process.pid}:
                    found.append(int(entry.name))
            except OSError:  # it has just ended
                continue
    return sorted(found)


def ancestors(pid: int) -> set[int]:
    found: set[int] = set()
    while pid > 1:
        pid = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
        found.add(pid)
    return found


def done(folder: Path) -> int:
    lines = read_lines(str(folder))
    return lines[-1]["update"] if lines else 0


def without_times(folder: str) -> list[dict[str, Any]]:
    return [{key: value for key, value in line.items() if key not in TIMES} for line in read_lines(folder)]


def tensors(folder: str, update: int) -> dict[str, bytes]:
    """Return all weights and moments of a checkpoint, as bytes."""
    path = Path(Checkpoints(RunFolder(folder).checkpoints).path(update))
    read = [load_file(path / name) for name in (LEARNT, OPTIMIZER)]
    return {name: each.numpy().tobytes() for tensors in read for name, each in tensors.items()}


@pytest.fixture(scope="module")
def undisturbed(tiny_training: Tiny, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The run of two workers that nobody disturbs."""
    return train(tiny_recipe(tiny_training, TWO_WORKERS), tmp_path_factory.mktemp("undisturbed"))


def test_two_workers_learn_what_one_learns_without_a_cluster(
    undisturbed: str, tiny_training: Tiny, tmp_path: Path
) -> None:
    alone = train(tiny_recipe(tiny_training, {**TWO_WORKERS, "ray.workers": 0}), tmp_path / "alone")
    assert not ray.is_initialized()
    first = [read_lines(folder)[:4] for folder in (alone, undisturbed)]  # later on, rounding makes itself felt
    for one, other in zip(*first, strict=True):
        assert one["losses"] == pytest.approx(other["losses"], rel=1e-3)
        assert one["gradient_norm"] == pytest.approx(other["gradient_norm"], rel=1e-2)
        assert [one[key] for key in ("tokens", "images")] == [other[key] for key in ("tokens", "images")]


def test_killed_workers_and_a_killed_driver_change_nothing(
    undisturbed: str, tiny_training: Tiny, tmp_path: Path
) -> None:
    recipe, folder = tiny_recipe(tiny_training, TWO_WORKERS), tmp_path / "disturbed"
    first = in_another_process(recipe, folder)
    wait_until(lambda: done(folder) >= 12, first)
    assert len(workers_below(first)) == 2
    os.kill(first.pid, signal.SIGKILL)  # its workers live on for a while
    first.wait()
    assert done(folder) < 40, "it must be stopped before its end"
    second = in_another_process(recipe, folder)
    wait_until(lambda: done(folder) >= 24, second)
    victim = workers_below(second)[-1]
    os.kill(victim, signal.SIGKILL)
    assert second.wait(PATIENCE) == 0
    assert Checkpoints(RunFolder(str(folder)).checkpoints).updates() == [10, 20, 30, 40]
    assert tensors(str(folder), 40) == tensors(undisturbed, 40)
    assert without_times(str(folder)) == without_times(undisturbed)


def test_what_a_worker_failed_of_is_said_in_one_line(tiny_training: Tiny, tmp_path: Path) -> None:
    recipe = tiny_recipe(tiny_training, {"ray.workers": 1, "ray.max_failures": 0})
    order = order_of(recipe, Claim.stake(str(tmp_path)), INPUTS, checkpoint=str(tmp_path / "nowhere"))
    with pytest.raises(TrainingError, match=r"^a worker failed: .*nowhere holds no checkpoint.*\nCheckpoints are kept"):
        launch(order, recipe.ray, RunFolder(str(tmp_path)))


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A cluster of one node that knows nothing of us, and its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    command = [
        str(Path(sys.executable).with_name("ray")), "start", "--head", "--block", "--node-ip-address=127.0.0.1",
        f"--port={address.rpartition(':')[2]}", "--num-cpus=2", "--include-dashboard=false",
    ]  # fmt: skip
    with (elsewhere / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=elsewhere, start_new_session=True, stdout=log, stderr=log)
        try:
            wait_until(lambda: b"--block" in (elsewhere / "log").read_bytes(), process)
            yield address
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def test_a_running_cluster_is_sent_our_code(cluster: str, tiny_training: Tiny, tmp_path: Path) -> None:
    settings = RaySettings(workers=1, address=cluster)
    with connected(settings):
        folders = ray.get(ray.remote(_shipped).remote())
    assert {name for name, _ in folders} == set(PACKAGES)
    assert all("py_modules" in folder for _, folder in folders)
    folder = train(tiny_recipe(tiny_training, {"ray.workers": 1, "ray.address": cluster}), tmp_path / "run")
    assert read_lines(folder)[-1]["update"] == 8


def _shipped() -> list[tuple[str, str]]:
    """Return the packages that Ray has put before all others, and where; workers on this machine see ours as well."""
    shipped = [Path(folder) for folder in os.environ["PYTHONPATH"].split(os.pathsep) if "py_modules" in folder]
    return [(package, str(folder)) for folder in shipped for package in PACKAGES if (folder / package).is_dir()]


def test_a_cluster_that_is_not_there_is_named_at_once() -> None:
    with pytest.raises(TrainingError, match=r"no Ray cluster to be had at 127\.0\.0\.1:9 .*--address HOST:PORT"):
        require_reachable("127.0.0.1:9")
    require_reachable("auto")
