"""Pages that nobody writes, and that take a parser long: its time grows with the square of the depth of nesting, and of
the number of attributes of one element.
"""

import itertools
import re

# Browsers stop at 512; 40,000 nested elements took the parser 4 seconds, 100,000 took 40.
_DEEPEST = 2_000
# 20,000 attributes took the parser 1 second, 80,000 took 18.
_MOST_ATTRIBUTES = 1_000
_LONG = 30_000  # characters of a tag that has so many
_LONG_TAG = re.compile(rf"<[a-zA-Z][^<>]{{{_LONG},}}")
_ATTRIBUTE = re.compile(r"""(?<=\s)[^\s=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'][^\s]*))?""")
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)[^>]*>")
# Elements that have no end tag, or end without one.
_UNENDED = frozenset(
    "area base br col embed hr img input link meta param source track wbr p li dt dd td th tr option".split()
)


def tamed(html: str) -> str:
    """The page with what a parser can take; one that people wrote comes back as it is."""
    if any(_ends_in_a_long_tag(piece) for piece in html.split(">") if len(piece) > _LONG):
        html = _LONG_TAG.sub(_with_fewer_attributes, html)
    return flattened(html)


def _ends_in_a_long_tag(piece: str) -> bool:
    start = piece.rfind("<")
    return 0 <= start < len(piece) - _LONG and piece[start + 1].isalpha()


def _with_fewer_attributes(tag: re.Match[str]) -> str:
    further = next(itertools.islice(_ATTRIBUTE.finditer(tag[0]), _MOST_ATTRIBUTES, None), None)
    return tag[0][: further.start()] if further else tag[0]


def flattened(html: str) -> str:
    """The page without the tags of elements that stand deeper than `_DEEPEST`; what they hold stays.

    A page without such elements comes back as it is.
    """
    if html.count("<") - html.count("</") <= _DEEPEST or _most_open(html) <= _DEEPEST:
        return html
    kept: list[str] = []
    depth = position = 0
    for tag in _TAG.finditer(html):
        if tag[2].lower() in _UNENDED:
            continue
        depth = max(0, depth - 1) if tag[1] else depth + 1
        if depth + bool(tag[1]) > _DEEPEST:
            kept.append(html[position : tag.start()])
            position = tag.end()
    kept.append(html[position:])
    return "".join(kept)


def _most_open(html: str) -> int:
    """At most so many elements are open at once: tags that open and no tag that closes, wherever they stand."""
    return max(itertools.accumulate(-1 if after.startswith("/") else 1 for after in html.split("<")[1:]), default=0)
