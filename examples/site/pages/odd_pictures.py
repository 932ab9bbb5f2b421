"""Pages whose pictures are the trouble: dead, broken, tiny, long, blank, repeated."""

from __future__ import annotations

from examples.site.blocks import p
from examples.site.images import captioned, figure, img, lazy
from examples.site.page import Page

PAGES = (
    Page(
        "/odd/broken-pictures.html",
        "en",
        "An album with gaps",
        (
            p("""When the old hard disk was taken out of the office computer, it made a noise like a coffee mill. Some
              of what was on it could be saved and some could not. This album has been left as we found it, with its
              gaps, because one of the pictures that did survive is the only one that we have of Brownie, the club's
              first dog."""),
            figure("/img/brownie.jpg", "A face with whiskers", "Brownie, who was in truth a cat's best friend"),
            img("/img/no-such-picture.jpg", "The picnic of 1998", rule="image.fetch"),
            img("/img/server-error.jpg", "The picnic of 1999", rule="image.fetch"),
            p("""The picnics seem to be lost for good. What remains of the summer fair is the upper third, with a great
              deal of sky, and the file that should contain the committee turned out to hold a letter to the water
              board. If any of you have prints at home, please bring them in, so that we can fill the empty frames
              again."""),
            img("/img/not-a-picture.jpg", "The committee", rule="image.fetch"),
            img("/img/truncated.jpg", "The summer fair", rule="image.fetch"),
            img("/private/portrait.jpg", "The treasurer, for members only", rule="image.fetch"),
            img("/img/album-last.png", "A house at the end of the album"),
        ),
    ),
    Page(
        "/odd/all-pictures-unusable.html",
        "en",
        "Odds and ends from the old website",
        (
            p("""The first website of the club went on line in 1997 and had a counter, a guest book and a flame that
              burned under the word <em>news</em>. These are its ornaments, which we have kept out of sentiment. They
              were made for a screen that was smaller than the one in your telephone."""),
            img("/img/bullet.gif", "A bullet", rule="image.shorter_side"),
            img("/img/rule-line.png", "A rule", rule="image.aspect_ratio"),
            img("/img/grey-box.png", "A grey box", rule="image.single_colour"),
            p("""The line was used to part one topic from the next, and took nine seconds to load. Behind the grey box
              there used to be a film of the regatta, which could be watched with a program that nobody has any longer.
              The guest book had to be closed, since the last three hundred entries were about watches."""),
        ),
        fate="document.images",
    ),
    Page(
        "/odd/small-wide-and-grey.html",
        "en",
        "How to scan old slides",
        (
            img("/img/wide-banner.jpg", "A strip of landscape", rule="image.aspect_ratio"),
            p("""Blow the dust away before you begin, for every grain becomes a boulder. Set the scanner to three
              thousand dots per inch; less will be regretted and more shows only the grain of the film. A box of a
              hundred slides takes about four hours, and it is wise to have something to listen to."""),
            lazy("/img/slide.jpg", "A boat, scanned from a slide"),
            img("/img/slide-icon.png", "A slide", rule="image.shorter_side"),
            img("/img/tall-strip.png", "A strip of negatives", rule="image.aspect_ratio"),
            p("""Begin with a blank frame, as here below, and look at it closely: if it is not perfectly even, the lamp
              needs cleaning. Give each file the number that is written on the frame, not a new one, and copy down
              whatever stands on the rim in pencil, even if it makes no sense to you. Somebody's aunt will know who
              <em>Tubby, Rhyl</em> was."""),
            img("/img/blank-frame.jpg", "A blank frame", rule="image.single_colour"),
            img("/img/slide-box.webp", "Coloured boxes in rows"),
        ),
    ),
    Page(
        "/odd/the-same-heron-twice.html",
        "en",
        "The same heron twice",
        (
            p("""He has stood at the second bend since the middle of August, on one leg until noon and on the other
              until dusk. People have begun to say good morning to him. To find out whether it is always the same bird,
              we photographed him on two days and laid the prints side by side."""),
            figure("/img/heron.jpg", "A bird on a pole", "Tuesday"),
            captioned(
                "Wednesday", img("/img/copies/heron-again.jpg", "A bird on a pole, again", rule="image.repeated")
            ),
            p("""There was no difference whatever, not in the feathers, not in the reeds and not in the ripples. It was
              some time before anyone noticed that the same file had been printed both times. The bird, when he was
              asked, did not move. We shall try again as soon as somebody has found the strap of the camera."""),
        ),
    ),
)
