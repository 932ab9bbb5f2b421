from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from ingest.settings import CrawlSettings, FetchSettings, ImageFetchSettings


def test_defaults_are_respectful() -> None:
    settings = FetchSettings()
    assert settings.respect_robots
    assert not settings.allow_private_hosts
    assert settings.delay >= 1
    assert settings.ports == (80, 443)


def test_user_agent_names_program_version_and_contact() -> None:
    agent = FetchSettings(contact="https://example.org/bot").user_agent
    assert agent.startswith("m3wbot/")
    assert agent.endswith(" (+https://example.org/bot)")
    assert "(" not in FetchSettings().user_agent


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("product_token", "m3w bot"),
        ("product_token", ""),
        ("contact", "somebody"),
        ("contact", "https://x.org/\r\nX-Evil: 1"),
        ("contact", "a@b.c (d)"),
        ("delay", -1),
        ("max_bytes", 0),
        ("ports", ()),
        ("ports", (0,)),
        ("min_rate", -1),
        ("rate_grace", 0),
        ("gzip_level", 10),
        ("no_such_key", 1),
    ],
)
def test_impossible_settings_name_the_key(key: str, value: object) -> None:
    with pytest.raises(ValidationError, match=key):
        FetchSettings.model_validate({key: value})


def test_settings_are_frozen() -> None:
    settings: Any = FetchSettings()
    with pytest.raises(ValidationError):
        settings.delay = 0


@pytest.mark.parametrize("model", [FetchSettings, CrawlSettings, ImageFetchSettings])
def test_every_field_is_documented_and_survives_json(model: type[FetchSettings]) -> None:
    assert all(field.description for field in model.model_fields.values())
    settings = model(contact="a@example.org")
    assert model.model_validate_json(settings.model_dump_json()) == settings


def test_images_may_be_larger_than_pages() -> None:
    assert ImageFetchSettings().max_bytes > CrawlSettings().max_bytes


def test_the_method_is_what_facts_depend_on_and_nothing_else() -> None:
    plain = ImageFetchSettings().method
    assert ImageFetchSettings(delay=9, gzip_level=9, contact="a@b.c").method == plain
    for changed in (
        {"formats": ("jpeg",)},
        {"max_frames": 2},
        {"measured_side": 64},
        {"max_pixels": 9},
        {"max_bytes": 9},
    ):
        assert ImageFetchSettings.model_validate(changed).method != plain
