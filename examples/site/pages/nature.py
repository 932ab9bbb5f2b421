"""Articles of gardens and weather: definition lists, `srcset`, `<base href>`, the second host, hidden text."""

from __future__ import annotations

from examples.site.blocks import h2, items, leave_out, p, quote, silent, table, terms, wrap
from examples.site.images import badge, captioned, figure, img, lazy_set, responsive, second_host
from examples.site.page import Page

PAGES = (
    Page(
        "/articles/the-year-of-the-bee.html",
        "en",
        "The year of the bee",
        (
            p("""A hive in January weighs about as much as a small child and sounds, if you put your ear to the wood,
              like a distant motorway. Ten thousand bees hang in a ball around their queen and shiver to keep warm.
              Nothing else happens, and it would be a mistake to look."""),
            second_host("/img/bee-on-comb.jpg", "A striped bee"),
            p("Four words that a beginner will hear at the first meeting:"),
            terms(
                (
                    ("Brood", "eggs, larvae and pupae, which the workers keep as warm as your own blood"),
                    ("Super", "a shallow box for honey, put on top when the lime trees flower"),
                    ("Nectar flow", "the two or three weeks in which a colony gathers most of its winter food"),
                    ("Swarm", "half the bees and the old queen, gone to look for another house"),
                )
            ),
            p("""By the end of June the same box holds sixty thousand and the beekeeper has no evenings. The books say
              that you must inspect every nine days, because a new queen takes sixteen, and a colony that has made up
              its mind to leave will not wait for the weekend."""),
            badge(),
        ),
    ),
    Page(
        "/articles/an-orchard-of-old-apples.html",
        "en",
        "An orchard of old apples",
        (
            p("""When Hanne Brook bought the field behind the station, she thought that it held eleven dead trees. In
              May nine of them flowered. A man from the pomological society came with a knife and a notebook, cut an
              apple from each in September, and was able to name all but two."""),
            lazy_set(
                "/img/orchard-800.jpg",
                "A tree with red fruit",
                (("/img/orchard-240.jpg", "240w"), ("/img/orchard-480.jpg", "480w"), ("/img/orchard-800.jpg", "800w")),
            ),
            p("""Some are apples for eating in October, some must lie in straw until Easter before they are sweet, and
              one is so sour that it was only ever pressed. The two without a name have been grafted on to young stocks
              and sent to the national collection. Until somebody recognises them they are called Station Red and
              Station Yellow."""),
            items("ul", ("Ashmead's Kernel, for the table", "Annie Elizabeth, for pies", "Tom Putt, for the barrel")),
            p("""Wassailing takes place on the second Saturday in January. Bring a saucepan to beat and a piece of
              toast for the robin, and wear something that you do not mind getting cider on."""),
        ),
    ),
    Page(
        "/articles/dry-stone.html",
        "en",
        "Dry stone, or how to build a wall without mortar",
        (
            p("""A good waller picks up each stone once. He has looked at the heap while he was setting the one before,
              and by the time his hand comes down he knows which face will go outwards. Beginners turn a stone over
              four or five times and then put it back, and that is why they are tired at noon."""),
            img("/assets/deep/wall.jpg", "A field with a path through it", src="wall.jpg"),
            p("""The wall is really two walls that lean on each other, with small pieces, called hearting, packed into
              the space between. Every yard or so a long stone is laid right through to tie them. Length goes into the
              wall, never along it; one must cross the joint below; and nothing may rock."""),
            captioned(
                "The same stretch before and after the course",
                img("/assets/deep/before.png", "Heaps of stone", src="before.png"),
                img("/assets/deep/after.png", "A finished wall", src="./after.png"),
            ),
            p("""Two people can put up about six yards in a day, if the foundation is dug and the weather kind. Built
              well, it will stand for a century and a half, and wrens will nest in it from the second spring."""),
            badge(),
        ),
        head='<base href="/assets/deep/">',
    ),
    Page(
        "/articles/under-a-dark-sky.html",
        "en",
        "Under a dark sky",
        (
            p("""Only two lamps can be seen from the top of Beacon Down, and one of them is a ship. On a moonless night
              the Milky Way throws a faint shadow there. Give your eyes twenty minutes, and do not look at a telephone,
              or you will have to begin again."""),
            responsive(
                "/img/night-640.jpg",
                "Firs on a hill at night",
                (("/img/night-320.jpg", "320w"), ("/img/night-640.jpg", "640w"), ("/img/night-800.jpg", "800w")),
                attributes=' sizes="100vw"',
            ),
            table(
                "What to look for with the naked eye",
                ("Month", "Object", "Where"),
                (
                    ("February", "the nebula in Orion", "south, below the belt"),
                    ("August", "the Perseid meteors", "high in the north-east"),
                    ("October", "the galaxy in Andromeda", "almost overhead"),
                ),
            ),
            p("""We meet in the car park of the quarry and walk up together, with red torches. Bring a mat to lie on,
              for the best instrument of all is a comfortable neck. In winter somebody always carries soup. Anyone who
              owns binoculars should take them along, because they show more of the sky than a cheap telescope does,
              and it is easier to find your way back."""),
        ),
    ),
    Page(
        "/articles/keeping-a-field-notebook.html",
        "en",
        "Keeping a field notebook",
        (
            silent('<style>.margin { color: #555 }</style>\n<script>document.title = "not to be read";</script>'),
            p("""Write it down at once. A note made an hour later is already half invention, and one made in the
              evening is literature. Date, time, place, wind, cloud; then what you saw, before what you think it was.
              If you are not sure, say so, and leave a line for the answer."""),
            leave_out(
                wrap(
                    '<div style="display:none">',
                    (p("Draft only, do not print this paragraph."), img("/img/draft.png", "draft", rule="hidden")),
                    "</div>",
                ),
                "hidden",
            ),
            silent("<p hidden>The editor has not seen this sentence either.</p>"),
            figure(
                "/img/herbarium.jpg",
                "A leaf and its veins",
                "Draw it, even badly: field maple, from my notebook of 1997",
            ),
            silent("<template><p>A template is never shown to anybody.</p></template>"),
            p("""Use a pencil, because ink runs and pens freeze. A rubber band round the cover keeps the page and dries
              the hand. Number your sheets and keep the last three for an index, which you will curse while you are
              writing it and bless for the rest of your life. The best notebook in our library is a grocer's order book
              in which a postman recorded every swallow between 1921 and 1958."""),
        ),
    ),
    Page(
        "/articles/reading-the-clouds.html",
        "en",
        "Reading the clouds",
        (
            p("""Long before there were forecasts, people who worked outdoors had to make their own. They looked west
              in the evening and at the sheep in the morning, and they were right about as often as a coin. Then Luke
              Howard, a chemist with a good view from his window, gave the clouds Latin names, and it became possible
              to compare one sky with another."""),
            h2("Three to begin with"),
            items(
                "ol",
                (
                    "Mares' tails, thin and high: a change within a day or so",
                    "A mackerel sky: not long wet and not long dry",
                    "Heaped towers with flat tops: go indoors",
                ),
            ),
            img("/img/sky-over-hills.jpg", "Hills under a wide sky"),
            quote("The ocean of air in which we live and move is to all of us of daily interest."),
            p("""The children of the primary school now keep a cloud diary and send it to us every month. Their word
              for stratus is <em>lid</em>, and we have begun to use it ourselves."""),
        ),
    ),
)
