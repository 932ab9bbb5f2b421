"""The compiled wheel reads pages as the sources do."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from examples.site.build import build

ROOT = Path(__file__).parents[2]

READ_ALL = """
import hashlib, sys
from pathlib import Path
import dom_parsing.walk
from dom_parsing.extract import extract
from dom_parsing.settings import ExtractSettings
digest = hashlib.sha256()
for raw in (False, True):
    settings = ExtractSettings(keep_boilerplate=raw, keep_hidden=raw, keep_noscript=raw, background_images=raw)
    for page in sorted(Path(sys.argv[1]).rglob("*.html")):
        digest.update(repr(extract(page.read_bytes(), "https://site.example/a", settings=settings)).encode())
print(Path(dom_parsing.walk.__file__).suffix, digest.hexdigest())
"""


def read_all(packages: Path, pages: Path) -> list[str]:
    """Return the kind of file that was run, and the digest of the documents of all pages."""
    command = [sys.executable, "-c", READ_ALL, str(pages)]
    environment = {**os.environ, "PYTHONPATH": str(packages)}
    return subprocess.run(
        command, cwd=packages, env=environment, check=True, capture_output=True, text=True
    ).stdout.split()


@pytest.mark.slow
def test_compiled_and_not_it_makes_the_same_documents(tmp_path: Path) -> None:
    compiler = (sysconfig.get_config_var("CC") or "cc").split()[0]
    if shutil.which(compiler) is None:
        pytest.skip(f"{compiler} is not here, which compiles what mypyc makes")
    build(tmp_path / "site")
    folders = [f"DIST={tmp_path / 'dist'}", f"BUILD={tmp_path / 'build'}"]
    subprocess.run(["make", "--directory", str(ROOT), "wheel-compiled", *folders], check=True)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "compiled")
    kind, digest = read_all(tmp_path / "compiled", tmp_path / "site")
    assert kind == ".so"
    assert read_all(ROOT, tmp_path / "site") == [".py", digest]
    assert digest != hashlib.sha256().hexdigest()
