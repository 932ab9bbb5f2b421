"""Forum threads: many short posts, avatars too small to keep, quotations."""

from __future__ import annotations

from examples.site.blocks import Block, heading, p, quote, wrap
from examples.site.images import img
from examples.site.page import Page


def post(author: str, when: str, face: str, *body: Block) -> Block:
    """Return one post: an avatar of 40 pixels, who wrote it and when, and the post."""
    avatar = img(face, author, attributes=' width="40" height="40" class="avatar"', rule="image.shorter_side")
    return wrap('<div class="post">', (avatar, heading(3, author), p(f"<small>{when}</small>"), *body), "</div>")


PAGES = (
    Page(
        "/forum/mystery-caterpillar.html",
        "en",
        "Mystery caterpillar on the fennel",
        (
            post(
                "Wilma",
                "Monday, 19:02",
                "/img/avatar-wilma.png",
                p("""Can anybody tell me what has been eating my fennel? There are five of them, green with black bands
                  and orange spots, and when I touch one it puts out two little horns and smells of pineapple."""),
                img("/img/fennel.jpg", "A plant with a round head"),
            ),
            post(
                "Old Tom",
                "Monday, 19:40",
                "/img/avatar-tom.png",
                quote("it puts out two little horns and smells of pineapple"),
                p("""Then you are a lucky woman. That is a swallowtail, and I have not heard of one on this side of the
                  river since the hot summer of 2003. Whatever you do, do not move them."""),
            ),
            post(
                "Priya",
                "Tuesday, 08:15",
                "/img/avatar-priya.gif",
                p("""I came past this morning and had a look with Wilma. Four are in their last skin. They will wander
                  off to pupate in the next few days, so please nobody mow the verge."""),
                img("/img/swallowtail.jpg", "A flower with many petals"),
            ),
            post(
                "Wilma",
                "Friday, 21:30",
                "/img/avatar-wilma.png",
                p("All gone, and so is the fennel. I have planted twice as much for next year."),
            ),
        ),
        layout="main",
    ),
    Page(
        "/forum/which-boots.html",
        "en",
        "Which boots for the marsh?",
        (
            post(
                "Graham",
                "4 March",
                "/img/avatar-graham.png",
                p("""I have joined for the spring walks and own nothing but running shoes. What do people wear? I would
                  rather ask before I spend the money, and my feet are on the wide side."""),
            ),
            post(
                "Ines",
                "4 March",
                "/img/avatar-ines.png",
                p("""Wellingtons below the wall and leather boots above it. The mud does not care what you paid. Buy
                  them in the afternoon, when your feet are bigger, and take the socks with you that you are going to
                  wear."""),
                img("/img/wall-walk.jpg", "Hills, and a path along them"),
            ),
            post(
                "Old Tom",
                "5 March",
                "/img/avatar-tom.png",
                p("""Seconded. And carry a stick with a mark on it at the height of your boot tops, because that is the
                  only depth that you need to know. I lost a left one near the sluice in 1974 and it is still down
                  there."""),
            ),
        ),
        layout="content",
    ),
    Page(
        "/forum/igel-im-laubhaufen.html",
        "de",
        "Igel im Laubhaufen, was tun?",
        (
            post(
                "Karla",
                "12. November",
                "/img/avatar-karla.png",
                p("""Beim Aufräumen habe ich unter dem Laub einen Igel gefunden, der kaum größer ist als meine Faust.
                  Er hat sich eingerollt und dann weitergeschlafen. Soll ich ihn ins Haus holen oder lieber liegen
                  lassen?"""),
                img("/img/laubhaufen.jpg", "Ein Baum mit braunem Laub"),
            ),
            post(
                "Jörg",
                "12. November",
                "/img/avatar-joerg.png",
                p("""Zuerst wiegen, und zwar mit der Küchenschüssel. Ab fünfhundert Gramm kommt er allein durch den
                  Winter, dann deckst du ihn einfach wieder zu. Ist er leichter, dann ruf bitte die Igelstation in der
                  Mühlenstraße an und gib ihm auf keinen Fall Milch."""),
            ),
            post(
                "Karla",
                "13. November",
                "/img/avatar-karla.png",
                p("""Sechshundertvierzig! Er liegt wieder unter seinem Haufen, und ich habe noch zwei Körbe Blätter und
                  ein Brett als Dach daraufgelegt. Die Kinder haben ihn Herrn Stachelmann getauft."""),
            ),
        ),
        layout="main",
    ),
)
