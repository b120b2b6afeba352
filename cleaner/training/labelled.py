"""Labelled texts in the format of labels/seeds.jsonl: a user's own, or renderings to evaluate on."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

from cleaner.errors import BadInput
from cleaner.labels import Role
from cleaner.training.project import Span
from cleaner.training.sample import Sample


def read_labelled(file: Path) -> Iterator[Sample]:
    """One sample a line: {"id", "text", "spans": [[start, end, role, block], …]}, and "domain", "lang", "renderer".

    Spans are character offsets, in order. Spans of one block number are one block. Raises BadInput with the line.
    """
    for number, line in enumerate(_lines(file), start=1):
        if line.strip():
            try:
                yield _sample(json.loads(line))
            except (ValueError, KeyError, TypeError) as error:
                raise BadInput(f"{file}, line {number}: not a labelled text ({error!r})") from error


def _lines(file: Path) -> Iterator[str]:
    if file.suffix == ".zst":
        import zstandard

        with file.open("rb") as raw, zstandard.ZstdDecompressor().stream_reader(raw) as stream:
            yield from io.TextIOWrapper(stream, encoding="utf8")
    else:
        with file.open(encoding="utf8") as stream:
            yield from stream


def _sample(row: dict[str, object]) -> Sample:
    text, spans, roles = str(row["text"]), [], {}
    position = 0
    for start, end, role, block in row["spans"]:  # type: ignore[attr-defined]  # checked by what it raises
        if not position <= start < end <= len(text):
            raise ValueError(f"span {start}..{end} is out of order or outside the text")
        spans.append(Span(start, end, block))
        roles[block] = Role(role)
        position = end
    return Sample(
        page=str(row["id"]),
        domain=str(row.get("domain") or row["id"]),
        language=str(row.get("lang") or ""),
        rendering=str(row.get("renderer") or "text"),
        text=text,
        spans=tuple(spans),
        roles=tuple(roles.get(k) for k in range(max(roles, default=-1) + 1)),
    )
