"""Starts the command line: logging first, since Beam logs while it is imported."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from contextlib import suppress

from dags.command_line import logs


def main() -> None:
    """Set up logging, run, and leave.

    Leaving does all that Python does at its end but for taking its modules apart: threads that Arrow reads Parquet with
    abort an interpreter that does so now and then (5 of 90 readings of one capture on a busy machine).
    """
    logs.set_up()

    from dags.command_line.cli import run

    gc.freeze()  # else each full collection walks through all that Beam and Arrow have made while being imported
    try:
        run()
    except SystemExit as end:
        if isinstance(end.code, str):
            raise
        code = int(end.code or 0)
    else:
        code = 0
    atexit._run_exitfuncs()
    with suppress(BrokenPipeError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
