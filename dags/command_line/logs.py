"""What is logged: our own progress lines always, what Beam says only when asked for by the environment M3W_LOG."""

from __future__ import annotations

import logging
import os
import warnings

LIBRARIES = "M3W_LOG"
"""Environment variable: level from which the libraries' lines are shown, such as INFO."""
QUIET = {"HF_HUB_DISABLE_PROGRESS_BARS": "1", "TRANSFORMERS_VERBOSITY": "error", "TOKENIZERS_PARALLELISM": "true"}
"""What keeps transformers from drawing bars of its own between our lines."""


def set_up() -> None:
    """Set up logging; call it before Beam is imported, which logs on import.

    Beam logs every error of a worker in full, several times over; the command line says it once, in a sentence.
    """
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)
    level = os.environ.get(LIBRARIES, "CRITICAL").upper()
    if level not in logging.getLevelNamesMapping():
        names = ", ".join(logging.getLevelNamesMapping())
        raise SystemExit(f"error: {LIBRARIES}={level} is no level: use one of {names}")
    logging.basicConfig(level=level, format="%(levelname)s %(name)s: %(message)s")
    for handler in logging.getLogger().handlers:
        handler.setLevel(level)  # Beam's workers lower the level of the root logger itself
    own = logging.getLogger("m3w")
    own.setLevel(logging.INFO)
    own.propagate = False
    if not own.handlers:
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%H:%M:%S"))
        own.addHandler(handler)
    warnings.filterwarnings("ignore", module="apache_beam")
