"""What a running cluster is sent, so that its workers run the code and the libraries that this machine has."""

from __future__ import annotations

import re
from importlib.metadata import requires, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

PACKAGES = ("ingest", "dom_parsing", "filters", "shards", "training", "dags", "recipes")
NAME = re.compile(r"([A-Za-z0-9._-]+)(\[[A-Za-z0-9.,_-]+\])?")


def runtime_environment(ship: Literal["code", "environment", "nothing"]) -> dict[str, Any]:
    """Return Ray's runtime environment.

    Args:
        ship: Our packages alone, where the cluster has the libraries; with the libraries, in the versions of this
            machine, which every node then installs by pip; or nothing, where the cluster has m3w.
    """
    environment: dict[str, Any] = {}
    if ship != "nothing":
        environment["py_modules"] = [str(folder_of(name)) for name in PACKAGES]
        environment["excludes"] = ["**/__pycache__"]
    if ship == "environment":
        environment["pip"] = pinned()
    return environment


def folder_of(package: str) -> Path:
    """Return the folder of one of our packages, however it is installed."""
    spec = find_spec(package)
    assert spec is not None, f"{package} comes with m3w"
    locations = spec.submodule_search_locations
    assert locations, f"{package} is a package"
    return Path(next(iter(locations)))


def pinned() -> list[str]:
    """Return what m3w needs to train, each library in the version of this machine; Ray itself is the cluster's own."""
    found: dict[str, str] = {}
    extras = ["train", *(["gcp"] if find_spec("gcsfs") else [])]
    for requirement in requires("m3w") or ():
        wanted, _, condition = requirement.partition(";")
        match = NAME.match(wanted)
        assert match is not None, requirement
        needed = not condition or any(f"{quote}{extra}{quote}" in condition for extra in extras for quote in "'\"")
        if match[1] != "ray" and needed:
            found[match[1]] = f"{match[0]}=={version(match[1]).partition('+')[0]}"  # the part after + names a build
    return sorted(found.values())
