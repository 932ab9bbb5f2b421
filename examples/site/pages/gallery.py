"""Galleries: many captioned images and some words about each."""

from __future__ import annotations

from examples.site.blocks import heading, p
from examples.site.images import badge, captioned, figure, img, lazy, second_host
from examples.site.page import Page

PAGES = (
    Page(
        "/gallery/summer-show.html",
        "en",
        "Pictures from the summer show",
        (
            p("""Ninety-one members hung four hundred pictures this year, and the judges wanted more wall. These are
              the ones that the visitors liked best, chosen with dried peas in jam jars; every visitor had three peas
              and there was some cheating."""),
            figure("/img/show-cat.jpg", "A cat's face", "<em>Marmalade, waiting</em> by Joan Petty: 212 peas"),
            figure("/img/show-fish.png", "A fish with bubbles", "<em>Perch</em> by Samuel Oduya, aged nine: 187 peas"),
            figure("/img/show-boat.jpg", "A boat with a coloured sail", "<em>Going about</em> by A. Vries: 140 peas"),
            figure("/img/show-fruit.webp", "Fruit in a bowl", "<em>What was left</em> by the cook: 96 peas"),
            p("""Marmalade herself attended on the second day and sat underneath her portrait for an hour. The
              exhibition has now been taken down, but most of the pictures are for sale, and the list can be had from
              the treasurer for the price of a stamp."""),
            badge(),
        ),
    ),
    Page(
        "/gallery/a-walk-in-five-pictures.html",
        "en",
        "A walk in five pictures",
        (
            p("""We set out from the station at nine and were back for the train at four. It had promised rain, and
              kept its promise only at lunch. If you would like to follow us, the whole round is seven miles, with two
              stiles and one bull, who is friendly."""),
            heading(2, "From the station to the mill"),
            img("/img/walk-1.png", "A map with seven stops"),
            p("""Turn left at the letter box, and left again where the lane forks. The path runs between hedges that
              were planted by prisoners of war, and in April it is white from end to end."""),
            second_host("/img/walk-2.jpg", "A mill on a green hill"),
            heading(2, "Up to the beacon and down"),
            lazy("/img/walk-3.jpg", "Three rows of hills"),
            p("""It is steep, but it is short. From the top you can see four counties, or three if you believe the
              people in the fourth. Come down by the quarry and not by the farm."""),
            captioned("Tea at last", img("/img/walk-4.gif", "A steaming cup"), img("/img/walk-5.jpg", "A house")),
        ),
        layout="content",
    ),
    Page(
        "/gallery/fotowettbewerb.html",
        "de",
        "Die besten Bilder des Fotowettbewerbs",
        (
            p("""Zum Thema »Vor der eigenen Tür« sind in diesem Jahr 138 Aufnahmen eingegangen, so viele wie noch nie.
              Die Jury hat einen ganzen Sonntag gebraucht und am Ende vier ausgewählt, über die sie sich einig war."""),
            figure("/img/foto-vogel.jpg", "Ein Vogel auf einem Ast", "Platz eins: »Der Frühaufsteher« von Lena Harms"),
            figure("/img/foto-fisch.jpg", "Ein Fisch mit Streifen", "Platz zwei: »Im Graben« von Ole, elf Jahre alt"),
            figure("/img/foto-haus.png", "Ein Haus im Grünen", "Platz drei: »Sonntag« von Mehmet Arslan"),
            figure("/img/foto-biene.webp", "Eine Biene", "Sonderpreis: »Keine Zeit« von den Schwestern Böttcher"),
            p("""Alle Einsendungen hängen bis zum Erntefest im Flur der Schule. Wer ein Bild kaufen möchte, der wirft
              einen Zettel in den Kasten neben der Tür. Der Erlös geht an die Jugendgruppe, die davon ein zweites
              Fernrohr anschaffen will."""),
        ),
    ),
)
