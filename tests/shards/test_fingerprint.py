from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import asdict, replace
from importlib.metadata import PackageNotFoundError
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shards.fingerprint import Provenance, canonical_json, digest_of, versions_of

BASE = Provenance("extract", {"b": [1, 2], "a": {"y": 1.5, "x": "ü"}}, {"pyarrow": "25"}, [["a.warc", 10]])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False) | st.text("aäb\n"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc"), inner, max_size=3),
    max_leaves=8,
)


def test_a_fingerprint_is_sixteen_hex_digits_and_never_changes() -> None:
    assert re.fullmatch(r"[0-9a-f]{16}", BASE.fingerprint)
    assert Provenance("job", {}, {}, []).fingerprint == "bca353c5caf3e319"


@pytest.mark.parametrize(
    "change",
    [
        {"job": "images"},
        {"settings": {"b": [2, 1], "a": {"y": 1.5, "x": "ü"}}},
        {"settings": {"b": [1, 2], "a": {"y": 1.5}}},
        {"versions": {"pyarrow": "26"}},
        {"inputs": [["a.warc", 11]]},
        {"inputs": []},
    ],
)
def test_every_field_counts(change: dict[str, Any]) -> None:
    changed = replace(BASE, **change)
    assert changed.fingerprint != BASE.fingerprint
    assert (changed.method == BASE.method) == ("inputs" in change)


def test_the_order_of_keys_and_the_kind_of_sequence_do_not_count() -> None:
    turned = Provenance("extract", {"a": {"x": "ü", "y": 1.5}, "b": (1, 2)}, {"pyarrow": "25"}, (("a.warc", 10),))
    assert turned.fingerprint == BASE.fingerprint


@given(st.dictionaries(st.text("abc"), JSON, max_size=3), st.lists(JSON, max_size=3))
def test_a_fingerprint_survives_the_manifest(settings: dict[str, Any], inputs: list[Any]) -> None:
    made = Provenance("job", settings, {"m3w": "1"}, inputs)
    back = Provenance(**json.loads(json.dumps(asdict(made))))
    assert (back.fingerprint, back.method) == (made.fingerprint, made.method)


@given(JSON, JSON)
def test_equal_values_have_equal_digests_and_others_have_not(one: Any, other: Any) -> None:
    assert (digest_of(one) == digest_of(other)) == (canonical_json(one) == canonical_json(other))
    assert json.loads(canonical_json(one)) == one
    assert digest_of(one, other) != digest_of([one, other])


def test_another_process_with_another_hash_seed_gives_the_same() -> None:
    code = (
        "from shards.fingerprint import Provenance, versions_of\n"
        "print(Provenance('j', dict.fromkeys(['b', 'a', 'c'], 1), versions_of('numpy'), ['x']).fingerprint)"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert found == {Provenance("j", {"a": 1, "b": 1, "c": 1}, versions_of("numpy"), ["x"]).fingerprint}


def test_versions_are_those_installed_and_always_name_m3w() -> None:
    found = versions_of("pyarrow")
    assert set(found) == {"m3w", "pyarrow", "unicode"}
    assert all(found.values())
    with pytest.raises(PackageNotFoundError):
        versions_of("no-such-package")
