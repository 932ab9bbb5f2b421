"""Starts the workers of a run through Ray Train: in this process, on this machine, or on a running cluster."""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from math import ceil
from typing import Any

import ray
import ray.train
import torch
from ray.exceptions import RayError
from ray.train import FailureConfig, RunConfig, ScalingConfig, TrainingFailedError
from ray.train.collective import broadcast_from_rank_zero
from ray.train.torch import TorchTrainer, get_device

from training.data.share import Share
from training.recipe import RaySettings
from training.runs.folder import RunFolder
from training.runs.loop import Line
from training.runs.shipping import runtime_environment
from training.runs.worker import work

ENVIRONMENT = {
    "RAY_USAGE_STATS_ENABLED": "0",  # nothing is told to anyone
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
    "RAY_CHDIR_TO_TRIAL_DIR": "0",  # paths stay what they are
    "RAY_TRAIN_METRICS_ENABLED": "0",
}
"""What Ray is told before it starts, unless the user has told it otherwise."""
KNOCK_SECONDS = 10.0
STORE_BYTES = 2**28
"""Of Ray's object store on this machine: by default a third of all memory, and nothing of ours goes through it."""
STARTS = 5
"""How often Ray asks for workers, a minute each time, before it gives up."""
NO_CLUSTER = (
    "there is no Ray cluster to be had at {where} ({error}): is `ray start --head` running there, "
    "and is --address HOST:PORT right? A cluster that asks for a token needs RAY_AUTH_MODE=token and the token itself "
    "in RAY_AUTH_TOKEN or ~/.ray/auth_token"
)

OWN_ERRORS = (ValueError, OSError, ArithmeticError, MemoryError)


class TrainingError(RuntimeError):
    """A training stopped before its end; its checkpoints are kept."""


class _Workers:
    """The other workers, as Ray Train knows them."""

    def __init__(self, gpus: bool) -> None:
        context = ray.train.get_context()
        self.share = Share(context.get_world_rank(), context.get_world_size())
        self.device: torch.device = get_device() if gpus else torch.device("cpu")

    def agree(self, found: str | None) -> str | None:
        agreed: str | None = broadcast_from_rank_zero(found)
        return agreed

    def report(self, line: Line) -> None:
        ray.train.report({key: line[key] for key in ("update", "loss", "gradient_norm")})


def launch(order: Mapping[str, Any], settings: RaySettings, run: RunFolder) -> None:
    """Train, and return when the last update is done.

    Args:
        order: What the workers are told.
        settings: Where they run.
        run: Where Ray may write; workers elsewhere must reach it.

    Raises:
        TrainingError: Workers failed more often than they may, or the cluster can't be had.
    """
    os.environ.update({key: os.environ.get(key, value) for key, value in ENVIRONMENT.items()})
    logging.getLogger("ray.train").setLevel(logging.WARNING)
    with connected(settings):
        trainer = TorchTrainer(
            _work,
            train_loop_config=dict(order),
            scaling_config=ScalingConfig(
                num_workers=settings.workers,
                use_gpu=settings.gpus,
                resources_per_worker={"CPU": settings.cpus, **({"GPU": 1} if settings.gpus else {})},
            ),
            run_config=RunConfig(
                name="ray",
                storage_path=run.path,
                failure_config=FailureConfig(max_failures=settings.max_failures, controller_failure_limit=STARTS),
            ),
        )
        try:
            trainer.fit()
        except (TrainingFailedError, RayError, FloatingPointError) as error:
            raise TrainingError(f"{_root_cause(error)}\nCheckpoints are kept: run the same command again.") from error


def _work(order: dict[str, Any]) -> None:
    work(order, _Workers(order["recipe"]["ray"]["gpus"]))


@contextmanager
def connected(settings: RaySettings) -> Iterator[None]:
    """Start Ray on this machine, or join a running cluster, until the block ends; nothing where there are no workers.

    Raises:
        TrainingError: It can't be had.
    """
    if settings.workers == 0:
        _require_gpus(settings, torch.cuda.device_count())
        yield
        return
    require_reachable(settings.address)
    options: dict[str, Any] = {"logging_level": logging.ERROR, "log_to_driver": False}
    if settings.address:
        options |= {"address": settings.address, "runtime_env": runtime_environment(settings.ship)}
    else:
        own = {"address": "local", "object_store_memory": STORE_BYTES}  # else Ray would join the cluster started last
        options |= {**own, "num_cpus": ceil(settings.workers * settings.cpus), "include_dashboard": False}
    try:
        ray.init(**options)
    except (ConnectionError, ValueError, RuntimeError) as error:
        where = settings.address or "this machine"
        raise TrainingError(NO_CLUSTER.format(where=where, error=error)) from error
    try:
        if not settings.address:
            _require_gpus(settings, ray.cluster_resources().get("GPU", 0))
        yield
    finally:
        ray.shutdown()


def _require_gpus(settings: RaySettings, there: float) -> None:
    if settings.gpus and there < max(1, settings.workers):
        raise TrainingError(
            f"[ray] gpus = true asks for {max(1, settings.workers)} GPUs, this machine has {there:g}: "
            f"take fewer workers, or gpus = false"
        )


def require_reachable(address: str) -> None:
    """Knock at a cluster's door: Ray itself would go on knocking for minutes.

    Args:
        address: HOST:PORT, with `ray://` before it or not; anything else is left to Ray.

    Raises:
        TrainingError: Nobody answers.
    """
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if not (host and port.isascii() and port.isdigit()):
        return
    try:
        socket.create_connection((host.strip("[]"), int(port)), KNOCK_SECONDS).close()
    except (OSError, OverflowError) as error:
        raise TrainingError(NO_CLUSTER.format(where=address, error=error)) from error


def _root_cause(error: Exception) -> str:
    """Return what a worker raised, in one line."""
    failures = getattr(error, "worker_failures", {})
    causes = [getattr(failure, "_base_exc", failure) for _, failure in sorted(failures.items())]
    for cause in sorted(
        causes, key=lambda each: not isinstance(each, OWN_ERRORS)
    ):  # others lost touch with that worker
        lines = str(cause).splitlines() or [type(cause).__name__]
        return f"a worker failed: {lines[0]}"
    return str(error).splitlines()[-1]
