#!/usr/bin/env python3
"""Title, authors and date from HTML, beside trafilatura, on pages whose true values are known.

    python benchmarks/metadata.py     print the shares that are right and write results/metadata.json

The pages are those of fundus and of WCXB (articles) in the shared corpus; the folder is named by CLEANER_SHARED, by
default the one next to the checkout. A title is right when its letters and digits are, authors when they are the same
set of names, a date when its day is. Roles of many of these pages were trained on, their metadata was not.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from quality import shared_folder, versions

import cleaner

HERE = Path(__file__).parent
FIELDS: Mapping[str, tuple[str, ...]] = {
    "title": ("title",),
    "authors": ("authors", "author"),
    "date": ("date", "publishing_date", "publish_date"),
}
FILES = {"fundus": "pages-fundus.parquet", "WCXB articles": "pages-wcxb-dev.parquet"}
Values = dict[str, Any]


def main() -> int:
    """Measure, print and write."""
    if (shared := shared_folder()) is None:
        return 2
    figures = {name: measure(shared / "corpus" / file) for name, file in FILES.items()}
    for name, rows in figures.items():
        for field, row in rows.items():
            print(f"{name:15s} {field:8s}", "  ".join(f"{key} {value:.4g}" for key, value in row.items()))
    described = {**versions(), "figures": figures}
    (HERE / "results" / "metadata.json").write_text(json.dumps(described, indent=1) + "\n", encoding="utf8")
    return 0


def measure(file: Path) -> dict[str, dict[str, float]]:
    """For each field how many pages have a known value, and which share of them each extractor has right."""
    import pyarrow.parquet as pq

    tool = cleaner.Cleaner()
    known: Counter[str] = Counter()
    right: Counter[tuple[str, str]] = Counter()
    for row in pq.read_table(file, columns=["html", "meta", "kind"]).to_pylist():
        true = {field: first(json.loads(row["meta"]), names) for field, names in FIELDS.items()}
        if row["kind"] not in ("article", "news") or not any(true.values()):
            continue
        found = {"cleaner": ours(tool, row["html"]), "trafilatura": theirs(row["html"])}
        for field, value in true.items():
            known[field] += bool(value)
            for name, values in found.items():
                right[field, name] += bool(value) and same(field, values[field], value)
    return {
        field: {"pages": count, **{name: right[field, name] / count for name in ("cleaner", "trafilatura")}}
        for field, count in known.items()
        if count
    }


def ours(tool: cleaner.Cleaner, html: str) -> Values:
    """What cleaner reads."""
    article = tool.clean(html, kind="html")
    return {"title": article.title, "authors": article.authors, "date": article.published}


def theirs(html: str) -> Values:
    """What trafilatura reads."""
    from trafilatura.metadata import extract_metadata

    found = extract_metadata(html)
    values = found.as_dict() if found else {}
    return {"title": values.get("title"), "authors": values.get("author"), "date": values.get("date")}


def first(meta: Values, names: tuple[str, ...]) -> Any:
    """The first of these entries that says something."""
    return next((meta[name] for name in names if meta.get(name)), None)


def same(field: str, found: Any, true: Any) -> bool:
    """Whether a value is right."""
    if field == "authors":
        return people(found) == people(true)
    if field == "date":
        return str(found or "")[:10] == str(true)[:10]
    return folded(found) == folded(true)


def people(value: Any) -> set[str]:
    """Names as a set, however they are listed."""
    listed = re.split(r"[;,]| and ", value) if isinstance(value, str) else value or ()
    return {folded(name) for name in listed} - {""}


def folded(text: str | None) -> str:
    """Letters and digits alone."""
    return re.sub(r"\W+", "", (text or "").casefold())


if __name__ == "__main__":
    sys.exit(main())
