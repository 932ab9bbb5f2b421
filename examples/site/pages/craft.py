"""Articles of tools and trades: lists with images inside, `pre`, `srcset` with densities, inline SVG, data URLs."""

from __future__ import annotations

from examples.site.blocks import Block, h2, p, pre, quote
from examples.site.images import badge, data_url, figure, img, inline_svg, lazy, responsive
from examples.site.page import Page

KNOT = '<path d="M10 40 C 40 0, 80 80, 110 40" fill="none" stroke="black"/><text x="10" y="75">bight</text>'


def bowline() -> Block:
    """Return an ordered list with an image in its second item: the image parts it in two texts."""
    first = "Make a small loop in the standing part, and call it the hole."
    second = "Let the end come up through it like a rabbit."
    third = "Lead it round behind the standing part, which is the tree."
    fourth = "Send the rabbit down again and pull everything tight."
    shown = img("/img/bowline.gif", "A line that curves across a grid")
    markup = (
        f"<ol>\n  <li>{first}</li>\n  <li>{second} {shown.html}</li>\n  <li>{third}</li>\n  <li>{fourth}</li>\n</ol>"
    )
    return Block(markup, (f"{first}\n{second}", *shown.shows, f"{third}\n{fourth}"))


def nested() -> Block:
    """Return a list with a list in it: one text, a line an item."""
    outer, inner = ("Cold colours first:", "Warm ones afterwards"), ("blue", "green")
    rows = "".join(f"<li>{entry}</li>" for entry in inner)
    markup = f"<ul>\n  <li>{outer[0]}\n    <ul>{rows}</ul>\n  </li>\n  <li>{outer[1]}</li>\n</ul>"
    return Block(markup, ("\n".join((outer[0], *inner, outer[1])),))


PAGES = (
    Page(
        "/articles/three-knots.html",
        "en",
        "Three knots and no more",
        (
            p("""There are nearly four thousand knots in the big book, and you can live a happy life with three. The
              reef knot ties two ends of the same rope, and must never join two different ones. The round turn and two
              half hitches makes a boat fast to a ring. For everything else there is the bowline."""),
            h2("The bowline, step by step"),
            bowline(),
            p("Seen from above, with the bight on the left:"),
            inline_svg(KNOT),
            p("""Practise it behind your back and in the dark, with cold fingers, because those are the conditions in
              which you will need it. A bowline does not slip and it does not jam; however hard it has been pulled, you
              can break its back with your thumb and it falls open. That is the whole of its beauty."""),
            badge(),
        ),
    ),
    Page(
        "/articles/a-mill-goes-round-again.html",
        "en",
        "A mill goes round again",
        (
            p("""For the first time since 1947 the sails of Cobb's Mill have turned by wind alone. It took eleven
              years, four grants and a thunderstorm that decided the question of the old cap by removing it. On
              Saturday the brake was lifted at a quarter past two, and for a moment nothing moved but the flags."""),
            figure(
                "/img/cobbs-mill.jpg", "A windmill with four white sails", "Cobb's Mill with all four sails, at last"
            ),
            p("""Then the nearest sail dipped, and three hundred people said the same word. Inside, the great spur
              wheel began to speak: a deep wooden knocking which the older people in the crowd had not heard since they
              were at school. The teeth are of apple wood and the wheel of iron, so that it is always the wood that
              breaks, and a tooth can be cut in an afternoon."""),
            p("""Flour will be ground on the first Sunday of each month. It is coarse, it tastes of something, and the
              bakery in Chapel Street has promised to make a loaf of it."""),
            img("/img/flour-sacks.png", "Bars of different heights, one for every month"),
            badge(),
        ),
        layout="content",
    ),
    Page(
        "/articles/mending-a-bicycle.html",
        "en",
        "Mending a bicycle on the kitchen table",
        (
            p("""Almost everything that goes wrong with a bicycle is dirt. Clean the chain before you buy a new one,
              and wipe the rims with spirit before you blame the brakes. What is left after that is usually a cable,
              and a cable costs less than a cup of tea."""),
            responsive(
                "/img/toolbox-2x.jpg",
                "A house and a shed where the tools are",
                (("/img/toolbox-1x.jpg", "1x"), ("/img/toolbox-2x.jpg", "2x")),
                attributes=' width="320" height="240"',
            ),
            p("Our workshop sheet, as it hangs above the bench:"),
            pre(
                "tyres    front 4 bar    rear 5 bar\n"
                "chain    replace when 12 links measure 307 mm\n"
                "saddle   heel on pedal, leg straight\n"
                "         then lower it by a finger"
            ),
            p("""The repair evening is held on the last Tuesday of the month. You do the work and we lend the tools,
              and somebody who has done it before stands behind you with his hands in his pockets. In three years we
              have sent nobody home on foot."""),
        ),
        layout="main",
    ),
    Page(
        "/articles/letters-of-lead.html",
        "en",
        "Letters of lead",
        (
            p("""The press in the basement of the reading room weighs as much as a hippopotamus and is about as easy to
              argue with. It was made in Leeds in 1889 and has printed, in its time, a newspaper, hymn books, posters
              for lost dogs and the programme of every flower show but one."""),
            lazy("/img/type-case.png", "Coloured tiles in rows"),
            p("""Type is set upside down and read from left to right, which the mind accepts after about a week. Each
              letter is picked from its own small box in the case, and the boxes are of different sizes because the
              language is: there is a great deal of room for <code>e</code> and hardly any for <code>z</code>. A line
              that does not fit is not squeezed; it is filled with slips of brass until it does."""),
            nested(),
            p("""On Thursdays anyone over twelve may print a card. You will go home with black fingers, and with an
              opinion about spacing that you did not have before."""),
            data_url("A pixel that counts visitors"),
        ),
    ),
    Page(
        "/articles/the-clock-doctor.html",
        "en",
        "The clock doctor",
        (
            p("""Every Monday at eight Edith Lark winds the town. She begins with the church, goes on to the market
              hall and the school, and finishes at the bank, where they give her a biscuit. Between them the four
              clocks have nineteen weights and want about two thousand turns of the crank."""),
            figure(
                "/img/church-clock.jpg",
                "A clock face with two black hands",
                "The church clock before its new coat of paint",
            ),
            p("""A tower clock is set right by adding pennies to the pendulum. One old penny, laid on the ledge above
              the bob, makes it gain two fifths of a second a day. When the summer is hot the rod grows and she takes a
              coin off again. There are seven on the church pendulum at present, and a farthing."""),
            quote("People think it is about time. It is about oil, and about pigeons, and about going up the stairs."),
            figure(
                "/img/market-clock.png",
                "A round clock on a bright ground",
                "The market hall keeps the time of the trains",
            ),
            p("""She has taught three apprentices since 1999, and two of them have stayed. The third builds satellites,
              and sends a card at Christmas in which he asks after the pigeons."""),
            badge(),
        ),
    ),
    Page(
        "/articles/a-quilt-for-the-hall.html",
        "en",
        "A quilt for the hall",
        (
            p("""The stage curtain in the village hall had been red, then brown, and finally a colour for which there
              is no name. Instead of buying another, the sewing circle asked every household for a square of cloth that
              meant something to it. Two hundred and eight came back, along with one tea towel."""),
            img("/img/hall-quilt.jpg", "A quilt of many bright patches"),
            p("""There is a piece of a parachute in it and a piece of a christening gown. The fire brigade gave a cuff,
              the cricket club part of an umpire's coat, and the twins at Low Farm a pocket each, with what was in
              them. It was sewn on five kitchen tables at once from a plan that nobody could find afterwards."""),
            p("""When the curtain was drawn for the first time, the play had to wait, because the audience had come
              down to the front to look for themselves. A list of all the patches and of who gave them hangs by the
              door."""),
        ),
        layout="content",
    ),
)
