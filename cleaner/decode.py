"""Bytes to text, and whether that text is HTML: the first step of the road."""

import itertools
import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from cleaner.errors import NotText, TooLarge
from cleaner.options import MAX_BYTES

# Pages declare their kind and their tags early; a look at the start also keeps the cost flat for long input.
_LOOK = 8192

_BOMS = (  # UTF-32 first: its little-endian mark starts with the one of UTF-16
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
_LETTERS = re.compile(rb"[A-Za-z \n]")
_NOT_TEXT = frozenset({"Cc", "Cn", "Co", "Cs"})  # control, unassigned, private use, surrogate
_BLANKS = frozenset("\t\n\v\f\r\x85")

# (offset, bytes, what it is, what to do about it)
_EXTRACT = "extract its text first and clean that"
_UNPACK = "decompress it first and clean what is in it"
_MAGIC = (
    (0, b"%PDF-", "a PDF document", _EXTRACT),
    (0, b"{\\rtf", "an RTF document", _EXTRACT),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document", _EXTRACT),
    (0, b"PK\x03\x04", "a ZIP archive or an Office document", _UNPACK),
    (0, b"PK\x05\x06", "an empty ZIP archive", _UNPACK),
    (0, b"\x1f\x8b", "gzip data", _UNPACK),
    (0, b"\x28\xb5\x2f\xfd", "Zstandard data", _UNPACK),
    (0, b"\xfd7zXZ\x00", "xz data", _UNPACK),
    (0, b"BZh", "bzip2 data", _UNPACK),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", _UNPACK),
    (0, b"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    (257, b"ustar", "a tar archive", _UNPACK),
    (0, b"\x89PNG\r\n\x1a\n", "a PNG image", ""),
    (0, b"\xff\xd8\xff", "a JPEG image", ""),
    (0, b"GIF87a", "a GIF image", ""),
    (0, b"GIF89a", "a GIF image", ""),
    (0, b"II*\x00", "a TIFF image", ""),
    (0, b"MM\x00*", "a TIFF image", ""),
    (0, b"\x00\x00\x01\x00", "an icon", ""),
    (8, b"WEBP", "a WebP image", ""),
    (8, b"WAVE", "a WAVE sound", ""),
    (8, b"AVI ", "an AVI video", ""),
    (4, b"ftyp", "an MP4 video or a HEIF image", ""),
    (0, b"\x1a\x45\xdf\xa3", "a Matroska or WebM video", ""),
    (0, b"OggS\x00", "an Ogg sound or video", ""),
    (0, b"ID3\x02", "an MP3 sound", ""),
    (0, b"ID3\x03", "an MP3 sound", ""),
    (0, b"ID3\x04", "an MP3 sound", ""),
    (0, b"fLaC", "a FLAC sound", ""),
    (0, b"wOFF", "a web font", ""),
    (0, b"wOF2", "a web font", ""),
    (0, b"\x7fELF", "a program", ""),
    (0, b"MZ\x90\x00", "a program", ""),
    (0, b"\xca\xfe\xba\xbe", "a program", ""),
    (0, b"\xcf\xfa\xed\xfe", "a program", ""),
    (0, b"\x00asm", "a program", ""),
    (0, b"SQLite format 3\x00", "an SQLite database", ""),
    (0, b"PAR1", "a Parquet file", "read its text column and clean that"),
    (0, b"ARROW1\x00\x00", "an Arrow file", "read its text column and clean that"),
)
# Signatures made of letters alone could open a text, so they need a binary neighbour to count.
_WORDLIKE = frozenset({b"BZh", b"WEBP", b"WAVE", b"AVI ", b"ftyp", b"ustar", b"fLaC", b"wOFF", b"wOF2", b"PAR1"})

# Control characters that no text needs; escape stays out, since ISO-2022-JP switches alphabets with it.
_CONTROLS = bytes(b for b in range(32) if b not in b"\t\n\v\f\r\x1b") + b"\x7f"
_UTF8_CONTROL_SHARE = 0.3
_OTHER_CONTROL_SHARE = 0.02

# No "<" in it, and comments to their end: what begins at one "<" is not read again from the next.
_DECLARED = re.compile(
    rb"<!--.*?(?:-->|\Z)"
    rb"""|<(?:meta\s[^<>]*?charset\s*=\s*["']?|\?xml\s[^<>]*?encoding\s*=\s*["'])\s*(?P<name>[\w:.-]+)""",
    re.I | re.S,
)
# Pages say the narrow name and use the wide one; each wide charset holds the narrow one.
_WIDER = {
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "iso8859-11": "cp874",
    "big5": "big5hkscs",
    "koi8-r": "koi8-u",  # of which it lacks the Ukrainian letters; it has borders of boxes in their place
    "utf-16-le": "utf-8",  # as browsers read it: a declaration that ASCII can read is not UTF-16
    "utf-16-be": "utf-8",
}
# Detected names that browsers lack, and one that is preferred to the charset in use (quotes apart they are one).
_DETECTED = {"cp949": "cp949", "uhc": "cp949", "iso8859-13": "cp1257"}
# Of bytes that are not UTF-8 so many tell the charset: pages declare it, too, behind long scripts and comments.
_TELLING_BYTES = 1 << 18
_MOST_DECLARED = 4

# What may stand before a page's first tag, however long: blanks, comments, instructions.
_PROLOG = re.compile(r"(?>(?:[\s\ufeff]+|<!--.*?-->|<\?[^>]{0,300}\?>)+)", re.S)
_HTML_START = re.compile(r"<!doctype\s+html\b|<html[\s>]", re.I)
_XML_START = re.compile(r"\ufeff?\s*<\?xml\s", re.I)
_JSON_START = re.compile(r"""\ufeff?\s*(?:\{\s*["}]|\[\s*[\[{"\]])""")
_ROOT = re.compile(r"<([a-z][\w:-]*)", re.I)
_BLOCK_NAMES = (
    "address|amp-[a-z-]+|article|aside|audio|blockquote|body|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form|"
    "h[1-6]|head|header|html|iframe|li|link|main|meta|nav|noscript|ol|p|picture|pre|script|section|style|summary|table|"
    "tbody|td|template|th|thead|title|tr|ul|video"
)
_BLOCK = re.compile(rf"(?:{_BLOCK_NAMES})\Z", re.I)
_INLINE = re.compile(
    r"(?:a|abbr|b|br|center|cite|code|em|font|hr|i|img|mark|q|s|small|span|strong|sub|sup|time|u)\Z", re.I
)
_BLANK_LINE = re.compile(r"\n\s*\n")
_BLOCK_OPEN = re.compile(rf"<(?:{_BLOCK_NAMES})(?:\s[^<>]*)?/?>", re.I)
_BLOCK_CLOSE = re.compile(rf"</(?:{_BLOCK_NAMES})\s*>", re.I)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, what it is, and the charset it was decoded from (a Python codec name; None for text given as str)."""

    text: str
    kind: Literal["text", "html"]
    charset: str | None


def decode(raw: str | bytes, *, kind: Literal["auto", "text", "html"] = "auto", max_bytes: int = MAX_BYTES) -> Decoded:
    """Text of `raw`, and whether to read it as HTML.

    A str stays as it is, character for character. Bytes are read by their byte order mark, as UTF-16 or UTF-32
    without one, as UTF-8 (a few broken sequences become U+FFFD), by the charset that an HTML page declares, or by
    detection; what then remains undecodable becomes U+FFFD. `kind` other than "auto" settles the question of HTML.

    Raises TooLarge when `raw` has more than `max_bytes` bytes (a str: more than that as UTF-8), and NotText when
    bytes are binary data.
    """
    if isinstance(raw, str):
        _refuse_large(_utf8_size(raw, max_bytes), max_bytes)
        text, charset = raw, None
    else:
        _refuse_large(len(raw), max_bytes)
        text, charset = _decode_bytes(raw, kind)
    if kind == "auto":
        kind = "html" if _is_html(text) else "text"
    return Decoded(text, kind, charset)


def marked(start: bytes) -> str | None:
    """The charset that a byte order mark names, if one stands at the start."""
    return next((charset for mark, charset in _BOMS if start.startswith(mark)), None)


def _utf8_size(text: str, limit: int) -> int:
    size = len(text)
    # A character takes one to four bytes: only in between is it worth encoding.
    return size if size > limit or 4 * size <= limit else len(text.encode("utf-8", "surrogatepass"))


def _refuse_large(size: int, limit: int) -> None:
    if size > limit:
        raise TooLarge(f"the input has more than {limit:,} bytes: split it, or raise max_bytes")


def _decode_bytes(raw: bytes, kind: str) -> tuple[str, str]:
    if charset := marked(raw):
        return raw.decode(charset, "replace").removeprefix("\ufeff"), charset
    _refuse_signature(raw)
    wide = _wide(raw)
    if wide:
        return raw.decode(wide, "replace"), wide
    return _iso_2022_jp(raw) or _utf8(raw) or _legacy(raw, kind)


def _refuse_signature(raw: bytes) -> None:
    for offset, signature, what, advice in _MAGIC:
        if not raw.startswith(signature, offset):
            continue
        head = raw[: offset + 64]
        if signature not in _WORDLIKE or _count_controls(head) or not head.isascii():
            raise NotText(f"this looks like {what}, not text or HTML: {advice or 'leave it out'}")


def _count_controls(raw: bytes) -> int:
    return len(raw) - len(raw.translate(None, _CONTROLS))


def _refuse_controls(raw: bytes, share: float) -> None:
    controls = _count_controls(raw)
    if controls > max(1, share * len(raw)):
        raise NotText(
            f"this looks like binary data, not text or HTML ({controls:,} control characters in {len(raw):,} bytes): "
            "extract its text first, or leave it out"
        )


def _wide(raw: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark: NULs are halves of its ASCII characters."""
    head = raw[: _LOOK - _LOOK % 4]
    # In UTF-16 at most every other byte is a letter; a text with stray NULs has more of them.
    if b"\0" not in head or len(_LETTERS.findall(head)) > 0.6 * len(head):
        return None
    scores = [(_ascii_count(head, charset), charset) for charset in _WIDE if len(raw) % _unit(charset) == 0]
    score, charset = max(scores, default=(0, ""))
    return charset if score else None


def _unit(charset: str) -> int:
    return int(charset[4:6]) // 8


def _ascii_count(head: bytes, charset: str) -> int:
    """ASCII characters of `head` read as `charset`; 0 when it holds what no text holds."""
    try:
        text = head.decode(charset)
    except UnicodeDecodeError as error:
        if error.end < len(head):  # only the end of the look may cut a pair
            return 0
        text = head[: error.start].decode(charset)
    odd = any(unicodedata.category(c) in _NOT_TEXT for c in text if c not in _BLANKS)
    return 0 if odd else sum(map(str.isascii, text))


def _iso_2022_jp(raw: bytes) -> tuple[str, str] | None:
    if b"\x1b$" not in raw or not raw.isascii():
        return None
    try:
        return raw.decode("iso2022_jp_ext"), "iso2022_jp_ext"
    except UnicodeDecodeError:
        return None


def _utf8(raw: bytes) -> tuple[str, str] | None:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("utf-8", "replace")
        broken = text.count("\ufffd") - raw.count(b"\xef\xbf\xbd")
        beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
        # In other charsets hardly any two neighbours form a UTF-8 sequence: sound ones prove that the text is
        # UTF-8 and the others are damage. A text with nothing beyond ASCII but one damaged byte proves nothing.
        if beyond_ascii - broken < 3 * broken:
            return None
    _refuse_controls(raw, _UTF8_CONTROL_SHARE)
    return text, "utf-8"


def _legacy(raw: bytes, kind: str) -> tuple[str, str]:
    _refuse_controls(raw, _OTHER_CONTROL_SHARE)
    head = raw[:_TELLING_BYTES]
    is_page = kind == "html" or (kind == "auto" and _is_html(head.decode("latin-1")))
    for declared in _declared(head) if is_page else ():
        text = raw.decode(declared, "replace")
        beyond_ascii = len(raw) - len(raw.decode("ascii", "ignore"))
        if text.count("\ufffd") * 20 <= beyond_ascii:  # a page that declares another charset than it uses
            return text, declared
    charset = detect(raw)
    return raw.decode(charset, "replace"), charset


def _declared(head: bytes) -> list[str]:
    """The charsets that a page declares, each once; one that was converted may declare two."""
    from resiliparse.parse.encoding import map_encoding_to_html5

    names = dict.fromkeys(
        found["name"].decode("ascii", "replace").lower() for found in _DECLARED.finditer(head) if found["name"]
    )
    # Only charsets that browsers know: Python has codecs such as unicode_escape that no page should choose.
    charsets = [map_encoding_to_html5(name, fallback_utf8=False) for name in itertools.islice(names, _MOST_DECLARED)]
    return list(dict.fromkeys(_WIDER.get(charset, charset) for charset in charsets if charset))


def detect(raw: bytes) -> str:
    """A Python codec name for text that is not UTF-8.

    Windows of 200, 600 and 3,000 bytes of real pages in 26 languages, re-encoded in 17 charsets (1,960 windows):
    resiliparse's detector (uchardet) with the names mapped as below reads 99.4% of them right, in 0.35 ms each;
    charset-normalizer 84.3%, in 2.4 ms (weakest: ISO-8859-2 and Latin-1). Right: at most 2% of the characters
    beyond ASCII differ.
    """
    from resiliparse.parse.encoding import detect_encoding, map_encoding_to_html5

    name = detect_encoding(raw, max_len=_TELLING_BYTES, html5_compatible=False) or ""
    charset = _DETECTED.get(name.lower()) or map_encoding_to_html5(name, fallback_utf8=False) or "cp1252"
    charset = _WIDER.get(charset, charset)
    # UTF-8 is ruled out by now, and code pages of DOS are not among the names that browsers know.
    return "cp1252" if charset == "utf-8" else charset


def _is_html(text: str) -> bool:
    prolog = _PROLOG.match(text)
    start = prolog.end() if prolog else 0
    if _HTML_START.match(text, start):
        return True
    if _XML_START.match(text) or _JSON_START.match(text):  # feeds and records carry markup inside, but are no page
        return False
    head = text[start : start + _LOOK]
    opened, closed = len(_BLOCK_OPEN.findall(head)), len(_BLOCK_CLOSE.findall(head))
    root = _ROOT.match(head)
    if root is None or _INLINE.match(root[1]):
        return opened >= 3 and closed >= 2 and (root is not None or not _begins_in_paragraphs(head))
    # `<p>One<p>Two` needs no closing tag; `<rss>` and `<urlset>` are no page whatever they hold.
    return _BLOCK.match(root[1]) is not None and opened + closed >= 2


def _begins_in_paragraphs(head: str) -> bool:
    """Whether blank lines part what stands before the first block element: as in texts that hold some markup."""
    first = _BLOCK_OPEN.search(head)
    before = head[: first.start()] if first else head
    return _BLANK_LINE.search(before.strip()) is not None and not _HTML_START.search(head)
