"""Recipes, English and German: lists of ingredients and steps, figures of two images."""

from __future__ import annotations

from examples.site.blocks import h2, items, p
from examples.site.chrome import share
from examples.site.images import badge, captioned, figure, img, lazy, picture
from examples.site.page import Page

PAGES = (
    Page(
        "/kitchen/leek-and-potato-soup.html",
        "en",
        "Leek and potato soup for a cold hall",
        (
            p("""This is the soup that we serve after the winter walk. It feeds eight people or five walkers, and it is
              better on the second day, if there is one."""),
            figure("/img/soup-pot.jpg", "A steaming pot on a table", "The big pot, which belongs to the fire brigade"),
            h2("Ingredients"),
            items(
                "ul",
                ("four thick leeks", "a kilo of floury potatoes", "a litre and a half of stock", "butter", "nutmeg"),
            ),
            h2("Method"),
            items(
                "ol",
                (
                    "Slit the leeks and wash them well, for there is always sand between the leaves.",
                    "Let them soften in the butter without taking colour; that takes a good ten minutes.",
                    "Add the potatoes in rough cubes, pour on the stock and simmer until they fall apart.",
                    "Crush a third of it against the side of the pot, season, and grate the nutmeg over it.",
                ),
            ),
            p("""Do not use a blender. The soup should have a landscape to it. Bread is passed round whole and torn,
              and the person who takes the last piece washes the pot."""),
            badge(),
            share(),
        ),
    ),
    Page(
        "/kitchen/damson-cheese.html",
        "en",
        "Damson cheese",
        (
            p("""A fruit cheese is a jam that has been kept on the stove until it gives up. Damsons make the best one,
              since they have more stone than flesh and would be a nuisance in anything else. You need fruit, sugar, an
              afternoon, and a wooden spoon with a long handle, because towards the end the pan spits."""),
            captioned(
                "Left: the fruit on the first of September. Right: the bowl, an hour later",
                img("/img/damsons.jpg", "A tree with small fruit"),
                img("/img/damson-bowl.webp", "A bowl full of fruit"),
            ),
            p("""Stew the damsons in very little water and rub them through a sieve. Weigh the purée, add three
              quarters of that weight in sugar, and cook slowly. It is ready when the spoon leaves a road across the
              bottom of the pan and you can count to five before it closes. Oil some small cups, fill them, and cover
              them with paper. In a cool place it will keep for two years; with hard cheese and a walnut it will not
              last until Sunday."""),
        ),
    ),
    Page(
        "/kitchen/oat-biscuits.html",
        "en",
        "Walkers' oat biscuits",
        (
            p("""They must survive a rucksack, they must not melt, and they must be good enough to be a reason for
              reaching the top. We have tried eleven recipes on three hills, and this is the winner by two votes."""),
            picture("/img/biscuits.webp", "A cup on a wooden table", "image/webp", "/img/biscuits.png"),
            items(
                "ul",
                ("200 g of rolled oats", "100 g of wholemeal flour", "100 g of butter", "two spoons of honey", "salt"),
            ),
            p("""Melt the butter together with the honey. Stir the dry things into it, and if the dough will not hold,
              give it a spoonful of milk. Roll it out to the thickness of a pencil, cut rounds with a glass, and bake
              them at 170 degrees until the edges are the colour of a good dog. Leave them on the tray until they are
              cold, for they are soft when they come out and need the time to make up their minds."""),
        ),
        layout="main",
    ),
    Page(
        "/kitchen/gruenkohl.html",
        "de",
        "Grünkohl für zwölf",
        (
            p("""Der Grünkohl braucht Frost, einen großen Topf und Leute, die vorher draußen waren. Nach der Kohlfahrt
              im Januar kommen bei uns meistens zwölf zusammen, und für diese Zahl sind die Mengen gedacht. Wer weniger
              Gäste hat, der friert den Rest ein und freut sich im März."""),
            figure("/img/gruenkohl.jpg", "Ein großes Blatt", "Die Sorte »Lerchenzunge« im Garten hinter dem Deich"),
            h2("Zutaten"),
            items(
                "ul",
                (
                    "drei Kilo Grünkohl, gezupft",
                    "zwölf Pinkel",
                    "sechs Kochwürste",
                    "vier Zwiebeln",
                    "Schmalz und Senf",
                ),
            ),
            p("""Den Kohl waschen, bis das Wasser klar bleibt, kurz brühen und grob hacken. Die Zwiebeln im Schmalz
              glasig werden lassen, den Kohl dazugeben, mit wenig Brühe aufgießen und bei kleiner Hitze zwei Stunden
              ziehen lassen. Das Fleisch kommt in der letzten halben Stunde oben auf den Topf. Zum Schluss mit Senf und
              einer Prise Zucker abschmecken. Dazu gibt es Kartöffelchen, die in der Pfanne mit etwas Zucker braun
              geworden sind, und danach einen Spaziergang bis zur Schleuse."""),
        ),
    ),
    Page(
        "/kitchen/apfelbrot.html",
        "de",
        "Apfelbrot aus der Kastenform",
        (
            p("""Wenn im Oktober die Körbe im Flur stehen und niemand mehr Apfelmus sehen will, dann ist die Zeit für
              das Apfelbrot gekommen. Es ist eigentlich ein Kuchen, der sich als Brot ausgibt, damit man ihn auch zum
              Frühstück essen darf."""),
            lazy("/img/apfelbrot.jpg", "Eine Schale mit Obst", noscript=True),
            items(
                "ol",
                (
                    "Ein Pfund säuerliche Äpfel grob raspeln und mit dem Zucker über Nacht stehen lassen.",
                    "Am Morgen Nüsse, Rosinen, Mehl, Backpulver, Zimt und einen Löffel Kakao unterrühren.",
                    "In die gefettete Form füllen und eine gute Stunde bei mittlerer Hitze backen.",
                ),
            ),
            p("""Den Teig nicht lange rühren, sonst wird das Brot zäh. Es hält sich in ein Tuch gewickelt eine ganze
              Woche, und mit Butter und einer Scheibe altem Käse schmeckt es den Kindern ebenso wie dem Großvater. Wer
              mag, der ersetzt die Rosinen durch getrocknete Birnen; in unserem Dorf ist darüber ein freundlicher
              Streit im Gange, den wohl erst die nächste Generation entscheiden wird."""),
        ),
    ),
)
