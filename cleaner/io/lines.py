"""Articles as text: JSON lines, Markdown, plain text."""

from cleaner.encode import json_bytes, utf8
from cleaner.io.markdown import PLAIN, Style, render
from cleaner.io.writer import Record, Writer

# Of docs/article.schema.json: raised when a field changes its meaning or goes.
SCHEMA_VERSION = 1


class JsonlWriter(Writer):
    """One JSON object a line, by docs/article.schema.json: "schema", the document's "id", "content_hash", "signature"
    where there is one, all of `Article.to_dict`, and the other fields of its record in "record".
    """

    suffixes = (".jsonl", ".ndjson")
    file_each = False

    @staticmethod
    def encode(record: Record, *, many: bool) -> bytes:
        """One line."""
        line = {"schema": SCHEMA_VERSION, "id": record.id, "content_hash": record.content_hash}
        if record.signature is not None:
            line["signature"] = record.signature
        line.update(record.article.to_dict())
        if record.fields:
            line["record"] = dict(record.fields)
        return json_bytes(line) + b"\n"


class MarkdownWriter(Writer):
    """The article as it reads; in one stream, a comment names each document and a rule parts them."""

    suffixes = (".md", ".markdown")
    file_each = True

    @staticmethod
    def encode(record: Record, *, many: bool, style: Style = PLAIN) -> bytes:
        """One article."""
        text = render(record.article, style).rstrip("\n") + "\n"
        if not many:
            return utf8(text)
        name = record.id.replace("--", "\u2010\u2010")  # two hyphens would end the comment
        return utf8(f"<!-- document: {name} -->\n\n{text}\n---\n\n")


class TextWriter(Writer):
    """Title and text, a blank line between paragraphs; in one stream, a line with its name opens each document."""

    suffixes = (".txt", ".text")
    file_each = True

    @staticmethod
    def encode(record: Record, *, many: bool) -> bytes:
        """One article."""
        text = "\n\n".join(part for part in (record.article.title, record.article.text) if part) + "\n"
        return utf8(f"==> {record.id} <==\n\n{text}\n" if many else text)
