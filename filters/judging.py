"""Beam: candidates and image facts together, judged component by component."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import apache_beam as beam

from filters.images.spread import NOWHERE, CountSpread
from filters.judgement import Candidate, Judged, Seen, judge_images
from filters.models.model_signals import PICTURE_MODEL_SIGNALS
from filters.rules import Rules


@dataclass
class JudgeComponents(beam.PTransform[Any, Any]):
    """{candidates, facts, scores} -> (component, [Judged]): each component with all of its members.

    Facts are joined by URL; an image counts as shown by as many documents as there are components that show its bytes.
    Scores, where the recipe asks models, are joined by bytes or by document.
    """

    image_rules: Rules
    document_rules: Rules

    def expand(self, inputs: Mapping[str, Any]) -> Any:
        """Join facts to references, count the spread of each picture, judge, group."""
        seen = (
            {
                "references": inputs["candidates"] | "ByUrl" >> beam.FlatMap(by_url),
                "facts": inputs["facts"] | "FactsByUrl" >> beam.Map(lambda facts: (facts.url, facts)),
            }
            | "JoinFacts" >> beam.CoGroupByKey()
            | "MatchFacts" >> beam.FlatMapTuple(_match_facts)
        )
        spread = (
            seen
            | "WhereShown" >> beam.MapTuple(lambda sha256, entry: (sha256, entry[0]))
            | "CountSpread" >> CountSpread()
        )
        known = (
            {"entries": seen, "spread": spread, **_scores(inputs, "OfPictures", of_pictures=True)}
            | "JoinSpread" >> beam.CoGroupByKey()
            | "ByDocument" >> beam.FlatMapTuple(_by_document)
        )
        return (
            {
                "candidate": inputs["candidates"] | "ById" >> beam.Map(lambda entry: (entry.member.id, entry)),
                "seen": known,
                **_scores(inputs, "OfDocuments", of_pictures=False),
            }
            | "JoinCandidates" >> beam.CoGroupByKey()
            | "Judge" >> beam.FlatMapTuple(lambda _, found: _judge(found, self.image_rules, self.document_rules))
            | "GroupComponents" >> beam.GroupByKey()
        )


Where = tuple[str, str]
"""Component and host."""


def by_url(candidate: Candidate) -> Iterator[tuple[str, tuple[Where, str, int]]]:
    """Yield each image by its URL: where it is shown, the document, the element."""
    for image in candidate.images:
        yield image.url, ((candidate.component, candidate.host), candidate.member.id, image.element)


def _scores(inputs: Mapping[str, Any], label: str, *, of_pictures: bool) -> dict[str, Any]:
    """Return the scores of pictures, or those of documents and of images within them, by subject, if there are any."""
    if "scores" not in inputs:
        return {}
    wanted = inputs["scores"] | label >> beam.Filter(
        lambda score: (score.signal in PICTURE_MODEL_SIGNALS) == of_pictures
    )
    return {"scores": wanted | f"{label}BySubject" >> beam.Map(lambda score: (score.subject, score))}


def _match_facts(_: str, found: Mapping[str, Iterable[Any]]) -> Iterator[tuple[str, tuple[Where, str, int, Any]]]:
    facts = max(found["facts"], key=lambda facts: facts.turn, default=None)
    for where, id, element in found["references"]:
        # What has no bytes is counted by itself, never as one hot key.
        yield facts.sha256 if facts and facts.sha256 else f"none of {id}", (where, id, element, facts)


def _by_document(_: str, found: Mapping[str, Iterable[Any]]) -> Iterator[tuple[str, Seen]]:
    spread = next(iter(found["spread"]), NOWHERE)  # none of a picture that was scored for another cut: nor entries
    scores = {score.signal: score.judged_as for score in found.get("scores", ())}
    for _, id, element, facts in found["entries"]:
        yield id, Seen(element, facts, spread, scores)


def _judge(
    found: Mapping[str, Iterable[Any]], image_rules: Rules, document_rules: Rules
) -> Iterator[tuple[str, Judged]]:
    for candidate in found["candidate"]:
        scores = list(found.get("scores", ()))
        yield candidate.component, judge_images(candidate, found["seen"], image_rules, document_rules, scores)
