"""Personal data: what is found and what is left alone."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from filters.safety.personal import PersonalSettings, is_card, is_public, without_personal_data

ALL = PersonalSettings(mail="[mail]", ip_address="[ip]", phone_number="[phone]", card_number="[card]")


def cleaned(text, settings=ALL):
    return without_personal_data(text, settings)[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("write to jane.doe+news@mail.example.org.", "write to [mail]."),
        ("(jürgen@müller.example)", "([mail])"),
        ("a@b.co,c@d.org", "[mail],[mail]"),
        ("请发邮件至abc@qq.com咨询", "请发邮件至[mail]咨询"),
        ("中" * 70 + "abc@qq.com", "中" * 70 + "[mail]"),
        ("abc@naver.com으로 보내세요", "[mail]으로 보내세요"),
        ("jane@例え.jp or jane@example.xn--p1ai", "[mail] or [mail]"),
        ("jane@x.org-Kontakt, jane@x.org_, jane@x.org-y.net", "[mail]-Kontakt, [mail]_, [mail]"),
        ("call +49 30 901820 now", "call [phone] now"),
        ("phone: +1 (650) 253-0000", "phone: [phone]"),
        ("at 8.8.8.8 and 2001:4860:4860::8888", "at [ip] and [ip]"),
        ("card 4111 1111 1111 1111, 5500-0000-0000-0004", "card [card], [card]"),
    ],
)
def test_personal_data_gives_way_to_placeholders(text, expected):
    assert cleaned(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "user@localhost",
        "@handle and a@ b.org",
        "from 192.168.0.1, 127.0.0.1 or ::1",
        "version 1.2.3.4.5 of 300.1.1.1",
        "the number 4111 1111 1111 1112",
        "0000 0000 0000 0000",
        "on 2026-11-21 at 12:30:45, 1,234,567 people",
        "ISBN 978-3-16-148410-0",
        "a::b and std::vector",
    ],
)
def test_what_is_none_stays(text):
    assert cleaned(text) == text


def test_numbers_without_a_country_are_known_where_a_region_is_given():
    assert cleaned("call 030 901820") == "call 030 901820"
    assert cleaned("call 030 901820", ALL.model_copy(update={"phone_region": "DE"})) == "call [phone]"


def test_only_what_has_a_placeholder_is_replaced_and_all_is_counted():
    text = "a@b.org 8.8.8.8 +49 30 901820 c@d.org"
    assert cleaned(text, PersonalSettings(ip_address="")) == "a@b.org  +49 30 901820 c@d.org"
    assert without_personal_data(text, ALL)[1] == {"mail": 2, "ip_address": 1, "phone_number": 1}
    assert not PersonalSettings().replaces
    assert without_personal_data(text, PersonalSettings()) == (text, {})


@given(st.text("0123456789abc@.: -+()", max_size=80))
def test_a_second_time_nothing_is_left_to_replace(text):
    settings = PersonalSettings(mail="M", ip_address="I", card_number="C")
    once, counts = without_personal_data(text, settings)
    again = without_personal_data(once, settings)
    assert not again[1] or counts
    assert (once == text) == (not counts)


@given(st.integers(10**14, 10**15 - 1))
def test_one_digit_of_ten_makes_a_card_number_valid(number):
    first = int("4" + str(number)[1:])
    assert sum(is_card(f"{first}{last}") for last in range(10)) == 1


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("10.0.0.1", False),
        ("2001:4860::1", True),
        ("fe80::1", False),
        ("1.2.3", False),
        ("::", False),
    ],
)
def test_public_addresses(address, public):
    assert is_public(address) == public


@pytest.mark.parametrize(
    "text", ["a" * 10**6, "1" * 10**5, "1 " * 10**5, "a@" * 10**5, "a.b-" * 10**5, ":" * 10**5, "1." * 10**5]
)
def test_hostile_text_ends(text):
    assert len(cleaned(text)) <= len(text)


def test_many_findings_are_all_replaced():
    chance = random.Random(0)
    mails = [f"{chance.getrandbits(40):x}@example.org" for _ in range(20_000)]
    assert without_personal_data(" ".join(mails), ALL)[1]["mail"] == 20_000


def test_a_region_that_is_none_is_refused():
    with pytest.raises(ValidationError, match="no country"):
        PersonalSettings(phone_region="XX")
