"""A local worker process: Beam's own, with our logging."""

from __future__ import annotations

import gc
import sys

from dags.command_line import logs


def main() -> None:
    """Set up logging, then work for the runner that started this process."""
    logs.set_up()

    from apache_beam.runners.worker import sdk_worker_main

    gc.freeze()  # else each full collection walks through all that Beam has made while being imported
    sdk_worker_main.main(sys.argv)


if __name__ == "__main__":
    main()
