"""Articles as text: JSON lines, Markdown, plain text."""

from collections.abc import Mapping
from typing import Any

from cleaner.article import Article
from cleaner.io.writer import NO_FIELDS, Writer, json_bytes, utf8

# Of docs/article.schema.json: raised when a field changes its meaning or goes.
SCHEMA_VERSION = 1


class JsonlWriter(Writer):
    """One JSON object a line, by docs/article.schema.json: "schema", the document's "id", all of `Article.to_dict`, and
    the other fields of its record in "record".
    """

    suffixes = (".jsonl", ".ndjson")
    file_each = False

    def write(self, document_id: str, article: Article, fields: Mapping[str, Any] = NO_FIELDS) -> None:
        """Add one line."""
        line = (
            b'{"schema": %d, "id": ' % SCHEMA_VERSION
            + json_bytes(document_id)
            + b", "
            + article.to_json().encode("utf-8")[1:]
        )
        record = b', "record": ' + json_bytes(dict(fields)) + b"}" if fields else b"}"
        self._stream.write(line[:-1] + record + b"\n")


class MarkdownWriter(Writer):
    """The article as it reads; in one stream, a comment names each document and a rule parts them."""

    suffixes = (".md", ".markdown")
    file_each = True

    def write(self, document_id: str, article: Article, fields: Mapping[str, Any] = NO_FIELDS) -> None:
        """Add one article."""
        if self._many:
            name = document_id.replace("--", "\u2010\u2010")  # two hyphens would end the comment
            self._stream.write(utf8(f"<!-- document: {name} -->\n\n"))
        self._stream.write(utf8(article.to_markdown().rstrip("\n") + "\n"))
        if self._many:
            self._stream.write(b"\n---\n\n")


class TextWriter(Writer):
    """Title and text, a blank line between paragraphs; in one stream, a line with its name opens each document."""

    suffixes = (".txt", ".text")
    file_each = True

    def write(self, document_id: str, article: Article, fields: Mapping[str, Any] = NO_FIELDS) -> None:
        """Add one article."""
        if self._many:
            self._stream.write(utf8(f"==> {document_id} <==\n\n"))
        parts = [part for part in (article.title, article.text) if part]
        self._stream.write(utf8("\n\n".join(parts) + "\n" * (1 + self._many)))
