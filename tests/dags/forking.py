"""Runs modules as `python -m` would, each in a process forked from this one, which has imported everything already.

python -m tests.dags.forking, then a JSON list a line: a module's name and its arguments. Answers with a JSON object a
line: exit code and output. A test that needs a process of its own, to kill it, is spared the seconds of its start.
"""

from __future__ import annotations

import importlib
import json
import os
import runpy
import sys
import traceback


def main() -> None:
    """Answer until the input ends."""
    from dags.command_line import logs

    logs.set_up()
    importlib.import_module("dags.command_line.cli")  # what every child needs
    for line in sys.stdin:
        returncode, output = run(*json.loads(line))
        sys.stdout.write(json.dumps({"returncode": returncode, "stdout": output}) + "\n")
        sys.stdout.flush()


def run(module: str, *arguments: str) -> tuple[int, str]:
    """Run a module in a child; return its exit code, negative for a signal, and all that it prints."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        os.dup2(writing, 1)
        os.dup2(writing, 2)
        os._exit(_code_of(module, list(arguments)))
    os.close(writing)
    with os.fdopen(reading, errors="replace") as stream:
        output = stream.read()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), output


def _code_of(module: str, arguments: list[str]) -> int:
    sys.argv = [module, *arguments]
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
        return 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0


if __name__ == "__main__":
    main()
