"""Pages to train on, and what is known of their blocks.

A corpus folder holds Parquet files with the columns id, domain, lang, html, roles and split (the last two may be null;
`roles` is one letter a canonical block). labels/corpus.jsonl adds roles for further pages: one JSON object
a page, {"page", "by", "roles": [[first block, last block, role], …]}, so that no text is in it.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cleaner.errors import BadInput
from cleaner.labels import Role

ROLE_OF_LETTER: dict[str, Role] = {
    "h": Role.HEADLINE,
    "d": Role.STANDFIRST,
    "b": Role.BYLINE,
    "t": Role.DATELINE,
    "s": Role.SUBHEADING,
    "p": Role.PARAGRAPH,
    "a": Role.AD,
    "m": Role.PROMO,
    "q": Role.POLL,
    "n": Role.CHROME,
    "r": Role.RELATED,
    "c": Role.COMMENT,
    "o": Role.BIO,
    "k": Role.CAPTION,
}
_COLUMNS = ("id", "domain", "lang", "html", "roles", "split")
_LARGEST_PAGE = 3_000_000  # characters of HTML; the few larger pages are listings and take minutes to render


@dataclass(frozen=True, slots=True)
class Page:
    """A saved page: its HTML, and where known the roles of its canonical blocks and its main text.

    roles  one a block, or None where no reader labelled the page
    split  "train", "dev", or None
    """

    id: str
    domain: str
    language: str
    html: str
    roles: tuple[Role, ...] | None
    split: str | None


def read_pages(corpus: Path, labels: Path | None = None) -> Iterator[Page]:
    """Pages of every Parquet file of the folder, in the order of names. Raises BadInput when there is none."""
    import pyarrow.parquet

    files = sorted(corpus.glob("*.parquet"))
    if not files:
        raise BadInput(f"{corpus} holds no Parquet file: name the folder of the labelled pages")
    extra = read_labels(labels) if labels else {}
    for file in files:
        table = pyarrow.parquet.ParquetFile(file)
        for batch in table.iter_batches(batch_size=64, columns=list(_COLUMNS)):
            for row in batch.to_pylist():
                if len(row["html"]) <= _LARGEST_PAGE:
                    yield _page(row, extra)


def read_labels(file: Path) -> dict[str, tuple[Role, ...]]:
    """Roles of each page in a file like labels/corpus.jsonl. Raises BadInput with the line that cannot be read."""
    labels: dict[str, tuple[Role, ...]] = {}
    for number, line in enumerate(file.read_bytes().splitlines(), start=1):
        try:
            row = json.loads(line)
            labels[row["page"]] = _expand(row["roles"])
        except (ValueError, KeyError, TypeError) as error:
            raise BadInput(f"{file}, line {number}: {error!r}") from error
    return labels


def _expand(runs: list[tuple[int, int, str]]) -> tuple[Role, ...]:
    roles: list[Role] = []
    for first, last, role in runs:
        if first != len(roles) or last < first:
            raise ValueError(f"blocks {first} to {last} do not follow block {len(roles) - 1}")
        roles += [Role(role)] * (last - first + 1)
    return tuple(roles)


def _page(row: Mapping[str, Any], extra: Mapping[str, tuple[Role, ...]]) -> Page:
    letters = row["roles"]
    roles = tuple(ROLE_OF_LETTER[letter] for letter in letters) if letters else extra.get(row["id"])
    return Page(
        id=row["id"],
        domain=row["domain"],
        language=row["lang"],
        html=row["html"],
        roles=roles,
        split=row["split"],
    )
