"""Very long texts in parts: what is kept of every line while a text is judged takes a hundred times its size."""

from collections.abc import Iterator

LONGEST = 500_000  # characters; no article is as long


def parts_of(source: str) -> Iterator[tuple[int, str]]:
    """Offset and text of parts of at most `LONGEST` characters, each ended by a line if it has one, else by a word."""
    start = 0
    while len(source) - start > LONGEST:
        least, most = start + LONGEST // 2, start + LONGEST
        ends = (source.rfind(mark, least, most) + 1 for mark in ("\n", " "))
        end = next(filter(None, ends), most)
        yield start, source[start:end]
        start = end
    yield start, source[start:]
