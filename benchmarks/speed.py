#!/usr/bin/env python3
"""Speed on one core, as ratios in one run: labels and articles beside C4's line rule, HTML beside other extractors.

    python benchmarks/speed.py          print the figures and write results/speed.json
    python benchmarks/speed.py --plot   also write results/speed.svg: time against the length of one document

Raw text is the dev renderings, HTML the labelled dev pages of the shared evaluation folder, which is named by
CLEANER_SHARED, by default the one next to the checkout. MB are UTF-8 bytes of the input. Every figure is the best of
six rounds after a warm-up, so that what else the machine does counts least.
"""

import argparse
import importlib
import json
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from quality import dev_pages, shared_folder, versions
from threadpoolctl import threadpool_limits

import cleaner

HERE = Path(__file__).parent
RESULTS = HERE / "results"
_ROUNDS = 6
_TEXTS, _PAGES, _SINGLE = 300, 60, 100
_LENGTHS = (10_000, 100_000, 1_000_000, 10_000_000, 100_000_000)
_TERMINAL = re.compile(r"[.!?\"”]\s*$")


def main() -> int:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plot", action="store_true", help="time against length, up to 100 MB")
    arguments = parser.parse_args()
    if (shared := shared_folder()) is None:
        return 2
    documents = list(importlib.import_module("score_text").read(str(shared / "bench" / "dev_renderings.jsonl.zst")))
    texts = [d["text"] for d in documents[:: max(1, len(documents) // _TEXTS)]]
    pages = [page["html"] for page in dev_pages(shared)][:_PAGES]
    with threadpool_limits(1):
        figures = {**of_text(texts), **of_html(pages), **of_start()}
    for name, value in figures.items():
        print(f"{name:45s} {value:.4g}")
    RESULTS.mkdir(exist_ok=True)
    described = {**versions(), "figures": figures}
    if arguments.plot:
        described["seconds_by_length"] = by_length("\n\n".join(texts))
        plot(described["seconds_by_length"])
    (RESULTS / "speed.json").write_text(json.dumps(described, indent=1) + "\n", encoding="utf8")
    return 0


def of_text(texts: Sequence[str]) -> dict[str, float]:
    """MB a second in batches, milliseconds for one document of about 10 kB."""
    size = sum(len(text.encode("utf8", "replace")) for text in texts) / 1e6
    tool = cleaner.Cleaner()
    lines, labels, articles = best_of(
        lambda: [c4_lines(text) for text in texts],
        lambda: tool.label_batch(texts, kind="text"),
        lambda: tool.clean_batch(texts, kind="text"),
    )
    middle = sorted(texts, key=lambda text: abs(len(text) - 10_000))[:_SINGLE]
    return {
        "labels, MB/s": size / labels,
        "articles, MB/s": size / articles,
        "C4 line rule, MB/s": size / lines,
        "labels / C4 line rule": lines / labels,
        "labels of one 10 kB text, ms": 1e3 * median(middle, lambda t: tool.label_batch([t], kind="text")),
        "article of one 10 kB text, ms": 1e3 * median(middle, lambda t: tool.clean(t, kind="text")),
    }


def of_html(pages: Sequence[str]) -> dict[str, float]:
    """Pages a second, beside trafilatura and resiliparse."""
    import trafilatura
    from resiliparse.extract.html2text import extract_plain_text

    tool = cleaner.Cleaner()
    tools: dict[str, Callable[[], Any]] = {
        "labels": lambda: tool.label_batch(pages, kind="html"),
        "articles": lambda: tool.clean_batch(pages, kind="html"),
        "trafilatura": lambda: [trafilatura.extract(page) for page in pages],
        "trafilatura with metadata": lambda: [trafilatura.extract(page, with_metadata=True) for page in pages],
        "resiliparse": lambda: [extract_plain_text(page, main_content=True) for page in pages],
    }
    seconds = dict(zip(tools, best_of(*tools.values()), strict=True))
    rates = {f"HTML {name}, pages/s": len(pages) / t for name, t in seconds.items()}
    pairs = (("labels", "trafilatura"), ("articles", "trafilatura"), ("articles", "trafilatura with metadata"))
    return {**rates, **{f"HTML {ours} / {theirs}": seconds[theirs] / seconds[ours] for ours, theirs in pairs}}


def of_start() -> dict[str, float]:
    """Seconds of whole processes, modules compiled before as an installer does."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}

    def seconds(*arguments: str) -> float:
        command = [sys.executable, "-m", "cleaner", *arguments]
        return best_of(lambda: subprocess.run(command, check=True, capture_output=True, env=environment))[0]

    return {
        "cleaner --version, s": seconds("--version"),
        "cleaner clean seeds/, s": seconds("clean", str(HERE.parent / "seeds")),
    }


def by_length(text: str) -> dict[int, float]:
    """Seconds for the labels of one document by its length in characters."""
    tool = cleaner.Cleaner()
    long = text * (max(_LENGTHS) // len(text) + 1)
    return {
        length: best_of(lambda n=length: tool.label_batch([long[:n]], kind="text"), rounds=1)[0] for length in _LENGTHS
    }


def plot(seconds: dict[int, float]) -> None:
    """The same as a picture; on two logarithmic axes linear time is a straight line of slope one."""
    from matplotlib.figure import Figure

    axes = (figure := Figure(figsize=(5, 4))).subplots()
    axes.loglog(list(seconds), list(seconds.values()), marker="o")
    axes.set(xlabel="characters of one document", ylabel="seconds", title="label_batch")
    axes.grid(visible=True, which="both", alpha=0.3)
    figure.savefig(RESULTS / "speed.svg")


def c4_lines(text: str) -> list[str]:
    """Lines that end in punctuation and have five words (Raffel et al. 2020), written as one would in Python."""
    return [line for line in text.splitlines() if _TERMINAL.search(line) and len(line.split()) >= 5]


def best_of(*actions: Callable[[], Any], rounds: int = _ROUNDS) -> list[float]:
    """Seconds of the fastest round of each; in turns, as machines have fast and slow minutes."""
    found = [[timed(action) for action in actions] for _ in range(rounds)]
    return [min(seconds) for seconds in zip(*found, strict=True)]


def median(items: Sequence[str], action: Callable[[str], Any]) -> float:
    """Median seconds an item."""
    return statistics.median(timed(lambda item=item: action(item)) for item in items)


def timed(action: Callable[[], Any]) -> float:
    """Seconds of one call."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
