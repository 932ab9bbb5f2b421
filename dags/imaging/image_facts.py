"""What an image turned out to be, from what was fetched, or from its bytes."""

from __future__ import annotations

from filters.images.image_signals import FILE_SIGNALS
from filters.images.view import View
from filters.signals import measure_all
from ingest.fetching.polite import REFUSED, Fetched
from ingest.images.pictures import BadPictureError, open_picture, phash
from ingest.records import DROPPED, FAILED, KEPT, ImageFacts
from ingest.settings import ImageFetchSettings


def facts_of(fetched: Fetched, settings: ImageFetchSettings) -> ImageFacts:
    """Return the facts of an image URL; where its outcome is KEPT, its last exchange belongs into the WARC."""
    exchange = fetched.exchange
    status = exchange.status if exchange else None
    if fetched.reason or exchange is None:
        outcome = DROPPED if fetched.reason in REFUSED else FAILED
        return ImageFacts(fetched.url, outcome, fetched.reason, status, consent=fetched.consent)
    if status != 200:
        return ImageFacts(fetched.url, FAILED, f"http-{status}", status)
    try:
        return measured(fetched.url, exchange.payload, settings, status)
    except BadPictureError as error:
        return ImageFacts(fetched.url, FAILED, error.reason, status)


def measured(url: str, data: bytes, settings: ImageFetchSettings, status: int | None = None) -> ImageFacts:
    """Return the facts of an image's bytes.

    Raises:
        BadPictureError: They are no image, or beyond the limits.
    """
    picture = open_picture(data, settings)
    size = len(data)
    view = View(picture.width, picture.height, size, picture.format, picture.image, picture.frames, settings.qr_codes)
    return ImageFacts(
        url,
        KEPT,
        status=status,
        sha256=picture.sha256,
        format=picture.format,
        width=picture.width,
        height=picture.height,
        size=size,
        phash=phash(picture),
        signals=measure_all(view, FILE_SIGNALS),
    )
