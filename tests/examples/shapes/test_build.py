from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from examples.shapes.build import PICTURES, build, page_path, picture_path
from examples.shapes.things import COLOURS, SHAPES
from examples.site.build import TRUTH
from examples.site.site_map import read_site

PAGES = 12
ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shapes")
    build(folder, PAGES)
    return folder


def test_the_command_writes_the_same_bytes_and_a_larger_site_the_same_pages(site: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "examples.shapes.build", str(tmp_path), "--pages", str(PAGES + 1)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    shared = [path.relative_to(site) for path in site.rglob("*") if path.is_file()]
    assert [str(path) for path in shared if (site / path).read_bytes() != (tmp_path / path).read_bytes()] == [
        *sorted(str(path) for path in shared if str(path) in ("index.html", TRUTH))
    ]
    assert len(shared) == 3 + PAGES * (1 + PICTURES)


def test_only_captions_say_what_is_shown(site: Path) -> None:
    told = json.loads((site / TRUTH).read_text(encoding="utf-8"))
    for page in range(PAGES):
        html = (site / page_path(page).lstrip("/")).read_text(encoding="utf-8")
        captions = re.findall(r'<img src="([^"]+)" alt=""[^>]*><figcaption>([^<]+)</figcaption>', html)
        assert [path for path, _ in captions] == [picture_path(page, place) for place in range(PICTURES)]
        for path, caption in captions:
            colour, shape = told[path].split()
            assert colour in caption
            assert shape in caption
        rest = set(re.findall("[a-z]+", re.sub("<figcaption>[^<]+", "", html)))
        assert not rest & {*COLOURS, *SHAPES}


def test_the_server_of_the_other_site_serves_it_and_keeps_the_truth_to_itself(site: Path) -> None:
    served = read_site(site, 0)
    front = served.answer("GET", "/")
    assert front.status == 200
    for path in (page_path(PAGES - 1), picture_path(PAGES - 1, PICTURES - 1)):
        assert served.answer("GET", path).status == 200
    assert page_path(PAGES - 1).encode() in front.body
    assert served.answer("GET", f"/{TRUTH}").status == 404
