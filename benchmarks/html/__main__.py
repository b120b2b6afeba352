"""Body text from HTML: cleaner beside other extractors, on the same labelled pages in one run.

    python benchmarks/html      print the table, write results/html.json and results/html.svg

Quality is body F1 as score_blocks.py of the shared evaluation folder counts it (characters of paragraphs and
subheadings against everything that is not body; the mean over pages); speed is pages a second on one core, a page at a
time, best of three rounds in turns. The folder is named by CLEANER_SHARED, by default the one next to the checkout.
Extractors that are not installed (pip install '.[bench]') are left out, and named.
"""

import importlib
import importlib.metadata
import json
import statistics
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from threadpoolctl import threadpool_limits

import cleaner

HERE = Path(__file__).resolve().parent.parent
RESULTS = HERE / "results"
Extractor = Callable[[str], str]


def main() -> int:
    """Measure, print and write."""
    sys.path.insert(0, str(HERE))
    quality = importlib.import_module("quality")
    if (shared := quality.shared_folder()) is None:
        return 2
    pages = quality.dev_pages(shared)
    found = dict(extractors())
    with threadpool_limits(1):
        rows = {name: judged(extract, pages) for name, extract in found.items()}
        for row, taken in zip(rows.values(), seconds(found.values(), pages), strict=True):
            row["pages/s"] = len(pages) / taken
    for name, row in sorted(rows.items(), key=lambda item: -item[1]["f1"]):
        print(f"{name:30s}", "  ".join(f"{figure} {value:8.4f}" for figure, value in row.items()))
    RESULTS.mkdir(exist_ok=True)
    described = {**quality.versions(), "pages": len(pages), "extractors": rows}
    (RESULTS / "html.json").write_text(json.dumps(described, indent=1) + "\n", encoding="utf8")
    plot(rows)
    return 0


def extractors() -> Iterator[tuple[str, Extractor]]:
    """Name with version, and what gives the body text of a page, for each that is installed."""
    for package, name, make in (
        ("news-cleaner", "cleaner", _cleaner),
        ("trafilatura", "trafilatura", _trafilatura),
        ("trafilatura", "trafilatura precision", _trafilatura_precision),
        ("resiliparse", "resiliparse", _resiliparse),
        ("readability-lxml", "readability-lxml", _readability),
        ("newspaper4k", "newspaper4k", _newspaper),
        ("justext", "jusText", _justext),
    ):
        try:
            yield f"{name} {importlib.metadata.version(package)}", make()
        except (ImportError, importlib.metadata.PackageNotFoundError) as error:
            print(f"{name} is left out: {error}", file=sys.stderr)


def judged(extract: Extractor, pages: Sequence[dict[str, Any]]) -> dict[str, float]:
    """Mean precision, recall and F1 over pages."""
    rows = [score(extract(page["html"]), page) for page in pages]
    return dict(zip(("precision", "recall", "f1"), map(statistics.mean, zip(*rows, strict=True)), strict=True))


def seconds(extractors: Iterable[Extractor], pages: Sequence[dict[str, Any]]) -> list[float]:
    """What each takes for all pages."""
    runs = [lambda extract=extract: [extract(page["html"]) for page in pages] for extract in extractors]
    found: list[float] = importlib.import_module("speed").best_of(*runs, rounds=3)
    return found


def score(text: str, page: dict[str, Any]) -> tuple[float, float, float]:
    """Precision, recall and F1 of one page's body text."""
    blocks, shared_blocks = importlib.import_module("blocks"), importlib.import_module("score_blocks")
    gold = [shared_blocks.LETTER[letter] for letter in page["roles"]]
    texts = [block["text"] for block in page["blocks"]]
    found = blocks.project(texts, text)
    aligned = {start for start, _, _ in found}
    stray = sum(len(word[0]) for word in blocks.TOKEN.finditer(text) if word.start() not in aligned)
    result: tuple[float, float, float] = shared_blocks.body_score(gold, texts, found, lambda _: True, stray)
    return result


def plot(rows: dict[str, dict[str, float]]) -> None:
    """Quality against speed."""
    from matplotlib.figure import Figure

    axes = (figure := Figure(figsize=(7, 4.5))).subplots()
    for name, row in rows.items():
        axes.scatter(row["pages/s"], row["f1"])
        axes.annotate(name, (row["pages/s"], row["f1"]), textcoords="offset points", xytext=(6, 4), fontsize=8)
    axes.set(
        xscale="log",
        xlabel="pages a second, one core",
        ylabel="body F1",
        title=f"{len(rows)} extractors, the same pages",
    )
    axes.grid(visible=True, which="both", alpha=0.3)
    figure.savefig(RESULTS / "html.svg")


def _cleaner() -> Extractor:
    tool = cleaner.Cleaner()
    return lambda html: tool.clean(html, kind="html").text


def _trafilatura() -> Extractor:
    import trafilatura

    return lambda html: trafilatura.extract(html, include_comments=False) or ""


def _trafilatura_precision() -> Extractor:
    import trafilatura

    return lambda html: trafilatura.extract(html, include_comments=False, favor_precision=True) or ""


def _resiliparse() -> Extractor:
    from resiliparse.extract.html2text import extract_plain_text

    return lambda html: extract_plain_text(html, main_content=True, alt_texts=False, links=False)


def _readability() -> Extractor:
    import lxml.html
    from readability import Document

    return lambda html: lxml.html.fromstring(Document(html).summary() or "<p/>").text_content()


def _newspaper() -> Extractor:
    import newspaper

    def extract(html: str) -> str:
        article = newspaper.Article("https://example.org/", fetch_images=False)
        article.download(input_html=html)
        article.parse()
        return str(article.text)

    return extract


def _justext() -> Extractor:
    import justext

    languages = sorted(justext.get_stoplists())
    words = frozenset().union(*(justext.get_stoplist(language) for language in languages))

    def extract(html: str) -> str:
        found = justext.justext(html.encode(), words)
        return "\n".join(paragraph.text for paragraph in found if not paragraph.is_boilerplate)

    return extract


if __name__ == "__main__":
    sys.exit(main())
