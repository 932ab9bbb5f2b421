"""From finished captures and images on, nothing but the input decides the bytes of a shard, of documents or pairs."""

from __future__ import annotations

import os
import random
import shutil
import socket
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from apache_beam.runners.portability.fn_api_runner.fn_runner import FnApiRunner

from tests.dags.conftest import Made
from tests.dags.running import ROOT, WITH_PAIRS, in_process, m3w, make_cut, shard_digests

REBUILT = ("extract", *WITH_PAIRS)


@pytest.fixture
def fetched(made: Made, tmp_path: Path) -> Path:
    """A corpus with captures and images only: what can't be made again from what is there."""
    for name in ("captures", "images"):
        shutil.copytree(made.corpus / name, tmp_path / "corpus" / name)
    return tmp_path / "corpus"


def rebuild(corpus: Path, made: Made, *arguments: object) -> None:
    """Run every job but the crawl."""
    m3w("extract", "--corpus", corpus, "--recipe", made.recipe, *arguments)
    make_cut(corpus, made.recipe, *arguments)


def test_one_worker_gives_the_same_bytes_again(fetched: Path, made: Made) -> None:
    rebuild(fetched, made)
    assert shard_digests(fetched, "demo") == shard_digests(made.corpus, "demo")


def test_two_processes_and_another_hash_seed(fetched: Path, made: Made) -> None:
    """This process, which has made the corpus, has a hash seed of its own."""
    workers = ("--direct_num_workers=2", "--direct_running_mode=multi_processing")
    rebuild_elsewhere(fetched, made, *workers, PYTHONHASHSEED="4711")
    assert shard_digests(fetched, "demo") == shard_digests(made.corpus, "demo")


def rebuild_elsewhere(corpus: Path, made: Made, *arguments: str, **environment: str) -> None:
    """Run every job but the crawl, in another process."""
    words = ("--corpus", corpus, "--recipe", made.recipe, *arguments)
    done = in_process(*REBUILT, "--", *words, script="-m tests.dags.several", **environment)
    assert done.returncode == 0, done.stdout + done.stderr


def test_bundles_that_run_twice(fetched: Path, made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dags.runner.FnApiRunner", partial(FnApiRunner, bundle_repeat=1))
    rebuild(fetched, made)
    assert shard_digests(fetched, "demo") == shard_digests(made.corpus, "demo")


def test_shuffled_input(fetched: Path, made: Made, tmp_path: Path) -> None:
    """The same records in another order, in other files, beside the corpus: only provenance, not content, differs."""
    archives = shuffle_records(fetched / "captures", tmp_path / "archives")
    shutil.rmtree(fetched / "captures")
    words = [word for path in archives for word in ("--warc", path)]
    m3w("extract", "--corpus", fetched, "--recipe", made.recipe, *words)
    make_cut(fetched, made.recipe)
    assert shard_digests(fetched, "demo") == shard_digests(made.corpus, "demo")


def shuffle_records(captures: Path, folder: Path) -> list[Path]:
    """Deal the gzip members of all WARC files to three new files, in random order."""
    folder.mkdir()
    members = [member for path in sorted(captures.glob("*/*.warc.gz")) for member in split_members(path)]
    random.Random(3).shuffle(members)
    paths = [folder / f"{number}.warc.gz" for number in range(3)]
    for number, path in enumerate(paths):
        path.write_bytes(b"".join(members[number::3]))
    return paths


def split_members(path: Path) -> list[bytes]:
    """Return the gzip members of a file."""
    data, members = path.read_bytes(), []
    while data:
        inflate = zlib.decompressobj(16 + zlib.MAX_WBITS)
        inflate.decompress(data)
        members.append(data[: len(data) - len(inflate.unused_data)])
        data = inflate.unused_data
    return members


def test_through_a_portable_job_service_and_an_external_worker_pool(fetched: Path, made: Made) -> None:
    with portable_services() as arguments:
        rebuild_elsewhere(fetched, made, *arguments)
    assert shard_digests(fetched, "demo") == shard_digests(made.corpus, "demo")


@contextmanager
def portable_services() -> Iterator[list[str]]:
    """Run Beam's job service and a worker pool in processes of their own; yield the options that lead to them."""
    jobs, pool = free_port(), free_port()
    commands = (
        ["apache_beam.runners.portability.local_job_service_main", f"--port={jobs}"],
        ["apache_beam.runners.worker.worker_pool_main", f"--service_port={pool}"],
    )
    # The pool starts its workers as `python`: that has to be this one.
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    quiet = subprocess.DEVNULL
    services = [
        subprocess.Popen([sys.executable, "-m", *command], cwd=ROOT, env=environment, stdout=quiet, stderr=quiet)
        for command in commands
    ]
    try:
        for port in (jobs, pool):
            wait_for(port)
        yield [
            "--runner=PortableRunner",
            f"--job_endpoint=localhost:{jobs}",
            "--environment_type=EXTERNAL",
            f"--environment_config=localhost:{pool}",
        ]
    finally:
        for service in services:
            service.kill()
            service.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int) -> None:
    """Wait until something listens, a minute at most."""
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(f"nothing listens on port {port} after a minute")
