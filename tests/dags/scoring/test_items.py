from __future__ import annotations

import random
from typing import Any

from dags.scoring.items import Chunk, Item, by_bucket, chunks_of, document_of, paragraphs_of, pictures_of, unscored
from dags.scoring.items import with_text as joined
from dom_parsing.records import RecordRef
from filters.duplicates.duplicates import Member
from filters.judgement import Candidate, Judged, Seen
from ingest.records import KEPT, ImageFacts

ID = "0a" * 16
ALL = ("nsfw", "aesthetic", "clip_similarity", "toxicity")


def place(number: int) -> RecordRef:
    return RecordRef("images.warc", number, 10)


def judged(passes: bool | None, *pictures: str) -> Judged:
    seen = tuple(
        Seen(number, ImageFacts(f"u{number}", KEPT, sha256=sha256, source=place(number)))
        for number, sha256 in enumerate(pictures)
    )
    return Judged(Candidate(Member(ID, "p", ID, ""), ID, ()), (), passes, pictures=seen)


def test_every_classifier_is_asked_about_every_picture() -> None:
    found = list(pictures_of(judged(True, "aa", "bb"), ALL))
    assert [subject for subject, _ in found] == [(name, sha) for sha in ("aa", "bb") for name in ("nsfw", "aesthetic")]
    assert found[0][1] == Item("aa", ((-1, place(0)),))


def test_a_document_is_asked_about_with_its_images_and_with_its_text() -> None:
    assert list(document_of(judged(True, "aa", "bb"), ALL)) == [
        (ID, ("clip_similarity", Item(ID, ((0, place(0)), (1, place(1)))))),
        (ID, ("toxicity", Item(ID))),
    ]
    assert [signal for _, (signal, _) in document_of(judged(True), ALL)] == ["toxicity"]


def test_what_other_rules_drop_or_have_not_decided_is_asked_about_by_no_one() -> None:
    for passes in (False, None):
        assert list(pictures_of(judged(passes), ALL)) == []
        assert list(document_of(judged(passes), ALL)) == []


def test_a_document_goes_with_the_paragraphs_of_its_row() -> None:
    image = {"text": None, "image": {"url": "u"}}
    row = {"id": ID, "elements": [{"text": "one", "image": None}, image, {"text": "", "image": None}]}
    assert paragraphs_of(row) == (ID, ((0, "one"), (2, "")))
    found: dict[str, list[Any]] = {"asked": [("toxicity", Item(ID))], "texts": [((0, "one"),)] * 2}
    assert list(joined(ID, found)) == [(("toxicity", ID), Item(ID, (), ((0, "one"),)))]
    assert list(joined(ID, {"asked": [], "texts": [((0, "one"),)]})) == []


def test_what_is_known_is_left_out_image_by_image() -> None:
    pictures = Item(ID, ((0, place(0)), (4, place(1))))
    subject = ("clip_similarity", ID)
    assert list(unscored(subject, {"asked": [pictures], "known": []})) == [(subject, pictures)]
    assert list(unscored(subject, {"asked": [pictures], "known": [0]})) == [(subject, Item(ID, ((4, place(1)),)))]
    assert list(unscored(subject, {"asked": [pictures], "known": [0, 4]})) == []
    assert list(unscored(subject, {"asked": [], "known": [0]})) == []
    assert list(unscored(("toxicity", ID), {"asked": [Item(ID)], "known": [-1]})) == []
    assert list(unscored(("toxicity", ID), {"asked": [Item(ID)], "known": []})) == [(("toxicity", ID), Item(ID))]


def test_chunks_hang_on_their_items_alone() -> None:
    items = [Item(f"{number:032x}") for number in range(7)]
    shuffled = random.Random(1).sample(items, len(items))
    found = list(chunks_of(("nsfw", 3), shuffled, 3))
    assert found == list(chunks_of(("nsfw", 3), items, 3))
    assert found[0] == Chunk("nsfw-00003-00000", "nsfw", tuple(items[:3]))
    assert [len(chunk.items) for chunk in found] == [3, 3, 1]


def test_buckets_are_those_of_the_hash() -> None:
    item = Item("0000000a" + "0" * 24)
    assert by_bucket(("nsfw", item.subject), item, 4) == (("nsfw", 2), item)
