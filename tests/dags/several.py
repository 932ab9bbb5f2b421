"""Runs several jobs with the same options, one after the other, as so many commands would: Beam is imported only once.

python -m tests.dags.several JOB ... -- OPTIONS, where a JOB may have options of its own: "shards --pairs"
"""

from __future__ import annotations

import sys


def main() -> None:
    """Run them; the first that fails ends it."""
    from dags.command_line import logs

    logs.set_up()

    from dags.command_line.cli import app

    end = sys.argv.index("--")
    for job in sys.argv[1:end]:
        app(args=[*job.split(), *sys.argv[end + 1 :]], standalone_mode=False)


if __name__ == "__main__":
    main()
