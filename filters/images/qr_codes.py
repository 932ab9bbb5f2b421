"""How much of a picture is QR codes."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

from filters.images.view import View
from filters.signals import SignalSpec

READER = "zxing-cpp"
"""The library that finds them; its module is `zxingcpp`."""


def qr_share(view: View) -> float | None:
    """Share of the picture's area that QR codes cover, 0 to 1; codes that are there but can't be read count too.

    NeMo Curator keeps less than 0.05. They are looked for in the reduced picture, where small ones are lost: a code of
    25 modules is found from about 50 pixels on. None where they are not looked for.
    """
    if not view.qr_codes:
        return None
    import zxingcpp  # an extra, and slow to import

    found = zxingcpp.read_barcodes(view.grey, formats=zxingcpp.barcode_formats_from_str("QRCode"), return_errors=True)
    covered = sum(_area(code.position) for code in found)
    return min(1.0, covered / (view.grey.width * view.grey.height))


def _area(corners: Any) -> float:
    """Return the area of a quadrangle in pixels (Gauss' formula)."""
    points = (corners.top_left, corners.top_right, corners.bottom_right, corners.bottom_left)
    turns = (a.x * b.y - b.x * a.y for a, b in zip(points, (*points[1:], points[0]), strict=True))
    return float(abs(sum(turns))) / 2


def require_reader() -> None:
    """Look for the library.

    Raises:
        ValueError: It is not installed.
    """
    if find_spec("zxingcpp") is None:
        raise ValueError(
            f"images.qr_codes = true needs {READER}, which is not installed: install m3w with its extra `qr` "
            f"(pip install -c constraints.txt 'm3w[qr]'), or set it to false and drop the rule on qr_share"
        )


SPECS: tuple[SignalSpec[View], ...] = (SignalSpec("qr_share", float, 0, 1, qr_share),)
