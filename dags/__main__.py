"""Starts the command line: logging first, since Beam logs while it is imported."""

from __future__ import annotations

from dags import logs


def main() -> None:
    """Set up logging, then run."""
    logs.set_up()

    from dags.cli import run

    run()


if __name__ == "__main__":
    main()
