"""The text of a block repaired: mojibake, entities, left-over markup, invisible characters, line breaks."""

import functools
import html
import html.entities
import itertools
import re
import unicodedata
from collections.abc import Callable, Iterable

from cleaner.line_breaks import Spelling, joined
from cleaner.surrogates import without_surrogates

Clean = Callable[[str], str]

# Text without any of these needs none of the repairs but those of spaces and line breaks.
_SUSPECT = re.compile(
    r"[&<>*_\[#•◦▪‣\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe0e"
    r"\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
# Letters that begin mojibake, before a character that continues it; ftfy then decides. The letters are UTF-8 lead
# bytes read as Windows-1252 (also 1250, 1257), 1251, 1253 and Mac Roman.
_MOJIBAKE = re.compile(
    r"[Â-ôĂĐĹĺŃŘŮâăćđāÐРСВГвВβΒΓΞΟ√≈‚]"
    r"[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸЂЃѓЉЊЌЋЏђљњќћџЎўЈҐЁЄЇІіґё№єјЅѕї ÄÖÜôöïî±∂≠®´≤≥¥µø\ufffd]"
)
# A repair may uncover the next ("&lt;br&gt;"); what is nested deeper was made to be.
_MAX_PASSES = 16


def clean_text(text: str, spelling: Spelling | None = None) -> str:
    """A block of a raw text on one line, repaired.

    spelling  of the document, for words that a line break parts; without it, the text speaks for itself

    Gone are mojibake, entities, line breaks within words, invisible characters, doubled spaces and left-over markup.
    Quotes, dashes and separators ("* * *") stay the author's; a lone surrogate becomes U+FFFD. The result is NFC, and
    cleaning it again changes nothing. Raises on no str.
    """
    return _cleaned(text, _REPAIRS, spelling or Spelling(text))


def clean_shown(text: str, spelling: Spelling | None = None) -> str:
    """A block as a page shows it, on one line, repaired like `clean_text`; tags, Markdown, and entities of signs
    ("&lt;") that it shows are the author's.
    """
    return _cleaned(text, _REPAIRS_OF_SHOWN, spelling or Spelling(text))


def _cleaned(text: str, repairs: Iterable[Clean], spelling: Spelling) -> str:
    for _ in range(_MAX_PASSES):
        repaired = _fold_space(unicodedata.normalize("NFC", joined(_repaired(text, repairs), spelling)))
        if repaired == text or not _needs_repair(repaired):
            return repaired
        text = repaired
    return text


def _needs_repair(text: str) -> bool:
    return _SUSPECT.search(text) is not None or (not text.isascii() and _MOJIBAKE.search(text) is not None)


def _repaired(text: str, repairs: Iterable[Clean]) -> str:
    if not _needs_repair(text):
        return text
    for repair in repairs:
        text = repair(text)
    return text


# A link that stood before the comma leaves the space.
_LOOSE_COMMA = re.compile(r" ,(?= )")


def _fold_space(text: str) -> str:
    folded = " ".join(text.split())
    return _LOOSE_COMMA.sub(",", folded) if " , " in folded else folded


_LINE_BREAK = re.compile("\r\n?|[\u2028\u2029]")
_NEXT_LINE = re.compile("(?<![\x80-\xbf\xc2-\xdf])\x85(?![\x80-\xbf])")


def _with_line_feeds(text: str) -> str:
    """Every line break as a line feed. U+0085 is none beside other characters of its block, nor where it may be part of
    a letter; ftfy would make an ellipsis of any.
    """
    text = _LINE_BREAK.sub("\n", text)
    return text if "\x85" not in text or _C1.search(text) else _NEXT_LINE.sub("\n", text)


_AMPERSANDS = re.compile(r"&(?:amp;)+(?=[#\w])")
_C1 = re.compile(r"[\x80-\x84\x86-\x9f]")
_ENTITY = re.compile(r"&(?:amp;)*(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});|&nbsp\b")


def _without_entities(text: str) -> str:
    """Entities, also those escaped more than once, as characters. "AT&T" and "?a=1&copy=2" are none."""
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(match: re.Match[str]) -> str:
    """What an entity stands for; `html.unescape` alone would read the start of an unknown name ("&notit;") as one."""
    entity = _AMPERSANDS.sub("&", match[0])
    known = entity[1] == "#" or entity == "&nbsp" or entity[1:] in html.entities.html5
    return html.unescape(entity) if known else entity


def _without_double_escapes(text: str) -> str:
    """Entities that a parser left, which were escaped twice, as characters; not those of signs, "&lt;" and "&copy;": a
    page that shows one mostly speaks of it.
    """
    return _ENTITY.sub(_letter, text) if "&" in text else text


def _letter(match: re.Match[str]) -> str:
    char = _character(match)
    return match[0] if any(unicodedata.category(c) in ("Sm", "So") for c in char) else char


def _without_mojibake(text: str) -> str:
    if text.isascii() or (_MOJIBAKE.search(text) is None and _C1.search(text) is None):
        return text
    import ftfy

    text = _LOST_QUOTE.sub("â€\x9d", text)
    return "".join(map(ftfy.fix_encoding, _parted_by_tilde(text)))


# A quote that shuts ends in a byte that Windows-1252 has no character for; without it, "â€ " passes for a dagger.
_LOST_QUOTE = re.compile(r"(?<=\S)â€\ufffd?(?=[ \n.,;:!?)]|$)")


# Words in capitals that end in "Ã" ("IRMÃ", sister), before what would make "à", "×", "û" or "Ô" with it. A quote that
# opens after a space is no mojibake, so one that shuts need be none.
_CAPITAL_TILDE = re.compile(r"(?<=[A-ZÇ][A-ZÇ]Ã)(?=\xa0\S|[—»])")
_QUOTED_TILDE = re.compile(r"(?<=[A-ZÇ][A-ZÇ]Ã)(?=\xa0\S|[—»”])")
_OPEN_QUOTE = re.compile(r"(?<!\S)“")


def _parted_by_tilde(text: str) -> list[str]:
    """The text, parted where a letter and what follows it look like mojibake and are none."""
    if "Ã" not in text:
        return [text]
    return (_QUOTED_TILDE if _OPEN_QUOTE.search(text) else _CAPITAL_TILDE).split(text)


# Zero-width joiners shape words in Arabic, Indic and South-East Asian scripts and join emoji; elsewhere they are
# debris.
_JOINING = "\u0600-\u0fff\u1000-\u109f\u1780-\u18af\ufb50-\ufdff\ufe70-\ufefe"
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    f"\ufff9-\ufffb]|(?<![{_JOINING}])\u200c|(?<![{_JOINING}\u2190-\u2bff\ufe0f\U0001f000-\U0001faff])\u200d"
)
_SOFT_BREAK = re.compile("\xad[^\\S\n]*\n\\s*")


def _without_invisible(text: str) -> str:
    return _INVISIBLE.sub("", _SOFT_BREAK.sub("", text))


_BLOCK_TAGS = (
    r"address|article|aside|blockquote|body|br|center|dd|div|dl|dt|figcaption|figure|footer|form|h[1-6]|head|header|hr|"
    r"html|iframe|img|li|main|nav|ol|p|picture|pre|script|section|source|style|table|tbody|td|tfoot|th|thead|tr|ul|video"
)
_INLINE_TAGS = r"a|abbr|b|big|cite|code|del|em|font|i|ins|label|mark|q|s|small|span|strike|strong|sub|sup|time|tt|u|wbr"
_ATTRIBUTES = r"(?:\s[^<>=]{0,200}=[^<>]{0,2000})?\s{0,5}/?>"


@functools.cache
def _block_tag() -> re.Pattern[str]:
    return re.compile(rf"</?(?:{_BLOCK_TAGS}){_ATTRIBUTES}|<!--[^<>]{{0,2000}}-->", re.IGNORECASE)


@functools.cache
def _inline_tag() -> re.Pattern[str]:
    return re.compile(rf"</?(?:{_INLINE_TAGS}){_ATTRIBUTES}", re.IGNORECASE)


def _without_tags(text: str) -> str:
    return _inline_tag().sub("", _block_tag().sub("\n", text)) if "<" in text else text


# Asterisks and underscores count as emphasis only around whole words: "f***ing", "****", "* * *", "(*)", "\*x\*" and
# "__init__" are the author's, and so are the underscores of "@_anna_", "/_a_/" and "-_-".
_LINK = re.compile(
    r"(?:!\[([^\[\]]{0,500})\]\s?|\[([^\[\]]{0,500})\])"
    r"\((?:https?://|mailto:|/|#)[^()\s]{0,2000}(?:\s\"[^\"]{0,300}\")?\)"
)
_LINE_MARK = re.compile(r"^[^\S\n]*(?:#{1,6}\s+(?=[^\s#])|>\s+(?=[^\s\d])|[*•◦▪‣]\s+(?=[^\s*]))+", re.MULTILINE)
_BULLET = re.compile(r"^[^\S\n]*(?:[•◦▪‣]\s+(?=\S))+", re.MULTILINE)
_LIST_ITEM = re.compile(r"^[^\S\n]*[*•◦▪‣]\s+(?=[^\s*])", re.MULTILINE)
_BOLD = re.compile(r"(?<![\w*\\])\*\*(?=[^\s*).,:;])([^*]{1,1000})(?<=[^\s*(\\])\*\*(?![\w*])")
_ITALIC = re.compile(r"(?<![\w*\\])\*(?=[^\s*).,:;”’])([^*]{1,300})(?<=[^\s*(\\])\*(?![\w*])")
_UNDERLINED = re.compile(r"(?<![\w\\@#/=])(?!__[a-z0-9]+__)(_{1,2})(?=[^\s_^-])([^_]{1,1000})(?<=[^\s_\\])\1(?!\w)")


def _without_markdown(text: str) -> str:
    text = _LINE_MARK.sub("", _LINK.sub(r"\1\2", text) if "](" in text or "![" in text else text)
    if "*" in text:
        text = _ITALIC.sub(r"\1", _BOLD.sub(r"\1", text))
    return _UNDERLINED.sub(r"\2", text) if "_" in text else text


def _without_bullets(text: str) -> str:
    return _BULLET.sub("", text)


def list_items(text: str) -> list[str]:
    """A block of a list apart into what stands before the first item, and the items; of any other, the block."""
    starts = [match.start() for match in _LIST_ITEM.finditer(text)]
    if len(starts) < 2:  # a sentence goes on behind a single one: a separator, or a note
        return [text]
    return [text[start:end] for start, end in itertools.pairwise([0, *starts, len(text)])]


_REPAIRS: tuple[Clean, ...] = (
    without_surrogates,
    _with_line_feeds,
    _without_entities,
    _without_mojibake,
    _without_tags,
    _without_invisible,
    _without_markdown,
)
_REPAIRS_OF_SHOWN: tuple[Clean, ...] = (
    without_surrogates,
    _with_line_feeds,
    _without_double_escapes,
    _without_mojibake,
    _without_invisible,
    _without_bullets,
)
