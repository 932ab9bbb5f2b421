"""Bounds in characters fit the script that a page is written in."""

from __future__ import annotations

import pytest

from dom_parsing.blocks import Block
from dom_parsing.extract import extract
from dom_parsing.script import fit_to_script
from dom_parsing.settings import ExtractSettings

SETTINGS = ExtractSettings()
ENGLISH = "A kettle is filled to the mark."
CHINESE = "水壶里装满水放在炉子上烧到冒出小气泡。"


@pytest.mark.parametrize(
    ("texts", "share"),
    [
        ([ENGLISH], 1),
        (["Чайник наполняют до отметки."], 1),
        ([CHINESE], 3),
        (["やかんに水を入れます。"], 3),
        (["주전자에 물을 채웁니다."], 3),
        ([CHINESE, ENGLISH], 3),
        ([CHINESE, ENGLISH * 3], 1),
        ([], 1),
    ],
)
def test_a_third_of_the_characters_is_as_much_text_in_dense_scripts(texts: list[str], share: int) -> None:
    fitted = fit_to_script([Block(0, text) for text in texts], SETTINGS)
    assert fitted.prose_characters == -(-SETTINGS.prose_characters // share)
    assert fitted.main_prose == -(-SETTINGS.main_prose // share)
    assert (fitted.link_density, fitted.max_nodes) == (SETTINGS.link_density, SETTINGS.max_nodes)


def test_short_paragraphs_between_pictures_are_the_text_of_a_chinese_page() -> None:
    text = "".join(f"<p>{CHINESE * 2}</p><p><img src={i}.jpg></p>" for i in range(8))
    links = "".join(f"<p><a href=/{i}>别的文章{i}</a></p>" for i in range(9))
    document = extract(
        f"<div><div><h1>水壶</h1>{text}</div><div>{links}<p>访问人数 613</p></div></div>", "https://a.example/"
    )
    assert (document.text.count("炉子"), len(document.images)) == (16, 8)
    assert "访问人数" not in document.text
