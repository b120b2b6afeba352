#!/usr/bin/env python3
"""HTML on pages of domains that were not trained on, beside other extractors.

    python benchmarks/cross_validate.py [FOLDS]   write results/cross_validation.json; 3 folds, 40 minutes on 2 cores

The head for HTML is trained once a fold, without the pages of that fold's domains, and judges those. Of the pages whose
main text is known (fundus, and the articles of wcxb-dev), score_html.py of the shared evaluation folder compares texts;
of all pages that readers labelled, score_blocks.py compares labels. The folder is named by CLEANER_SHARED, by default
the one next to the checkout.
"""

import functools
import importlib
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
from quality import shared_folder, versions
from threadpoolctl import threadpool_limits

import cleaner
from cleaner.classify.model import WEIGHTS, default_folder, head_arrays, save_model
from cleaner.training.corpus import ROLE_OF_LETTER, read_pages
from cleaner.training.prepare import Prepared
from cleaner.training.recipe import TrainConfig, fit_page_head, prepare_all
from cleaner.training.stack import folds_of

HERE = Path(__file__).parent
_SOURCES = ("fundus", "wcxb-dev")
_TOOLS = ("cleaner", "trafilatura", "trafilatura_precision")
_CONFIG = TrainConfig(jobs=2)
_LEAST_PARAGRAPHS = 3  # as score_blocks.py chooses its pages


def main() -> int:
    """Train, judge, score, print and write."""
    if (shared := shared_folder()) is None:
        return 2
    folds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    labelled = labelled_pages(shared / "corpus")
    known = pages_with_text(shared / "corpus")
    fold_of = folds_of({*(page.page.domain for page in labelled), *(row["domain"] for row in known)}, folds, seed=0)
    articles: dict[str, cleaner.Article] = {}
    for fold in range(folds):
        with tempfile.TemporaryDirectory() as folder:
            tool = trained_on([page for page in labelled if fold_of[page.page.domain] != fold], Path(folder) / "fold")
        pages = [(row["html"], row["domain"]) for row in known] + [(p.page.html, p.page.domain) for p in labelled]
        articles |= {html: tool.clean(html, kind="html") for html, domain in pages if fold_of[domain] == fold}
    results = {
        "folds": folds,
        "texts": compare_texts(known, articles),
        "blocks": compare_blocks(labelled, articles),
    }
    print(json.dumps(results, indent=1))
    described = json.dumps({**versions(), **results}, indent=1)
    (HERE / "results" / "cross_validation.json").write_text(described + "\n", encoding="utf8")
    return 0


def labelled_pages(corpus: Path) -> list[Prepared]:
    """Every page of the corpus that readers labelled; no renderings, for they are not needed here."""
    pages = (page for page in read_pages(corpus, HERE.parent / "labels" / "corpus.jsonl") if page.roles)
    return prepare_all(pages, 0, _CONFIG)


def pages_with_text(corpus: Path) -> list[dict[str, Any]]:
    """News and articles whose main text is known."""
    columns = ["id", "source", "kind", "domain", "html", "gold"]
    files = ("labelled.parquet", "pages-fundus.parquet", "pages-wcxb-dev.parquet")
    rows = [row for file in files for row in pq.read_table(corpus / file, columns=columns).to_pylist()]
    return [r for r in rows if r["gold"] and r["source"] in _SOURCES and r["kind"] in ("news", "article")]


def trained_on(pages: Sequence[Prepared], folder: Path) -> cleaner.Cleaner:
    """The shipped model with a head for HTML that saw only these pages."""
    shipped = default_folder()
    config = json.loads((shipped / "config.json").read_text(encoding="utf8"))
    with threadpool_limits(1):
        head, _ = fit_page_head(pages, _CONFIG, functools.partial(print, flush=True))
    with np.load(shipped / WEIGHTS) as weights:
        arrays = {name: weights[name] for name in weights.files if not name.startswith("html.")}
    save_model(folder, config, {**arrays, **head_arrays("html", head)})
    return cleaner.Cleaner(folder)


def compare_texts(rows: list[dict[str, Any]], articles: dict[str, cleaner.Article]) -> dict[str, Any]:
    """score_html.py on all pages, with the articles that were made before; its speeds say nothing then."""
    scorer = importlib.import_module("score_html")
    tools = scorer.tools()
    scorer.tools = lambda: {**tools, "cleaner": lambda html: articles[html].text}
    found = scorer.run(rows, _TOOLS)
    return {tool: {source: of[source] for source in _SOURCES} | {"empty": of["empty"]} for tool, of in found.items()}


def compare_blocks(pages: list[Prepared], articles: dict[str, cleaner.Article]) -> dict[str, Any]:
    """score_blocks.py on all pages with a few paragraphs."""
    letters = {role: letter for letter, role in ROLE_OF_LETTER.items()}
    rows = [
        {
            "id": page.page.id,
            "html": page.page.html,
            "roles": "".join(letters[role] for role in page.roles),
            "blocks": [{"text": text} for text in page.blocks],
        }
        for page in pages
    ]
    rows = [row for row in rows if row["roles"].count("p") >= _LEAST_PARAGRAPHS]
    scored: dict[str, Any] = importlib.import_module("score_blocks").score(rows, articles.__getitem__)
    return scored


if __name__ == "__main__":
    sys.exit(main())
