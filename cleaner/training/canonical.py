"""Canonical blocks: the numbering that labels/corpus.jsonl counts by.

A block is one run of inline content of `<body>` between block-level borders, in document order, white space folded.
A picture's alt text of two words or more that stands before any text of its run is a block of its own. Labels are
kept as (page id, block number), so this numbering must never change; tests hold it against published labels.
"""

from cleaner.segment.dom import Run, parse, shown_by


def canonical_blocks(html: str) -> list[str]:
    """Texts of the numbered blocks of a page; [] where there is no `<body>`."""
    return [folded(run) for run in shown_by(parse(html)).runs if is_numbered(run)]


def is_numbered(run: Run) -> bool:
    """Whether a run is a canonical block: pictures' texts of one word, or amid other words, are none, nor is what only
    some browsers show.
    """
    return run.numbered and (not run.alt or (not run.begun and len(run.text.split()) > 1))


def folded(run: Run) -> str:
    """The run's text in one line."""
    return " ".join(run.text.split())
