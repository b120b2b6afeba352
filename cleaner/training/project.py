"""Carry the labels of a page's blocks to any rendering of the page by aligning the two word sequences."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq

# One token a word; scripts without spaces give one token a character.
_UNSPACED = "\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
TOKEN = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")


@dataclass(frozen=True, slots=True)
class Span:
    """Characters start..end of a rendering that belong to block number `block` of the page."""

    start: int
    end: int
    block: int


def project(block_texts: Sequence[str], text: str) -> list[Span]:
    """Spans of the words of `text` that align with words of the blocks; neighbours of one block are joined.

    The alignment is the longest common subsequence of lower-cased words (bit-parallel, milliseconds a page). On
    common renderings 95 to 100% of the words align; the rest stays without a span.
    """
    source = [(t.lower(), i) for i, block in enumerate(block_texts) for t in TOKEN.findall(block)]
    target = [(m.group().lower(), m.start(), m.end()) for m in TOKEN.finditer(text)]
    ids: dict[str, int] = {}
    left = [ids.setdefault(t, len(ids)) for t, _ in source]
    right = [ids.setdefault(t, len(ids)) for t, _, _ in target]
    spans: list[Span] = []
    for op in LCSseq.opcodes(left, right):
        if op.tag == "equal":
            for k in range(op.src_end - op.src_start):
                _append(spans, *target[op.dest_start + k][1:], source[op.src_start + k][1])
    return spans


def _append(spans: list[Span], start: int, end: int, block: int) -> None:
    if spans and spans[-1].block == block:
        start = spans.pop().start
    spans.append(Span(start, end, block))
