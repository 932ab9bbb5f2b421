"""Signals of an image's size and of its file."""

from __future__ import annotations

from filters.images.view import View
from filters.signals import INFINITE, SignalSpec
from ingest.settings import PICTURE_FORMATS


def shorter_side(view: View) -> int:
    """Pixels of the shorter side. Flamingo keeps 64 and more (Alayrac et al. 2022, A.3.1), OBELICS and mmc4 150."""
    return min(view.width, view.height)


def longer_side(view: View) -> int:
    """Pixels of the longer side. OBELICS keeps up to 20,000 (Laurençon et al. 2023, A.1.3)."""
    return max(view.width, view.height)


def area(view: View) -> int:
    """Pixels of the full image: width times height."""
    return view.width * view.height


def aspect_ratio(view: View) -> float:
    """Longer side by shorter side. Flamingo keeps up to 3 (Alayrac et al. 2022, A.3.1), OBELICS and mmc4 2."""
    return longer_side(view) / shorter_side(view)


def size(view: View) -> int:
    """Bytes of the file."""
    return view.size


def image_format(view: View) -> str:
    """What the bytes are, whatever name and Content-Type say: one of `ingest.settings.PICTURE_FORMATS`."""
    return view.format


def frames(view: View) -> int:
    """Frames of an animation, 1 for a still. A recipe keeps stills only with `frames = { max = 1 }`."""
    return view.frames


SPECS: tuple[SignalSpec[View], ...] = (
    SignalSpec("shorter_side", int, 0, INFINITE, shorter_side),
    SignalSpec("longer_side", int, 0, INFINITE, longer_side),
    SignalSpec("area", int, 0, INFINITE, area),
    SignalSpec("aspect_ratio", float, 1, INFINITE, aspect_ratio),
    SignalSpec("size", int, 0, INFINITE, size),
    SignalSpec("format", str, 0, 0, image_format, words=PICTURE_FORMATS),
    SignalSpec("frames", int, 1, INFINITE, frames),
)
