"""Labelled texts in the format of labels/seeds.jsonl: a user's own, or renderings to evaluate on."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cleaner.errors import BadInput
from cleaner.io.compression import suffixes, unpacked
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


def _lines(file: Path) -> Iterator[bytes]:
    with file.open("rb") as raw:
        try:
            yield from unpacked(raw, suffixes(file.name)[1])
        except (OSError, EOFError) as error:
            raise BadInput(f"{file} cannot be unpacked: {error}") from error


def _sample(row: dict[str, Any]) -> Sample:
    text = row["text"]
    if not isinstance(text, str):
        raise TypeError("its text is no string")
    roles: dict[int, Role] = {}
    position = 0
    for start, end, role, block in row["spans"]:
        if not (type(start) is type(end) is int and position <= start < end <= len(text)):
            raise ValueError(f"span {start}..{end} is out of order or outside the text")
        if roles.setdefault(block, Role(role)) != role:
            raise ValueError(f"block {block} has two roles")
        position = end
    rank = {block: k for k, block in enumerate(sorted(roles))}
    return Sample(
        page=str(row["id"]),
        domain=str(row.get("domain") or row["id"]),
        language=str(row.get("lang") or ""),
        rendering=str(row.get("renderer") or "text"),
        text=text,
        spans=tuple(Span(start, end, rank[block]) for start, end, _, block in row["spans"]),
        roles=tuple(roles[block] for block in rank),
    )
