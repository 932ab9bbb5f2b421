"""Runs a command for which no file can grow beyond a number of bytes: writing fails in the middle, as on a full disk.

python -m tests.dags.filling BYTES COMMAND ...
"""

from __future__ import annotations

import resource
import signal
import sys


def main() -> None:
    """Set the limit, run the command."""
    limit, *command = sys.argv[1:]
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    from dags.command_line import logs

    logs.set_up()

    from dags.command_line.cli import run

    resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
    run(command)


if __name__ == "__main__":
    main()
