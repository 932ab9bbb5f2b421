"""The scenes the pictures show: places and things; animals and plants live in `creatures`."""

from __future__ import annotations

import math
from itertools import pairwise

from examples.site.drawing import Canvas, ring, shade

WHITE = (248, 246, 240)
INK = (34, 32, 40)
WATER = (44, 100, 132)


def hills(canvas: Canvas) -> None:
    """Hills under a sun, with firs."""
    canvas.oval(canvas.spread(0.15, 0.85), canvas.spread(0.12, 0.3), 0.09, 0.09, (250, 220, 110))
    colour = canvas.dice.choice(((70, 126, 72), (150, 130, 70), (88, 110, 130)))
    for layer in range(3):
        level = 0.45 + 0.17 * layer
        phase, swing = canvas.spread(0, 6), canvas.spread(0.04, 0.14)
        crest = [(x / 40, level + swing * math.sin(phase + x / 40 * (3 + 2 * layer))) for x in range(41)]
        canvas.shape([*crest, (1, 1), (0, 1)], shade(colour, 1.2 - 0.25 * layer))
    for _ in range(canvas.dice.randint(2, 7)):
        x, y, size = canvas.spread(0.05, 0.95), canvas.spread(0.72, 0.95), canvas.spread(0.05, 0.12)
        canvas.shape([(x - size / 2, y), (x + size / 2, y), (x, y - 2 * size)], (28, 74, 50))


def sea(canvas: Canvas) -> None:
    """A sailing boat on waves."""
    level = canvas.spread(0.5, 0.7)
    canvas.shape([(0, level), (1, level), (1, 1), (0, 1)], WATER)
    for wave in range(1, 6):
        y = level + wave * (1 - level) / 6
        canvas.line([(x / 30, y + 0.012 * math.sin(x + wave)) for x in range(31)], shade(WATER, 1.5))
    x, size = canvas.spread(0.25, 0.7), canvas.spread(0.1, 0.2)
    canvas.shape(
        [(x - size, level), (x + size, level), (x + size * 0.7, level + 0.09), (x - size * 0.7, level + 0.09)], INK
    )
    canvas.shape([(x, level - 0.02), (x, level - 3 * size), (x + size, level - 0.02)], canvas.bright())
    canvas.shape([(x - 0.02, level - 0.02), (x - 0.02, level - 2.4 * size), (x - size * 0.8, level - 0.02)], WHITE)


def tower(canvas: Canvas) -> None:
    """A lighthouse with bands and a beam."""
    x, top, colour = canvas.spread(0.3, 0.7), canvas.spread(0.15, 0.3), canvas.bright()
    canvas.shape([(0, 0.85), (0.4, 0.78), (1, 0.9), (1, 1), (0, 1)], (96, 96, 84))
    canvas.shape([(x, top), (1 if x < 0.5 else 0, top - 0.14), (1 if x < 0.5 else 0, top + 0.14)], (252, 240, 170))
    for band in range(6):
        y, wide = top + band * (0.85 - top) / 6, 0.05 + 0.008 * band
        bottom = y + (0.85 - top) / 6
        fill = colour if band % 2 else WHITE
        canvas.shape([(x - wide, y), (x + wide, y), (x + wide + 0.008, bottom), (x - wide - 0.008, bottom)], fill)
    canvas.shape([(x - 0.06, top), (x + 0.06, top), (x, top - 0.1)], INK)


def house(canvas: Canvas) -> None:
    """A house with windows, a door and a path."""
    left, wide, top = canvas.spread(0.15, 0.35), canvas.spread(0.35, 0.5), canvas.spread(0.4, 0.5)
    canvas.shape([(0, 0.82), (1, 0.82), (1, 1), (0, 1)], (98, 142, 80))
    canvas.shape([(left, top), (left + wide, top), (left + wide, 0.84), (left, 0.84)], (228, 212, 184))
    canvas.shape([(left - 0.05, top), (left + wide + 0.05, top), (left + wide / 2, top - 0.25)], canvas.bright())
    for x in (0.15, 0.65):
        corner = left + x * wide
        canvas.shape([(corner, 0.52), (corner + 0.09, 0.52), (corner + 0.09, 0.64), (corner, 0.64)], (70, 90, 120))
    door = left + canvas.spread(0.35, 0.5) * wide
    canvas.shape([(door, 0.66), (door + 0.07, 0.66), (door + 0.07, 0.84), (door, 0.84)], canvas.bright())


def mill(canvas: Canvas) -> None:
    """A windmill with four sails."""
    x, hub, turn = canvas.spread(0.35, 0.65), canvas.spread(0.3, 0.42), canvas.spread(0, 1.5)
    canvas.shape([(0, 0.86), (1, 0.8), (1, 1), (0, 1)], (120, 146, 76))
    canvas.shape([(x - 0.07, hub), (x + 0.07, hub), (x + 0.12, 0.86), (x - 0.12, 0.86)], shade(canvas.bright(), 0.8))
    for sail in ring(x, hub, 0.26, 0.3, 4, turn):
        canvas.line([(x, hub), sail], INK, 0.02)
        canvas.line([sail, (sail[0] * 0.6 + x * 0.4 + 0.04, sail[1] * 0.6 + hub * 0.4 + 0.04)], WHITE, 0.05)


def bars(canvas: Canvas) -> None:
    """A bar chart with axes."""
    canvas.shape([(0, 0), (1, 0), (1, 1), (0, 1)], WHITE)
    count = canvas.dice.randint(5, 9)
    for bar in range(count):
        left, high = 0.12 + bar * 0.8 / count, canvas.spread(0.08, 0.68)
        right = left + 0.55 / count
        canvas.shape([(left, 0.86), (right, 0.86), (right, 0.86 - high), (left, 0.86 - high)], canvas.bright())
    canvas.line([(0.08, 0.08), (0.08, 0.86), (0.95, 0.86)], INK)


def curve(canvas: Canvas) -> None:
    """A line chart on a grid."""
    canvas.shape([(0, 0), (1, 0), (1, 1), (0, 1)], (240, 244, 240))
    for row in range(1, 6):
        canvas.line([(0.08, row * 0.15), (0.96, row * 0.15)], (200, 208, 200))
    for _ in range(canvas.dice.randint(2, 3)):
        points = [(0.08 + step * 0.11, canvas.spread(0.12, 0.82)) for step in range(9)]
        canvas.line(points, canvas.bright(), 0.02)
    canvas.line([(0.08, 0.06), (0.08, 0.88), (0.96, 0.88)], INK)


def clock(canvas: Canvas) -> None:
    """A clock face that tells some time."""
    x, y = canvas.spread(0.4, 0.6), canvas.spread(0.42, 0.58)
    canvas.oval(x, y, 0.4, 0.4, canvas.bright())
    canvas.oval(x, y, 0.34, 0.34, WHITE)
    side = min(canvas.width, canvas.height)
    across, down = side / canvas.width, side / canvas.height
    for mark in ring(x, y, 0.29 * across, 0.29 * down, 12):
        canvas.oval(*mark, 0.018, 0.018, INK)
    for reach, thick in ((0.18, 0.035), (0.26, 0.02)):
        angle = canvas.spread(0, 6.28)
        canvas.line([(x, y), (x + reach * across * math.cos(angle), y + reach * down * math.sin(angle))], INK, thick)


def pot(canvas: Canvas) -> None:
    """A steaming pot or cup on a table."""
    x, wide, colour = canvas.spread(0.35, 0.65), canvas.spread(0.15, 0.25), canvas.bright()
    canvas.shape([(0, 0.75), (1, 0.75), (1, 1), (0, 1)], (150, 106, 70))
    canvas.shape([(x - wide, 0.45), (x + wide, 0.45), (x + wide * 0.8, 0.8), (x - wide * 0.8, 0.8)], colour)
    canvas.shape(ring(x, 0.45, wide, 0.04, 24), shade(colour, 0.6))
    for puff in range(canvas.dice.randint(2, 4)):
        steam = [(x - wide / 2 + puff * wide / 2 + 0.02 * math.sin(k), 0.4 - 0.03 * k) for k in range(9)]
        canvas.line(steam, WHITE, 0.02)


def mosaic(canvas: Canvas) -> None:
    """Coloured tiles, as on a quilt or a tiled stove."""
    columns, rows = canvas.dice.randint(4, 7), canvas.dice.randint(3, 5)
    for column in range(columns):
        for row in range(rows):
            left, right, top, bottom = column / columns, (column + 1) / columns, row / rows, (row + 1) / rows
            canvas.shape([(left, top), (right, top), (right, bottom), (left, bottom)], canvas.bright())
            middle = ((left + right) / 2, (top + bottom) / 2)
            canvas.shape(ring(*middle, 0.35 / columns, 0.35 / rows, canvas.dice.choice((3, 4, 6))), canvas.bright())


def route(canvas: Canvas) -> None:
    """A map: fields, a path and its stops."""
    for _ in range(8):
        middle = (canvas.spread(0, 1), canvas.spread(0, 1))
        field = shade((150, 190, 120), canvas.spread(0.7, 1.3))
        canvas.shape(ring(*middle, 0.22, 0.22, canvas.dice.randint(4, 6), canvas.spread(0, 3)), field)
    stops = [(0.06 + 0.146 * step, canvas.spread(0.12, 0.88)) for step in range(7)]
    for start, end in pairwise(stops):
        canvas.line([start, end], canvas.bright(), 0.025)
    for stop in stops:
        canvas.oval(*stop, 0.035, 0.035, WHITE)
        canvas.oval(*stop, 0.02, 0.02, (190, 40, 40))
