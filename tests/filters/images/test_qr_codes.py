from __future__ import annotations

import sys

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from filters.images.qr_codes import qr_share, require_reader
from tests.filters.images.pictures import photo, view

QUIET = 4
"""Modules of white around a code."""


def code(side: int) -> Image.Image:
    """Return a code whose modules alone take up `side` pixels."""
    barcode = zxingcpp.create_barcode("https://example.org/menu", zxingcpp.BarcodeFormat.QRCode)
    modules = Image.fromarray(np.asarray(zxingcpp.write_barcode_to_image(barcode, scale=1, add_quiet_zones=False)))
    return modules.resize((side, side), Image.Resampling.NEAREST).convert("RGB")


@pytest.mark.parametrize("side", [75, 100, 150])
def test_the_share_is_that_of_the_codes(side: int) -> None:
    pixels = photo(300)
    pixels.paste("white", (50, 50, 70 + side, 70 + side))
    pixels.paste(code(side), (60, 60))
    assert qr_share(view(pixels, qr_codes=True)) == pytest.approx(side**2 / 300**2, rel=0.1)


def test_several_codes_are_added_up() -> None:
    pixels = Image.new("RGB", (300, 300), "white")
    for corner in ((20, 20), (180, 20), (20, 180)):
        pixels.paste(code(100), corner)
    assert qr_share(view(pixels, qr_codes=True)) == pytest.approx(3 / 9, rel=0.1)


def test_pictures_without_codes_have_none() -> None:
    assert qr_share(view(photo(300), qr_codes=True)) == 0
    assert qr_share(view(Image.new("RGB", (1, 1)), qr_codes=True)) == 0


def test_they_are_only_looked_for_where_that_is_asked_for() -> None:
    assert qr_share(view(code(100))) is None


def test_where_the_library_is_not_there_its_name_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    require_reader()
    monkeypatch.delitem(sys.modules, "zxingcpp", raising=False)
    monkeypatch.setattr(sys, "path", [])
    with pytest.raises(ValueError, match=r"zxing-cpp.*extra `qr`"):
        require_reader()
