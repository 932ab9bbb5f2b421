"""News of the club, and the page that changes after it was read for the first time."""

from __future__ import annotations

from examples.site.blocks import p
from examples.site.images import figure, img
from examples.site.page import Page

TODAY_FIRST = Page(
    "/news/today.html",
    "en",
    "Today at the club",
    (
        p("""The boat shed will be closed until further notice. During the night a beech came down across the slipway,
          and although nobody was hurt and no boat was touched, it has to be cut up before the doors can be opened. If
          you own a chain saw and know how to use it, please come at two o'clock. Everybody else can help to carry, and
          the kitchen will make sandwiches for as many as turn up. The evening lecture about eels takes place all the
          same, but in the reading room, and begins half an hour later than it says on the poster."""),
        img("/img/fallen-beech.jpg", "A tree with brown leaves"),
    ),
)
"""What the first GET of `/news/today.html` answers; every later one answers the page in PAGES."""

PAGES = (
    Page(
        "/news/today.html",
        "en",
        "Today at the club",
        (
            p("""Good news from the slipway: the doors are open again. Twenty-six people, two saws and a borrowed
              tractor made short work of the storm's leavings, and by six there was nothing left of it but a ring of
              sawdust and a pile of logs that should see the stove through to Easter. Anyone may take a bag home. The
              dinghy course starts tomorrow as planned, so bring dry clothes and a towel. We should also like to return
              one glove, a thermos flask and a set of false teeth that were found under the branches."""),
            img("/img/open-doors.jpg", "A house with a wide door"),
        ),
    ),
    Page(
        "/news/otters-are-back.html",
        "en",
        "Otters are back on the upper river",
        (
            p("""Prints in fresh snow have settled an argument that had gone on in this club for six years. They were
              found on Thursday by two girls on their way to school, who measured them with a pencil case and had the
              good sense to put an upturned bucket over the clearest one. A casting in plaster now lies in the glass
              case beside the stairs."""),
            figure("/img/otter-river.jpg", "A river between hills", "The bend where the prints were found"),
            p("""The county officer thinks that it was a female with one cub. Otters need about twelve miles of water
              to themselves, and that means that they will be passing through gardens. If you keep koi, now is the time
              to think about a fence. Dead eels with the head missing should be reported, not buried."""),
            p('The bucket is <a href="/news/withdrawn.html">described elsewhere</a>, though that was withdrawn.'),
        ),
    ),
    Page(
        "/news/bridge-closed.html",
        "en",
        "Footbridge closed until Whitsun",
        (
            p("""The wooden footbridge at Heron Lock has been closed, since two of its bearers turned out to be mostly
              fungus. Engineers who looked at it on Tuesday gave it a week, and then they saw somebody cross it on a
              horse. A diversion is signed along the towpath and adds about twenty-five minutes."""),
            img("/img/diversion-map.png", "A map with a dotted path"),
            p("""Work is to begin after the herons have left their nests. The new bearers will be of oak from the
              estate, given by the family, and the old ones may be had for the garden by anyone who brings a trailer.
              Until then the Sunday group meets at the church instead of the lock, and those who come by bus should get
              out one stop earlier and follow the wall."""),
        ),
    ),
    Page(
        "/news/choir-in-the-quarry.html",
        "en",
        "A choir in the quarry",
        (
            p("""Somebody clapped his hands there on a school outing, and that is how it started. The echo in the
              western face of the quarry comes back after just under a second, which is, as our organist noticed,
              exactly a bar of the evening hymn. On Midsummer's Eve forty singers will try a canon in which the rock
              takes the second part."""),
            figure("/img/quarry.gif", "Steep hills and firs", "The western face answers best when it is wet"),
            p("""There is room for two hundred listeners on the terraces, though none of it is comfortable. Tickets
              cost nothing; a cushion, on the other hand, is worth its weight in gold. Should it thunder, we will sing
              in the bus shelter, and without the rock."""),
        ),
        layout="main",
    ),
)
