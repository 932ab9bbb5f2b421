"""Runs a command that is killed, with SIGKILL, at its n-th publication of a part: before or after the rename.

    python -m tests.dags.killing before|after N COMMAND ...

Moments that end in `-any` (`before-any`, `after-any`) count publications of every file.

The kill is real and so is everything up to it; only the moment is chosen.
"""

from __future__ import annotations

import os
import signal
import sys

from shards import storage

PARTS = (".parquet", ".tar", ".warc.gz")


def main() -> None:
    """Arm the trap, run the command."""
    moment, number, *command = sys.argv[1:]
    rename = storage.rename
    left = int(number)

    def armed(source: str, target: str) -> None:
        nonlocal left
        is_part = "/.tmp-" not in target and target.endswith(PARTS if moment in ("before", "after") else "")
        left -= is_part
        if left == 0 and moment.startswith("before"):
            os.kill(os.getpid(), signal.SIGKILL)
        rename(source, target)
        if left == 0 and is_part:
            os.kill(os.getpid(), signal.SIGKILL)

    storage.rename = armed

    from dags.command_line.cli import run

    run(command)


if __name__ == "__main__":
    main()
