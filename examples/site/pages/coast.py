"""Articles of the coast: plain figures, `<picture>`, lazy images, relative URLs, a table."""

from __future__ import annotations

from examples.site.blocks import h2, p, quote, table, wrap
from examples.site.chrome import advertisement, share
from examples.site.images import badge, captioned, figure, img, lazy, picture
from examples.site.page import Page

PAGES = (
    Page(
        "/articles/harbour-at-dawn.html",
        "en",
        "The harbour at dawn",
        (
            p("""By five in the morning the harbour is already awake. The <em>Margaret Ann</em> comes in first,
              her deck lights yellow against the dark water, and the gulls know her by the sound of her engine.
              Two men swing the crates of whiting on to the quay without a word; they have done it together for
              thirty years."""),
            figure(
                "/img/harbour-dawn.jpg",
                "A sailing boat on a grey sea",
                "The <b>Margaret Ann</b> off the harbour mouth, an hour before sunrise",
            ),
            p("""What a visitor notices next is the smell of diesel and coffee. Rosa opens her hatch when the first
              boat ties up, and nobody pays before the catch has been weighed. The ice plant hums behind the sheds.
              When the sun clears the breakwater the whole quay turns pink for about a minute, and even the old hands
              look up from their knots."""),
            quote(
                "You never get tired of it. You get tired of everything else, the cold and the paper, but not that.",
                "My father said the same, and he was harder to please than I am.",
            ),
            p("""By seven it is over. The vans have gone to the market in town, the decks are hosed down, and the cats
              have the place to themselves until the school children come past on their way to the bus."""),
            badge(),
            share(),
        ),
    ),
    Page(
        "/articles/the-keeper-of-the-light.html",
        "en",
        "The keeper of the light",
        (
            wrap(
                "<header>", (p('By <a href="/articles/tide-tables.html">Ines Halloran</a>, third of May'),), "</header>"
            ),
            p("""There has been a light on Gannet Point since 1834, and until the winter of 1988 somebody lived beside
              it. Duncan Pryde was the last. He still has a key, because the authority in the capital forgot to ask for
              it, and every Sunday he climbs the ninety-six steps to see that the lens is clean."""),
            picture(
                "/img/gannet-point.webp", "A banded lighthouse and its beam", "image/webp", "/img/gannet-point.jpg"
            ),
            p("""The lamp itself is smaller than you would think. A bulb no bigger than a thumb stands in the middle of
              a glass beehive as tall as a man, and the beehive does the work: it gathers the light and throws it
              twenty miles. Salt is the enemy, Duncan explains. A film that you can hardly feel with your finger takes
              three miles off the beam."""),
            h2("A room with no corners"),
            p("""Furniture was always a trouble in a round house. The dresser stands a hand's breadth from the wall,
              and the bed was built by a ship's carpenter to follow the curve. His daughter learned to walk by holding
              on to that wall, he says, and went round and round until she was dizzy."""),
        ),
    ),
    Page(
        "/articles/birds-of-the-salt-marsh.html",
        "en",
        "Six birds of the salt marsh",
        (
            p("""Walk the sea wall on a falling tide and keep the sun behind you. The marsh looks empty at first, a
              brown plain cut by creeks, but it is one of the busiest tables on the coast, and the guests arrive in
              order of the length of their bills."""),
            lazy("/img/avocet.jpg", "A bird on a low branch", noscript=True),
            p("""Avocets sweep the surface from side to side, as if they were mowing it. Redshanks pick at whatever the
              sweeping has disturbed; they are nervous birds and will tell the entire marsh that you have come. Curlews
              probe deepest of all, and a worm that feels safe at a foot below ground is mistaken."""),
            advertisement(),
            lazy("/img/curlew.jpg", "A large wader looking left", placeholder="/img/blank.gif"),
            p("""Shelduck, little egret and brent goose complete the half dozen. The geese come from Siberia in October
              and graze like sheep until March. If they all rise together, look up before you look at them, for there
              will be a peregrine somewhere above. Please stay on the wall and keep dogs on a lead between April and
              July, when the terns lie on eggs that are exactly the colour of shingle."""),
            badge(),
        ),
    ),
    Page(
        "/articles/a-short-history-of-the-ferry.html",
        "en",
        "A short history of the ferry",
        (
            p("""Before the bridge there was a rope. It ran from an iron ring below the chapel to an oak on the other
              bank, and the ferryman pulled himself and his passengers across hand over hand. A foot passenger paid a
              halfpenny, a horse twopence, and a coffin nothing at all."""),
            captioned(
                "Crossing against the ebb, drawn from a postcard of about 1910",
                img("/img/rope-ferry.png", "A small boat in mid-stream", src="../img/rope-ferry.png"),
            ),
            p("""Steam arrived in 1871 in the shape of a second-hand launch from Bristol. She was called
              <em>Patience</em> and needed it from everybody, since her boiler took an hour to warm and ten minutes to
              cool. On market days she carried geese on the roof. The chapel complained about the whistle, so she was
              given a bell, and then the chapel complained about the bell."""),
            img("/articles/ferry-ticket.gif", "A pattern of coloured tiles from a ticket", src="ferry-ticket.gif"),
            p("""The bridge opened in 1936 and the last ferryman became its first toll collector. He is said to have
              rowed home every evening all the same. What remains is the ring, worn thin on the upstream side, and a
              right of way that ends in the river."""),
        ),
    ),
    Page(
        "/articles/tide-tables.html",
        "en",
        "How to read a tide table",
        (
            p("""A tide table is a promise made by the moon and broken by the weather. It gives the times of high and
              low water for every day of the year, together with the height above a level called chart datum, which is
              roughly the lowest that the sea is ever expected to fall."""),
            table(
                "Chapel Quay, first week of June",
                ("Day", "Morning high", "Height", "Remark"),
                (
                    ("Monday", "five past six", "4.1 m", "neaps, weak streams"),
                    ("Wednesday", "twenty to eight", "4.6 m", "good for the creek"),
                    ("Friday", "nine o'clock", "5.2 m", "springs, path under water"),
                ),
            ),
            p("""Remember three things when you use it. The times are given in winter time, so add an hour in summer. A
              strong wind from the south-west can hold the water up by half a metre and make it late. And the rule of
              twelfths says that the sea does not rise evenly: one twelfth in the first hour, two in the second, three
              in each of the middle hours, and so down again."""),
            figure(
                "/img/tide-curve.png",
                "Lines rising and falling on a grid",
                "Heights measured at the quay over two days",
            ),
            p("""If you mean to cross to the island, start back when the table says that you still have plenty of time.
              The marsh fills from behind, through the creeks, and people who watch only the waves in front of them are
              surprised every year."""),
            badge(),
        ),
    ),
    Page(
        "/articles/the-old-pier.html",
        "en",
        "What is left of the old pier",
        (
            p("""Forty-one iron legs stand in the sea at Marram and carry nothing. They once held a pavilion where a
              ladies' orchestra played twice daily, a camera obscura, and a machine that stamped your name on a strip
              of tin. The storm of January 1953 took the middle away in one night, and the two ends looked at each
              other across the gap until they were sold for scrap."""),
            figure("/img/pier-legs.jpg", "Hills behind a grey shore", "The beach at Marram, where the pier began"),
            p("""Divers like the legs because conger eels live inside them. Starlings like them too, and on a November
              afternoon some forty thousand come in to roost, folding and unfolding over the water like a cloth being
              shaken. The council would prefer to have the iron removed, but nobody has been able to find out who owns
              it, and so the birds stay."""),
        ),
    ),
)
