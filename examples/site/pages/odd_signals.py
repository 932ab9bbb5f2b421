"""Pages that say what may be done with them: noai, noindex, rights reserved, Content-Usage, robots.txt, canonical."""

from __future__ import annotations

from examples.site.blocks import p
from examples.site.images import figure, img
from examples.site.page import Page

PAGES = (
    Page(
        "/odd/header-noai.html",
        "en",
        "Poems of a member",
        (
            p("""The author of these poems does not wish them to be learned by machines, and the server says so in a
              header of its answer. A crawler that is well brought up reads the header, puts the page back on the
              shelf, and goes on to the next. It is no different from a sign on a gate, and nobody would climb over
              that either."""),
            img("/img/poem-flower.jpg", "A flower"),
        ),
        fate="consent",
    ),
    Page(
        "/odd/meta-noai.html",
        "en",
        "Drawings of a member",
        (
            p("""These drawings may be looked at by anyone who has eyes. What their maker does not want is that they
              are used for training, and she has written that into the head of the page, where it can be read before
              anything else. Her second page, about <a href="/odd/behind-the-noai-page.html">how to sharpen a
              pencil</a>, is open to all, and only this one leads there."""),
            img("/img/drawing-leaf.png", "A leaf"),
        ),
        fate="consent",
        head='<meta name="robots" content="noai">',
    ),
    Page(
        "/odd/meta-noindex.html",
        "en",
        "Results of the raffle",
        (
            p("""The winning tickets were green 112, pink 47 and white 305. This page will be taken down when the
              prizes have been fetched, and until then it should not turn up in any search, because last year a
              gentleman from another country claimed the ham. He was very polite about it and sent a photograph of
              himself with an apron on."""),
            img("/img/raffle.jpg", "Fruit in a bowl"),
        ),
        fate="consent",
        head='<meta name="robots" content="noindex">',
    ),
    Page(
        "/odd/rights-reserved.html",
        "en",
        "The song of the weir keeper",
        (
            p("""Eleven verses, taken down in 1931 from the last man who sang them, and printed here with the leave of
              his granddaughter. She has asked that they be read, sung and forgotten in the usual way, but not mined,
              and the page reserves that right where a machine would look for it."""),
        ),
        fate="consent",
        head='<meta name="tdm-reservation" content="1">',
    ),
    Page(
        "/odd/not-for-training.html",
        "en",
        "Letters from a lighthouse",
        (
            p("""Whoever wants to find these letters may search for them. The family has nothing against an index, only
              against a machine that would write the twelfth letter in the same hand. So the server sends a line along
              with the page in which the one is allowed and the other is not."""),
        ),
        fate="consent",
    ),
    Page(
        "/odd/behind-the-noai-page.html",
        "en",
        "How to sharpen a pencil",
        (
            p("""With a knife, and away from you. Lay the pencil along the first finger of the left hand, hold the
              blade still, and push it forward with the left thumb; it is the thumb that works and the right hand that
              steers. Take off long thin shavings all the way round before you touch the lead."""),
            figure("/img/pencils.webp", "Coloured bars of different heights", "Eight pencils after a week of drawing"),
            p("""A point made by a machine is a cone, and it is blunt after three lines. One that has been cut stays
              sharp on its edges and will give you a hair or a shadow, as you turn it. Save the shavings: they smell of
              cedar, and moths dislike them."""),
        ),
    ),
    Page(
        "/odd/canonical-confusion.html",
        "en",
        "Moving a beehive by bicycle",
        (
            p("""It can be done, though the bees will remember it. Close the entrance with foam rubber after sunset,
              strap the lid twice in each direction, and use a trailer with soft tyres. You want a level road and a
              friend who cycles in front and calls out the holes. Every jolt is answered from within by a rising note,
              like an orchestra that has been insulted."""),
            img("/img/hive-trailer.jpg", "A bee"),
            p("""The new place must be less than three feet from the old one or more than three miles, for otherwise
              those that fly out will return to where they used to live. When you have arrived, wait for an hour, pull
              out the foam, and walk away slowly. Running has never helped anyone."""),
        ),
        head='<link rel="canonical" href="/odd/another-page-altogether.html">',
    ),
    Page(
        "/odd/another-page-altogether.html",
        "en",
        "Six ways to fold a map",
        (
            p("""The makers of maps fold them once, in a factory, and after that they are never folded so again. Of the
              six ways that we have collected, four begin with the longest crease and two with a sigh. The Turkish
              fold, in which the sheet opens like a flower, is the most beautiful and wears out in a season."""),
            img("/img/folded-map.jpg", "A map of fields with a path"),
            p("""If it is windy, sit on the northern half. If it is raining, turn the map so that the part you need
              lies outside and put it in the bag that your bread was in. And if you should meet two people who are
              folding one together, do not offer to help, but ask them the way, and they will make peace in order to
              disagree with you."""),
        ),
    ),
    Page(
        "/private/minutes.html",
        "en",
        "Minutes of the committee",
        (
            p("""Members only. The committee met in the back room and agreed to say nothing about the roof until the
              estimate has come in. It was noted that the biscuits had been better in the past. The treasurer asked who
              had the key to the cash box, and it was agreed that this should be found out before the next meeting."""),
            img("/private/portrait.jpg", "The treasurer"),
        ),
        fate="robots",
    ),
    Page(
        "/private/members.html",
        "en",
        "List of members",
        (p("This list is for members and is not to be copied, least of all by a robot."),),
        fate="robots",
    ),
)
