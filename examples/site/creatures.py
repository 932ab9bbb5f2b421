"""Animals, fruit and plants from ellipses and lines."""

from __future__ import annotations

import math

from examples.site.drawing import Canvas, ring, shade

INK = (30, 28, 34)


def bird(canvas: Canvas) -> None:
    """A bird on a branch."""
    x, y, colour = canvas.spread(0.38, 0.62), canvas.spread(0.42, 0.55), canvas.bright()
    way = canvas.dice.choice((-1, 1))
    canvas.line([(0, y + 0.24), (1, y + canvas.spread(0.18, 0.28))], (88, 62, 42), 0.05)
    canvas.shape([(x - way * 0.12, y), (x - way * 0.34, y + 0.14), (x - way * 0.3, y + 0.02)], shade(colour, 0.7))
    canvas.oval(x, y, 0.22, 0.17, colour)
    canvas.oval(x, y + 0.05, 0.13, 0.09, shade(colour, 1.4))
    canvas.oval(x + way * 0.16, y - 0.16, 0.11, 0.11, colour)
    canvas.shape([(x + way * 0.21, y - 0.18), (x + way * 0.32, y - 0.14), (x + way * 0.21, y - 0.12)], (236, 170, 50))
    canvas.oval(x + way * 0.18, y - 0.19, 0.022, 0.022, INK)
    for leg in (-0.03, 0.05):
        canvas.line([(x + leg, y + 0.14), (x + leg, y + 0.24)], INK)


def cat(canvas: Canvas) -> None:
    """A cat's face."""
    x, y, colour = canvas.spread(0.42, 0.58), canvas.spread(0.5, 0.58), canvas.bright()
    for way in (-1, 1):
        ear = [(x + way * 0.06, y - 0.2), (x + way * 0.26, y - 0.42), (x + way * 0.27, y - 0.06)]
        canvas.shape(ear, shade(colour, 0.75))
    canvas.oval(x, y, 0.34, 0.3, colour)
    for way in (-1, 1):
        canvas.oval(x + way * 0.12, y - 0.06, 0.065, 0.08, (240, 236, 190))
        canvas.oval(x + way * 0.12, y - 0.06, 0.02, 0.07, INK)
        for whisker in (0.04, 0.09, 0.14):
            canvas.line([(x + way * 0.06, y + 0.1), (x + way * 0.4, y + whisker)], INK, 0.008)
    canvas.shape([(x - 0.03, y + 0.05), (x + 0.03, y + 0.05), (x, y + 0.1)], (220, 120, 130))


def fish(canvas: Canvas) -> None:
    """A fish with bubbles."""
    x, y, colour, way = canvas.spread(0.4, 0.6), canvas.spread(0.4, 0.6), canvas.bright(), canvas.dice.choice((-1, 1))
    canvas.shape([(x - way * 0.18, y), (x - way * 0.4, y - 0.18), (x - way * 0.4, y + 0.18)], shade(colour, 0.7))
    canvas.oval(x, y, 0.32, canvas.spread(0.14, 0.22), colour)
    for stripe in range(canvas.dice.randint(1, 4)):
        middle = x - way * (0.08 * stripe - 0.06)
        canvas.line([(middle, y - 0.12), (middle, y + 0.12)], shade(colour, 1.5), 0.03)
    canvas.oval(x + way * 0.17, y - 0.04, 0.04, 0.04, (250, 250, 250))
    canvas.oval(x + way * 0.17, y - 0.04, 0.02, 0.02, INK)
    for bubble in range(4):
        canvas.oval(x + way * (0.3 + 0.03 * bubble), y - 0.1 * bubble, 0.02, 0.02, (230, 244, 250))


def fruit(canvas: Canvas) -> None:
    """Fruit in a bowl."""
    for _ in range(canvas.dice.randint(3, 6)):
        x, y, size, colour = (
            canvas.spread(0.3, 0.7),
            canvas.spread(0.35, 0.58),
            canvas.spread(0.1, 0.16),
            canvas.bright(),
        )
        canvas.oval(x, y, size, size * canvas.spread(0.85, 1.25), colour)
        canvas.oval(x - size / 4, y - size / 3, size / 5, size / 4, shade(colour, 1.6))
        canvas.line([(x, y - size), (x + 0.02, y - size - 0.08)], (80, 56, 36), 0.014)
    bowl = [(0.5 + 0.36 * math.cos(k * math.pi / 20), 0.58 + 0.3 * math.sin(k * math.pi / 20)) for k in range(21)]
    canvas.shape(bowl, shade(canvas.bright(), 0.8))


def flower(canvas: Canvas) -> None:
    """A flower with petals, stem and leaves."""
    x, y, colour = canvas.spread(0.35, 0.65), canvas.spread(0.32, 0.42), canvas.bright()
    canvas.line([(x, y), (x + canvas.spread(-0.1, 0.1), 1)], (50, 110, 56), 0.03)
    canvas.shape(ring(x + 0.1, 0.8, 0.1, 0.04, 16, 0.3), (60, 130, 66))
    petals, size = canvas.dice.randint(5, 11), canvas.spread(0.08, 0.13)
    reach = 0.2 * min(canvas.width, canvas.height)
    for petal in ring(x, y, reach / canvas.width, reach / canvas.height, petals):
        canvas.oval(*petal, size, size, colour)
    canvas.oval(x, y, 0.11, 0.11, (240, 200, 80) if colour[2] > 60 else (110, 70, 40))


def tree(canvas: Canvas) -> None:
    """A broad-leaved tree, with fruit or without."""
    x, ground, leaf = (
        canvas.spread(0.35, 0.65),
        canvas.spread(0.82, 0.9),
        canvas.dice.choice(((64, 126, 60), (196, 132, 44), (150, 160, 70), (176, 74, 46))),
    )
    canvas.shape([(0, ground), (1, ground), (1, 1), (0, 1)], (112, 140, 78))
    canvas.shape([(x - 0.04, ground), (x + 0.04, ground), (x + 0.025, 0.4), (x - 0.025, 0.4)], (92, 66, 44))
    for _ in range(9):
        spot = (x + canvas.spread(-0.18, 0.18), canvas.spread(0.2, 0.5))
        canvas.oval(*spot, 0.16, 0.14, shade(leaf, canvas.spread(0.8, 1.2)))
    for _ in range(canvas.dice.randint(0, 9)):
        canvas.oval(x + canvas.spread(-0.22, 0.22), canvas.spread(0.18, 0.52), 0.025, 0.025, (206, 48, 40))


def bee(canvas: Canvas) -> None:
    """A striped bee with wings."""
    x, y, turn = canvas.spread(0.42, 0.58), canvas.spread(0.48, 0.6), canvas.spread(-0.3, 0.3)
    for way in (-0.14, 0.06):
        canvas.shape(ring(x + way, y - 0.24, 0.12, 0.18, 20, turn), (226, 236, 244))
    canvas.oval(x, y, 0.32, 0.19, (236, 186, 50))
    for stripe in range(canvas.dice.randint(3, 5)):
        middle = x - 0.18 + 0.09 * stripe
        canvas.line([(middle, y - 0.14), (middle + turn / 9, y + 0.14)], INK, 0.05)
    canvas.oval(x + 0.24, y - 0.03, 0.1, 0.1, INK)
    canvas.line([(x + 0.24, y - 0.1), (x + 0.3, y - 0.26)], INK)


def leaf(canvas: Canvas) -> None:
    """One leaf and its veins, as in a herbarium."""
    colour, tilt = (
        canvas.dice.choice(((86, 140, 60), (190, 90, 40), (150, 150, 50), (50, 110, 90))),
        canvas.spread(-0.1, 0.1),
    )
    waist = canvas.spread(0.14, 0.26)
    left = [(0.5 - waist * math.sin(k * math.pi / 12) + tilt * k / 12, 0.88 - 0.064 * k) for k in range(13)]
    right = [(0.5 + waist * math.sin(k * math.pi / 12) + tilt * k / 12, 0.88 - 0.064 * k) for k in range(13)]
    canvas.shape([*left, *reversed(right)], colour)
    canvas.line([(0.5, 0.97), (0.5 + tilt, 0.12)], shade(colour, 0.6), 0.02)
    for vein in range(2, canvas.dice.randint(7, 10)):
        x, y = 0.5 + tilt * vein / 12, 0.88 - 0.064 * vein
        for way in (-1, 1):
            canvas.line([(x, y), (x + way * waist * 0.7, y - 0.1)], shade(colour, 0.7))
