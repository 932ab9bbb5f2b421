"""Every picture of the site: its path, what it shows and its size; and those that are wrong on purpose."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PIL import Image

from examples.site.creatures import bee, bird, cat, fish, flower, fruit, leaf, tree
from examples.site.drawing import Canvas, Colour, render
from examples.site.scenes import bars, clock, curve, hills, house, mill, mosaic, pot, route, sea, tower

_ENCODERS: dict[str, tuple[str, dict[str, int]]] = {
    "jpg": ("JPEG", {"quality": 82}),
    "png": ("PNG", {"compress_level": 6}),
    "gif": ("GIF", {}),
    "webp": ("WEBP", {"quality": 80, "method": 2}),
}
_SCENES: tuple[tuple[Callable[[Canvas], None], int, int, str], ...] = (
    (sea, 640, 420, "harbour-dawn.jpg rope-ferry.png show-boat.jpg watt.jpg little-auk.jpg flood-night.png slide.jpg"),
    (tower, 480, 640, "gannet-point.webp gannet-point.jpg"),
    (bird, 600, 450, "avocet.jpg curlew.jpg foto-vogel.jpg kauz.jpg token-bird.jpg heron.jpg"),
    (curve, 560, 360, "tide-curve.png bowline.gif calendar.webp futterkurve.png gauge.png"),
    (
        hills,
        720,
        480,
        "pier-legs.jpg sky-over-hills.jpg wall-walk.jpg walk-3.jpg otter-river.jpg galicia.jpg quarry.gif",
    ),
    (bee, 500, 400, "bee-on-comb.jpg foto-biene.webp winterbiene.jpg hive-trailer.jpg"),
    (leaf, 360, 520, "herbarium.jpg gruenkohl.jpg drawing-leaf.png"),
    (mill, 600, 600, "cobbs-mill.jpg bockmuehle.webp bockmuehle.png walk-2.jpg"),
    (bars, 520, 380, "flour-sacks.png flood-level.jpg pencils.webp"),
    (mosaic, 640, 480, "type-case.png hall-quilt.jpg slide-box.webp chess.png wortschatz.jpg"),
    (clock, 400, 400, "church-clock.jpg market-clock.png uhrturm.jpg"),
    (pot, 480, 480, "soup-pot.jpg biscuits.webp biscuits.png walk-4.gif"),
    (tree, 560, 560, "damsons.jpg laubhaufen.jpg streuobst.jpg fallen-beech.jpg"),
    (fruit, 540, 420, "damson-bowl.webp apfelbrot.jpg show-fruit.webp loaves.jpg raffle.jpg"),
    (flower, 420, 560, "fennel.jpg swallowtail.jpg faerbergarten.png tags.png jardin.jpg poem-flower.jpg"),
    (cat, 480, 440, "show-cat.jpg brownie.jpg token-cat.png"),
    (fish, 520, 360, "show-fish.png foto-fisch.jpg"),
    (house, 600, 440, "nistkasten.png foto-haus.png open-doors.jpg walk-5.jpg oven-house.jpg album-last.png"),
    (house, 360, 300, "furniture.jpg hut.jpg"),
    (route, 620, 460, "walk-1.png diversion-map.png deichkarte.png folded-map.jpg"),
    (mosaic, 200, 150, "club-badge.png"),
    (mosaic, 40, 40, "avatar-graham.png avatar-ines.png avatar-joerg.png avatar-karla.png"),
    (flower, 40, 40, "avatar-priya.gif avatar-tom.png avatar-wilma.png"),
    (fruit, 16, 16, "bullet.gif"),
    (mosaic, 50, 200, "slide-icon.png"),
    (hills, 800, 96, "wide-banner.jpg rule-line.png"),
    (mosaic, 100, 420, "tall-strip.png"),
    (hills, 760, 160, "chrome/masthead.png"),
    (tower, 160, 120, "chrome/logo.png"),
    (fruit, 120, 120, "chrome/cookie.png"),
    (flower, 120, 120, "chrome/crest.png"),
    (mosaic, 64, 64, "chrome/share.png"),
    (pot, 300, 250, "chrome/boots-for-sale.jpg"),
    (mill, 160, 120, "thumb-mill.jpg"),
    (curve, 160, 120, "thumb-tides.png"),
    (sea, 160, 120, "thumb-watt.jpg"),
    (house, 240, 160, "draft.png"),
    (hills, 320, 240, "night-320.jpg"),
    (hills, 640, 480, "night-640.jpg"),
    (hills, 800, 600, "night-800.jpg"),
    (tree, 240, 180, "orchard-240.jpg"),
    (tree, 480, 360, "orchard-480.jpg"),
    (tree, 800, 600, "orchard-800.jpg"),
    (house, 320, 240, "toolbox-1x.jpg"),
    (house, 640, 480, "toolbox-2x.jpg"),
    (pot, 320, 240, "mug-1x.png"),
    (pot, 640, 480, "mug-2x.png"),
)
_ELSEWHERE: tuple[tuple[str, Callable[[Canvas], None], int, int], ...] = (
    ("/articles/ferry-ticket.gif", mosaic, 300, 180),
    ("/assets/deep/wall.jpg", route, 640, 400),
    ("/assets/deep/before.png", hills, 400, 300),
    ("/assets/deep/after.png", hills, 420, 300),
    ("/private/portrait.jpg", cat, 300, 360),
)
_PLAIN: tuple[tuple[str, Colour], ...] = (
    ("/img/grey-box.png", (128, 128, 128)),
    ("/img/blank-frame.jpg", (236, 232, 220)),
)
COPIES = {"/img/copies/heron-again.jpg": "/img/heron.jpg"}
"""Pictures that hold the same bytes as another."""

BLANK = "/img/blank.gif"
NOT_A_PICTURE = "/img/not-a-picture.jpg"
TRUNCATED = "/img/truncated.jpg"


@dataclass(frozen=True, slots=True)
class Drawing:
    """One picture to draw; its format is its path's."""

    path: str
    scene: Callable[[Canvas], None]
    width: int
    height: int


def drawings() -> tuple[Drawing, ...]:
    """Return every picture that is drawn."""
    return (
        *(
            Drawing(f"/img/{name}", scene, width, height)
            for scene, width, height, names in _SCENES
            for name in names.split()
        ),
        *(Drawing(*entry) for entry in _ELSEWHERE),
    )


def pictures() -> Iterator[tuple[str, bytes]]:
    """Yield path and bytes of every picture file, the broken ones included."""
    drawn = {drawing.path: encode(drawing) for drawing in drawings()}
    yield from drawn.items()
    yield from ((path, drawn[source]) for path, source in COPIES.items())
    yield from ((path, _save(Image.new("RGB", (200, 150), colour), path)) for path, colour in _PLAIN)
    yield BLANK, _save(Image.new("RGB", (1, 1), (255, 255, 255)), BLANK)
    yield NOT_A_PICTURE, b"<!DOCTYPE html>\n<title>Sorry</title>\n<p>Our picture server is out for lunch.</p>\n"
    whole = encode(Drawing(TRUNCATED, hills, 640, 420))
    yield TRUNCATED, whole[: len(whole) // 3]


def encode(drawing: Drawing) -> bytes:
    """Return a drawing's file. What differs in size or format only (`night-320`, `night-640`) shows the same scene."""
    name = drawing.path.rsplit("/", 1)[1].rsplit(".", 1)[0]
    return _save(render(drawing.scene, _without_size(name), drawing.width, drawing.height), drawing.path)


def _without_size(name: str) -> str:
    stem, _, last = name.rpartition("-")
    return stem if last in {"1x", "2x", "240", "320", "480", "640", "800"} else name


def _save(image: Image.Image, path: str) -> bytes:
    format_name, options = _ENCODERS[path.rsplit(".", 1)[1]]
    out = io.BytesIO()
    image.save(out, format_name, **options)
    return out.getvalue()
