"""Beam options: what a job does not know itself is passed on to Beam, and local runs use every core."""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from collections.abc import Sequence
from typing import Any

import apache_beam as beam
from apache_beam.io.filesystems import FileSystems
from apache_beam.options.pipeline_options import DirectOptions, PipelineOptions, StandardOptions
from apache_beam.runners.portability.fn_api_runner.fn_runner import FnApiRunner
from apache_beam.transforms.environments import SubprocessSDKEnvironment

LOCAL = ("FnApiRunner", "DirectRunner")
"""Runners that mean this machine. DirectRunner would try to download another runner first, so it is not used."""


def make_pipeline(arguments: Sequence[str], processes: int | None = None) -> beam.Pipeline:
    """Return an empty pipeline.

    Args:
        arguments: What the command line holds beyond the job's own options, such as `--runner=DataflowRunner`.
        processes: Processes worth starting on this machine; None for one a core.

    Raises:
        ValueError: An argument is none of Beam's.
    """
    refuse_unknown(arguments)
    options = PipelineOptions(list(arguments))
    if options.view_as(StandardOptions).runner in (None, *LOCAL):
        return beam.Pipeline(runner=_local_runner(options, arguments, processes), options=options)
    return beam.Pipeline(options=options)


def _local_runner(options: PipelineOptions, arguments: Sequence[str], processes: int | None) -> FnApiRunner:
    if any(argument.startswith("--direct_") for argument in arguments):
        return FnApiRunner()
    cores = os.cpu_count() or 1
    workers = cores if processes is None else min(cores, processes)
    if workers <= 1:
        return FnApiRunner()
    options.view_as(DirectOptions).direct_num_workers = workers
    command = f"{shlex.quote(sys.executable)} -m dags.worker"
    return FnApiRunner(default_environment=SubprocessSDKEnvironment.from_command_string(command))


def reach_files(arguments: Sequence[str] = ()) -> None:
    """Let this process reach files as Beam's options say; its filesystem of s3:// opens nothing without any.

    Args:
        arguments: Such as `--s3_endpoint_url=...`.
    """
    FileSystems.set_options(PipelineOptions(list(arguments)))


def refuse_unknown(arguments: Sequence[str]) -> None:
    """Raise ValueError for an argument that no group of Beam's options knows."""
    parser: Any = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    for group in PipelineOptions.__subclasses__():
        try:
            group._add_argparse_args(parser)
        except argparse.ArgumentError:  # two groups share an option: the first one has added it
            continue
    _, unknown = parser.parse_known_args(list(arguments))
    if unknown:
        raise ValueError(f"{' '.join(unknown)}: neither an option of this command nor of Beam; see --help")
