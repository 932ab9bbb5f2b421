"""Product pages: tables, details, form controls that are no text."""

from __future__ import annotations

from examples.site.blocks import Block, items, p, silent, table
from examples.site.images import badge, img, lazy, responsive
from examples.site.page import Page

ORDER = silent(
    '<form action="/shop/" method="get"><select name="size"><option>small</option><option>large</option></select>'
    '<input type="number" name="count" value="1"><button>Put into the basket</button></form>'
)


def details(summary: str, text: str) -> Block:
    """Return a part that opens when its summary is clicked; both are texts."""
    return Block(f"<details><summary>{summary}</summary><p>{text}</p></details>", (summary, " ".join(text.split())))


PAGES = (
    Page(
        "/shop/enamel-mug.html",
        "en",
        "The club's enamel mug",
        (
            responsive(
                "/img/mug-2x.png",
                "A mug on a table",
                (("/img/mug-1x.png", "1x"), ("/img/mug-2x.png", "2x")),
                attributes=' width="320" height="240"',
            ),
            p("""A mug for people who drop mugs. The steel is dipped twice and fired at more than eight hundred
              degrees, so that it will go on a stove, into a fire or down a flight of stairs and only chip where it
              lands. It holds a third of a litre, which is what comes out of the urn if you hold the tap for as long as
              it takes to say the name of the club."""),
            ORDER,
            table(
                "The mug in figures",
                ("Property", "Value"),
                (("Height", "eight centimetres"), ("Weight", "140 grams"), ("Colours", "cream and blue")),
            ),
            details(
                "Can it go into the dishwasher?",
                """Yes, but the rim will lose its shine in time, and some of us think that it looks better
                  afterwards.""",
            ),
            badge(),
        ),
        layout="main",
    ),
    Page(
        "/shop/tide-calendar.html",
        "en",
        "Tide calendar, with drawings",
        (
            lazy("/img/calendar.webp", "Lines on a grid"),
            p("""Twelve sheets, each with the tides for Chapel Quay on one side and a drawing by one of our members on
              the other. The times have already been put forward for summer, which no other calendar does, and days on
              which the path to the island stays dry for at least three hours are printed in blue."""),
            p("""It hangs from a loop of tarred twine and has to be cut to the length you like. The printer has found a
              paper that can be written on in the rain. We order four hundred and they are usually gone by the end of
              November, so do not wait for the Christmas market if you want to give one away."""),
            ORDER,
            items("ul", ("sheet size: A3, upright", "price: nine pounds, or seven for members", "post: two pounds")),
        ),
    ),
    Page(
        "/shop/nistkasten.html",
        "de",
        "Nistkasten aus Lärchenholz",
        (
            img("/img/nistkasten.png", "Ein kleines Haus mit rotem Dach"),
            p("""Der Kasten wird in unserer Werkstatt in Lüttmoor aus ungehobelten Brettern gebaut, zwei Zentimeter
              stark und mit Öl gestrichen, das den Vögeln nicht schadet. Die Vorderwand lässt sich nach oben ziehen,
              damit man ihn im Herbst ohne Werkzeug säubern kann. Das Flugloch ist für Meisen gebohrt; für den Star
              gibt es eine zweite Wand, die in der Tüte liegt."""),
            table(
                "Maße und Gewicht",
                ("Merkmal", "Angabe"),
                (("Höhe", "dreißig Zentimeter"), ("Boden", "zwölf mal zwölf"), ("Gewicht", "knapp zwei Kilo")),
            ),
            p("""Bitte nach Südosten hängen, etwa drei Meter hoch und leicht nach vorn geneigt, sodass es nicht
              hineinregnet. Im ersten Jahr zieht oft niemand ein, und das ist kein Grund zur Sorge: Die Tiere sehen
              sich den Kasten erst einmal gründlich an."""),
        ),
        layout="main",
    ),
)
