"""Pages that come twice: exact copies, near copies, and a near copy whose images are all dead."""

from __future__ import annotations

from examples.site.blocks import Block, p
from examples.site.images import figure, img
from examples.site.page import Page


def ferry_timetable(path: str, twin: str) -> Page:
    """Return the page that stands word for word under two URLs."""
    return Page(
        path,
        "en",
        "When the island boat sails",
        (
            p("""From Easter to the end of September the <em>Little Auk</em> sails for the island whenever there is
              water enough and at least four people on the steps. She carries twelve. Dogs travel free and must sit in
              the bow; bicycles are tied to the rail with whatever can be found."""),
            img("/img/little-auk.jpg", "A boat with a bright sail"),
            p("""The crossing takes half an hour with the tide and somewhat longer against it. There is no café on the
              island, no shop and no signal, but there is a pump with good water beside the ruined chapel. The last
              boat back leaves two hours after the first one, and the skipper counts heads. If you have missed it,
              light the lamp in the chapel window, and somebody will come for you when the pub has closed. That has
              happened nine times in twenty years, twice on purpose."""),
        ),
        fate="duplicate.text",
        twin=twin,
    )


def flood(path: str, twin: str, day: str, depth: str) -> Page:
    """Return a long report of which two versions differ in two words."""
    return Page(
        path,
        "en",
        "The night of the flood",
        (
            p(f"""The water came over the wall at ten minutes to midnight on {day}, first in one place behind the boat
              shed and then, within a quarter of an hour, along the whole length of Quay Street. Nobody was asleep. The
              bell had been rung at nine, when the harbour master saw that the evening ebb had hardly gone out at all,
              and by ten there were sandbags in front of every door and a chain of people between the school and the
              church hall with blankets, babies, budgerigars and the parish records."""),
            figure(
                "/img/flood-night.png",
                "Dark water and a boat",
                "Quay Street at one in the morning, from an upper window",
            ),
            p(f"""At its highest it stood {depth} deep in the post office. Old Mrs Sallow, who refused to leave, sat on
              her kitchen table with a primus stove and made tea for the firemen through the window. A pony was led up
              the stairs of the Anchor and spent the night in the function room. Three rowing boats and a canoe went
              from house to house, and what they brought back were mostly cats, one cello and a wedding cake that was
              needed on Saturday."""),
            p("""By four the wind had gone round to the north-west and you could hear the change before you could see
              it: the sucking at the doors grew slower, the drains began to talk, and a line of wet appeared on the
              walls above the surface and grew wider. At first light the street was a river bed. There were plaice in
              the telephone box. The butcher found a buoy in his window and has kept it there ever since, with a ribbon
              on it at Christmas."""),
            p("""It took eleven days to pump the cellars dry and most of a year before the last house smelt of nothing
              again. A brass line has been let into the door frame of the post office at the height which the water
              reached, and children are measured against it on their birthdays. The wall is now a metre higher. Those
              who were there say that it was the best night of their lives, and that it must never happen again, and
              they mean both."""),
            img("/img/flood-level.jpg", "Bars that rise to a line"),
        ),
        fate="duplicate.text",
        twin=twin,
    )


def bakery(path: str, week: str, fate: str, *images: Block) -> Page:
    """Return a report of which one copy shows two images and the other only dead links to them."""
    return Page(
        path,
        "en",
        "The last wood-fired oven in the county",
        (
            p(f"""At two in the morning Amos Tredwell lights a faggot of hazel at the back of his oven and shuts the
              door on it. He does so on six nights of every {week}, as his grandmother did, and the bricks have not
              been cold since the coronation. When the soot has burned off the roof and the arch shows white, the oven
              is ready; there is no thermometer, and if you ask him for the temperature he throws in a pinch of flour
              and counts how long it takes to turn brown."""),
            images[0],
            p("""Four hundred loaves go in on a peel that is longer than the room. To make space for the handle the
              wall opposite has a hatch in it, and people who pass along the alley before dawn have learned to duck
              when they see it open. The big cottage loaves go to the back, the tins along the sides and the rolls at
              the mouth, where it is merely very hot. All of it comes out within forty minutes, in an order that Amos
              knows and cannot explain."""),
            images[1],
            p("""What happens afterwards is almost as good. The heat stays in the brick until evening, and anyone in
              the street may use it. A board by the door lists the hours: cakes from nine, roasts from eleven, then
              rice puddings, then wet boots. On the Saturday before Christmas thirty-one geese were baked there in a
              day, each with a name on a wooden tag, and only one family ate the wrong dinner. The inspector who came
              about the chimney in spring stayed for breakfast and wrote in his report that he had found nothing to
              object to except the hour."""),
        ),
        fate=fate,
        or_fate="duplicate.text" if fate == "document.images" else "",
    )


PAGES = (
    ferry_timetable("/articles/the-island-boat.html", "/archive/the-island-boat-copy.html"),
    ferry_timetable("/archive/the-island-boat-copy.html", "/articles/the-island-boat.html"),
    flood("/articles/the-night-of-the-flood.html", "/archive/flood-anniversary.html", "Thursday", "waist"),
    flood("/archive/flood-anniversary.html", "/articles/the-night-of-the-flood.html", "Friday", "shoulder"),
    bakery(
        "/articles/the-last-oven.html",
        "week",
        "kept",
        img("/img/oven-house.jpg", "The bakery from the street"),
        img("/img/loaves.jpg", "Loaves like fruit in a bowl"),
    ),
    bakery(
        "/archive/the-last-oven-dead-images.html",
        "fortnight",
        "document.images",
        img("/img/gone/oven-house.jpg", "The bakery from the street", rule="image.fetch"),
        img("/img/gone/loaves.jpg", "Loaves like fruit in a bowl", rule="image.fetch"),
    ),
)
