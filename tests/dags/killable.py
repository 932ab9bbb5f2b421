"""Runs a command after it has left its process id in a file, for whoever is to kill it: FILE COMMAND ..."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def main() -> None:
    """Say who this is, run the command."""
    file, *command = sys.argv[1:]
    Path(file).write_text(str(os.getpid()))

    from dags.command_line.cli import run

    run(command)


if __name__ == "__main__":
    main()
