#!/usr/bin/env python3
"""Quality on the dev pages and the seeds, by the metrics of the shared evaluation folder.

    python benchmarks/quality.py            print the figures and write results/quality.json
    python benchmarks/quality.py --check    print the figures and fail if one is below its floor in floors.json
    python benchmarks/quality.py --raise    as the first, and lift every floor to just under the figure; none is lowered

The folder is named by CLEANER_SHARED, by default the one next to the checkout.
"""

import argparse
import datetime as dt
import importlib
import importlib.metadata
import json
import math
import os
import platform
import sys
from pathlib import Path
from typing import Any

import cleaner

HERE = Path(__file__).parent
FLOORS = HERE / "floors.json"
RESULTS = HERE / "results" / "quality.json"
# A floor stands this far under the figure it was raised to: numpy builds differ in the last digits.
SLACK = 0.002


def main() -> int:
    """Run the metrics; 1 when a floor is not reached."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="fail below a floor")
    parser.add_argument("--raise", dest="lift", action="store_true", help="lift the floors")
    arguments = parser.parse_args()
    if (shared := shared_folder()) is None:
        return 2
    results = measure(shared)
    figures = headline_figures(results)
    for name, value in figures.items():
        print(f"{name:45s} {value:.4f}")
    if arguments.check:
        return check_floors(figures)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps({**versions(), "figures": figures, **results}, indent=1) + "\n", encoding="utf8")
    if arguments.lift:
        lift_floors(figures)
    return 0


def shared_folder() -> Path | None:
    """The shared evaluation folder, whose metrics can be imported from here on; None, with a word about it, without."""
    shared = Path(os.environ.get("CLEANER_SHARED", HERE.parent.parent / "shared"))
    if not shared.is_dir():
        print("the shared evaluation folder is not there; name it with CLEANER_SHARED", file=sys.stderr)
        return None
    sys.path.insert(0, str(shared / "bench"))
    return shared


def measure(shared: Path) -> dict[str, Any]:
    """Everything the metrics say: raw text on dev renderings and seeds, HTML on the labelled dev pages."""
    text, blocks = importlib.import_module("score_text"), importlib.import_module("score_blocks")

    def from_text(raw: str) -> cleaner.Article:
        return cleaner.clean(raw, kind="text")

    def from_html(raw: str) -> cleaner.Article:
        return cleaner.clean(raw, kind="html")

    return {
        "dev_renderings": text.score(list(text.read(str(shared / "bench" / "dev_renderings.jsonl.zst"))), from_text),
        "seeds": text.score(list(text.read(str(shared / "seeds" / "labels.jsonl"))), from_text),
        "dev_html": blocks.score(dev_pages(shared), from_html),
    }


def dev_pages(shared: Path) -> list[dict[str, Any]]:
    """The labelled dev pages with at least three paragraphs, as score_blocks.py chooses them."""
    import pyarrow.parquet

    columns = ["id", "html", "roles", "blocks", "split"]
    rows = pyarrow.parquet.read_table(shared / "corpus" / "labelled.parquet", columns=columns).to_pylist()
    return [row for row in rows if row["split"] == "dev" and row["roles"].count("p") >= 3]


def headline_figures(results: dict[str, Any]) -> dict[str, float]:
    """The figures that have floors, by name."""
    dev, seeds, html = results["dev_renderings"], results["seeds"], results["dev_html"]
    figures = {
        "text lines body F1": dev["lines"]["body_f1"],
        "text one-line body F1": dev["flat"]["body_f1"],
        "text lines block macro-F1": dev["lines"]["block_macro_f1"],
        "text role macro-F1": dev["role_macro_f1"],
        "seeds body F1": seeds["lines"]["body_f1"],
        "seeds block macro-F1": seeds["lines"]["block_macro_f1"],
        "html body F1": html["body_f1"],
        "html block macro-F1": html["block_macro_f1"],
        "documents without failure": 1.0 - (dev["failures"] + seeds["failures"] + html["failures"]) / 1000,
    }
    figures |= {f"text lines {label} blocks F1": row[2] for label, row in dev["lines"]["labels"].items()}
    return {name: round(float(value), 4) for name, value in figures.items()}


def versions() -> dict[str, str]:
    """What the figures were measured with."""
    packages = {name: importlib.metadata.version(name) for name in ("numpy", "resiliparse", "ftfy")}
    model = cleaner.Cleaner().info
    return {
        "date": dt.datetime.now(tz=dt.UTC).date().isoformat(),
        "cleaner": cleaner.__version__,
        "model": f"{model.name} {model.version} {model.digest[:12]}",
        "python": platform.python_version(),
        **packages,
    }


def read_floors() -> dict[str, float]:
    """Floor of each figure; none where there is no file yet."""
    floors: dict[str, float] = json.loads(FLOORS.read_text(encoding="utf8")) if FLOORS.exists() else {}
    return floors


def lift_floors(figures: dict[str, float]) -> None:
    """Raise floors to just under the figures."""
    floors = read_floors()
    lifted = {name: max(floors.get(name, 0.0), math.floor((v - SLACK) * 1000) / 1000) for name, v in figures.items()}
    FLOORS.write_text(json.dumps(lifted, indent=1) + "\n", encoding="utf8")


def check_floors(figures: dict[str, float]) -> int:
    """1, with a line on stderr for each figure below its floor or gone."""
    low = [(name, floor) for name, floor in read_floors().items() if figures.get(name, -1.0) < floor]
    for name, floor in low:
        print(f"below its floor: {name} is {figures.get(name)}, the floor is {floor}", file=sys.stderr)
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
