"""Labelled blocks to an article: repaired text, and the fields read from it."""

import bisect
import functools
import html
import html.entities
import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from cleaner.article import Article, Block, ModelInfo
from cleaner.labels import Label, Role
from cleaner.metadata.authors import find_authors, starts_with_credit
from cleaner.metadata.dates import FoundDate, find_dates
from cleaner.metadata.declared import NOTHING_DECLARED, Declared
from cleaner.metadata.language import detect_language
from cleaner.metadata.resolve import BLOCKS, Further, Labelled, Resolved, resolve
from cleaner.options import Options
from cleaner.segment.layout import NO_LAYOUT, Layout
from cleaner.surrogates import without_surrogates

# No headline, byline or dateline worth reading is longer; more would be a mislabelled page.
_MAX_CREDIT_CHARS = 300
_LONG_REPEAT = 60  # characters
_MAX_STUMP_WORDS = 5
_MAX_GAP = 2  # blocks between a date and the headline below it: buttons, a section

_HEAD_ROLES = frozenset({Role.HEADLINE, Role.BYLINE, Role.DATELINE})

Clean = Callable[[str], str]


def normalize(
    source: str,
    blocks: Sequence[Block],
    *,
    url: str | None,
    options: Options,
    model: ModelInfo,
    declared: Declared = NOTHING_DECLARED,
    layout: Layout = NO_LAYOUT,
    further: Further = lambda _: NOTHING_DECLARED,
) -> Article:
    """The article the blocks make up; raises on no text.

    source    what the blocks' offsets refer to, kept as it is, like the blocks: repairs show in the other fields alone
    declared  what an HTML page says of itself
    layout    what its markup tells of form; without one, the source is a raw text, which may have markup left in it
    further   asked for those of title, authors and published that stay open
    """
    clean = functools.partial(clean_text if layout is NO_LAYOUT else clean_shown, spelling=Spelling(source))
    content = _without_stump(_content(blocks, options.keep, clean), blocks)
    told = [(number, text) for number, text in content if _is_paragraph(blocks[number])]
    paragraphs = tuple(text for _, text in told)
    text = "\n\n".join(text for _, text in content)
    language = detect_language("\n".join(paragraphs) or text or _lines_of(blocks))
    address = ("argument", url) if url is not None else next(iter(declared.urls), None)
    site = _site(address[1]) if address else None
    published, updated = _find_dates(blocks, language, options)
    headline = _headline(blocks)
    title = None if headline is None else clean(blocks[headline].text) or None
    labelled = Labelled(title, _authors(blocks, language, site), published, updated)
    fields = resolve(declared, labelled, language=language, site=site, further=further)
    others = {
        "url": address,
        **{name: next(iter(getattr(declared, f"{name}s")), None) for name in ("image", "section", "site")},
    }
    return Article(
        title=_title(fields),
        standfirst="\n\n".join(dict.fromkeys(_texts(blocks, Role.STANDFIRST, clean))) or None,
        authors=fields.authors,
        published=fields.published,
        updated=fields.updated,
        language=language,
        url=address[1] if address else None,
        site=site or (declared.sites[0][1] if declared.sites else None),
        paragraphs=paragraphs,
        captions=_distinct(_captions(source, blocks)),
        text=text,
        status="ok" if any(map(_has_letters, paragraphs)) else "no_body",
        quality=None,
        source=source,
        blocks=_formed(blocks, layout),
        model=model,
        image=declared.images[0][1] if declared.images else None,
        section=declared.sections[0][1] if declared.sections else None,
        keywords=_keywords(declared),
        provenance={**fields.provenance, **{name: found[0] for name, found in others.items() if found}},
        paragraph_blocks=tuple(number for number, _ in told),
        links=_links(layout, [blocks[number] for number, _ in content]),
        pictures=tuple(
            (number, layout.images[block.start])
            for number, block in enumerate(blocks)
            if block.label is Label.CAPTION and block.start in layout.images
        ),
    )


# --- fields ---------------------------------------------------------------------------------------------------------


def _formed(blocks: Sequence[Block], layout: Layout) -> tuple[Block, ...]:
    """The blocks with the elements that give them their form."""
    elements = layout.elements
    return tuple(replace(b, element=elements[b.start]) if b.start in elements else b for b in blocks)


def _has_letters(text: str) -> bool:
    return any(char.isalpha() for char in text)


def _title(fields: Resolved) -> str | None:
    """That of a block is clean; a declared one may have anything in it."""
    if fields.title is None or fields.provenance["title"] == BLOCKS:
        return fields.title
    return clean_text(fields.title) or None


def _texts(blocks: Iterable[Block], role: Role, clean: Clean) -> list[str]:
    return [text for block in blocks if block.role is role and (text := clean(block.text))]


def _headline(blocks: Sequence[Block]) -> int | None:
    """Number of the surest headline: the first was the right one in 152 of 238 dev texts, the surest in 177."""
    found = (k for k, block in enumerate(blocks) if block.role is Role.HEADLINE and block.text.strip())
    return max(found, key=lambda k: blocks[k].confidence, default=None)


def _lines_of(blocks: Iterable[Block]) -> str:
    return "\n".join(block.text for block in blocks)


def _content(blocks: Sequence[Block], keep: frozenset[Label], clean: Clean) -> list[tuple[int, str]]:
    """Number and text of each block that is kept, and of each item where one is a list."""
    kept = ((k, block) for k, block in enumerate(blocks) if block.label in keep and block.role not in _HEAD_ROLES)
    items = ((number, item) for number, block in kept for item in list_items(block.text))
    return _once([(number, text) for number, item in items if (text := clean(item))], blocks)


def _once(content: Iterable[tuple[int, str]], blocks: Sequence[Block]) -> list[tuple[int, str]]:
    """Without the repeats of long texts, and of headings before them: pages hold them twice for narrow and for wide
    screens. Of 170 such repeats in 400 articles whose text is known, 145 were none of it; of short ones, rows of tables
    and refrains, most were.
    """
    times: Counter[str] = Counter()
    found: list[tuple[int, str]] = []
    for number, text in content:
        times[text] += 1
        if times[text] == 1 or len(text) < _LONG_REPEAT:
            found.append((number, text))
            continue
        while found and blocks[found[-1][0]].role is Role.SUBHEADING and times[found[-1][1]] > 1:
            found.pop()
    return found


def _is_paragraph(block: Block) -> bool:
    """Of the body only paragraphs; of other labels that are kept, everything."""
    return block.role is Role.PARAGRAPH or block.label is not Label.BODY


def _without_stump(content: list[tuple[int, str]], blocks: Sequence[Block]) -> list[tuple[int, str]]:
    """Without headings, and introductions like "Related links:", that nothing follows."""
    end = len(content)
    while end and _is_stump(blocks[content[end - 1][0]], content[end - 1][1]):
        end -= 1
    return content[:end]


def _is_stump(block: Block, text: str) -> bool:
    if block.role is Role.SUBHEADING:
        return True
    return block.role is Role.PARAGRAPH and text.endswith((":", "：")) and len(text.split()) <= _MAX_STUMP_WORDS


def _authors(blocks: Sequence[Block], language: str | None, site: str | None) -> tuple[str, ...]:
    """From the bylines; without one, from datelines that open with "By" or its kin."""
    names = find_authors(_lines(blocks, Role.BYLINE), language=language, site=site)
    if names:
        return names
    credits = [line for line in _lines(blocks, Role.DATELINE) if starts_with_credit(line)]
    return find_authors(credits, language=language, site=site)


def _lines(blocks: Iterable[Block], role: Role) -> list[str]:
    """Cleaned lines of the blocks of a role: in credits a line break does part things."""
    lines = (line for block in blocks if block.role is role for line in block.text[:_MAX_CREDIT_CHARS].splitlines())
    return [text for line in lines if (text := clean_text(line))]


_Dates = list[tuple[int, FoundDate]]  # each with the number of its block


def _find_dates(blocks: Sequence[Block], language: str | None, options: Options) -> tuple[str | None, str | None]:
    """Published and updated, from datelines; where these have none, or only the masthead's, from bylines too."""
    read = functools.partial(find_dates, language=language, reference_date=options.reference_date)
    top, headline, told = _head(blocks)
    found = _dates(blocks, Role.DATELINE, read)
    if all(k < top for k, _ in found):
        found += [(k, date) for k, date in _dates(blocks, Role.BYLINE, read) if not found or top <= k < told]
    if any(date.posted and headline <= k < told for k, date in found):
        top = headline
    dates = _without_masthead(found, top, told)
    return _published(dates), _updated(dates)


def _head(blocks: Sequence[Block]) -> tuple[int, int, int]:
    """Numbers of the first block of what stands around the headline, of the headline, of the first paragraph after."""
    headline = top = _headline(blocks) or 0
    for k in range(headline - 1, -1, -1):
        if top - k - 1 > _MAX_GAP:
            break
        top = k if blocks[k].role in _HEAD_ROLES else top
    told = (k for k, block in enumerate(blocks) if k > headline and block.role is Role.PARAGRAPH)
    return top, headline, next(told, len(blocks))


def _dates(blocks: Sequence[Block], role: Role, read: Callable[[str], list[FoundDate]]) -> _Dates:
    """Dates in the blocks of a role; read from all lines at once, as one may hold the date and the next its time."""
    lines = [(k, line) for k, block in enumerate(blocks) for line in _lines([block], role)]
    if role is Role.BYLINE:
        lines = [(k, line) for k, line in lines if any(map(str.isdigit, line))]
    starts = list(itertools.accumulate((len(line) + 1 for _, line in lines), initial=0))
    found = read("\n".join(line for _, line in lines)) if lines else []
    return [(lines[bisect.bisect_right(starts, date.start) - 1][0], date) for date in found]


def _without_masthead(found: _Dates, top: int, told: int) -> list[FoundDate]:
    """Without bare dates before the block `top`, often the day the page was fetched, if the article has one of its own:
    of these three two are true, it is said to be of publication, stands before the block `told`, is earlier.
    """
    masthead = [date for k, date in found if k < top and not (date.posted or date.updated)]
    own = [(k, date) for k, date in found if date not in masthead]
    first = min((date.iso for date in masthead), default="")
    if any(sum((date.posted, k < told, date.iso < first)) >= 2 for k, date in own):
        return [date for _, date in own]
    return [date for _, date in found]


def _published(found: Sequence[FoundDate]) -> str | None:
    """The first date that is no update; of its repeats the one that has a time."""
    first = next((date.iso for date in found if not date.updated), None)
    if first is None or "T" in first:
        return first
    return next((d.iso for d in found if not d.updated and d.iso.startswith(f"{first}T")), first)


def _updated(found: Sequence[FoundDate]) -> str | None:
    """The date said to be an update, else a second, later one."""
    updated = next((date.iso for date in found if date.updated), None)
    if updated is not None:
        return updated
    days = [date.iso for date in found if date.iso[:10] > (_published(found) or "")[:10]]
    return days[0] if days and len(found) > 1 else None


def _keywords(declared: Declared) -> tuple[str, ...]:
    """Each once, in order; one element often holds them all, with commas between."""
    words = (word.strip() for _, value in declared.keywords for word in re.split(r"[,;]", value))
    return tuple(dict.fromkeys(filter(None, words)))


def _site(url: str) -> str | None:
    try:
        host = urlsplit(url).hostname
    except ValueError:  # "http://[" and the like
        return None
    return clean_text(host).removeprefix("www.") or None if host else None


def _links(layout: Layout, content: Sequence[Block]) -> tuple[tuple[int, int, str], ...]:
    """The links that stand in the blocks that are kept."""
    starts = {block.start: block.end for block in content}
    order = sorted(starts)
    found = []
    for start, end, address in layout.links:
        at = bisect.bisect_right(order, start) - 1
        if at >= 0 and end <= starts[order[at]]:
            found.append((start, end, address))
    return tuple(found)


# --- captions -------------------------------------------------------------------------------------------------------

# Alt text stands right before or after its caption.
_LAST_CAPTIONS = 4
# Percent of the characters that are equal.
_SAME_CAPTION = 90
# Longer ones are no captions; comparing them takes long.
_MAX_COMPARED = 2000
_CREDIT = re.compile(
    r"\b(?:picture|photo(?:graph)?|image|credit|foto|bild|crédit|copyright|fotó|фото)s?\s?[:/]|©", re.I
)
_WORDS = re.compile(r"\w+")
_NUMBERS = re.compile(r"\d+")


def _captions(source: str, blocks: Sequence[Block]) -> list[str]:
    """Captions as they stand; what follows one in the same line, mostly its credit, belongs to it."""
    found: list[str] = []
    end = None
    for block in blocks:
        # Nothing has read alternative texts: of 10 in 358 pages with tags or entities in them, none was to show any.
        text = clean_text(block.text) if block.role is Role.CAPTION else ""
        if text and found and end is not None and _in_one_line(source, end, block.start):
            found[-1] += f" {text}"
        elif text:
            found.append(text)
        end = block.end if text else None
    return found


def _in_one_line(source: str, end: int, start: int) -> bool:
    """Whether no line break stands between the end of one block and the start of the next."""
    return end <= start and len(f"a{source[end:start]}a".splitlines()) == 1


def _distinct(captions: Iterable[str]) -> tuple[str, ...]:
    """The captions in order; one that comes twice, whole or in part, once and at its longest."""
    kept: list[tuple[str, str]] = []
    seen: set[str] = set()
    for caption in map(_without_brackets, captions):
        key = _folded(caption)
        if key in seen:
            continue
        seen.add(key)
        near = range(max(0, len(kept) - _LAST_CAPTIONS), len(kept))
        at = next((i for i in near if _is_same(kept[i][0], key)), None)
        if at is None:
            kept.append((key, caption))
        elif len(key) > len(kept[at][0]):
            kept[at] = (key, caption)
    return tuple(caption for _, caption in kept)


def _without_brackets(caption: str) -> str:
    match = re.fullmatch(r"\(([^()]+)\)|\[([^\[\]]+)\]", caption)
    return (match[1] or match[2]).strip() or caption if match else caption


def _folded(caption: str) -> str:
    words = _WORDS.findall(_CREDIT.sub(" ", caption).casefold())
    return " ".join(words) or caption


def _is_same(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    if f" {short} " in f" {long} ":
        return True
    if len(short) < _SAME_CAPTION / 100 * len(long) or len(long) > _MAX_COMPARED:
        return False
    if _NUMBERS.findall(a) != _NUMBERS.findall(b):  # "Photo 1 of 9" is not "Photo 2 of 9"
        return False
    from rapidfuzz import fuzz

    return fuzz.ratio(a, b) >= _SAME_CAPTION


# --- repair ---------------------------------------------------------------------------------------------------------

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


def clean_text(text: str, spelling: "Spelling | None" = None) -> str:
    """A block of a raw text on one line, repaired.

    spelling  of the document, for words that a line break parts; without it, the text speaks for itself

    Gone are mojibake, entities, line breaks within words, invisible characters, doubled spaces and left-over markup.
    Quotes, dashes and separators ("* * *") stay the author's; a lone surrogate becomes U+FFFD. The result is NFC, and
    cleaning it again changes nothing. Raises on no str.
    """
    return _cleaned(text, _REPAIRS, spelling or Spelling(text))


def clean_shown(text: str, spelling: "Spelling | None" = None) -> str:
    """A block as a page shows it, on one line, repaired like `clean_text`; tags, Markdown, and entities of signs
    ("&lt;") that it shows are the author's.
    """
    return _cleaned(text, _REPAIRS_OF_SHOWN, spelling or Spelling(text))


def _cleaned(text: str, repairs: Iterable[Clean], spelling: "Spelling") -> str:
    for _ in range(_MAX_PASSES):
        repaired = _fold_space(unicodedata.normalize("NFC", _joined(_repaired(text, repairs), spelling)))
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

    return ftfy.fix_encoding(text)


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
# "__init__" are the author's.
_LINK = re.compile(
    r"(?:!\[([^\[\]]{0,500})\]\s?|\[([^\[\]]{0,500})\])"
    r"\((?:https?://|mailto:|/|#)[^()\s]{0,2000}(?:\s\"[^\"]{0,300}\")?\)"
)
_LINE_MARK = re.compile(r"^[^\S\n]*(?:#{1,6}\s+(?=[^\s#])|>\s+(?=[^\s\d])|[*•◦▪‣]\s+(?=[^\s*]))+", re.MULTILINE)
_BULLET = re.compile(r"^[^\S\n]*(?:[•◦▪‣]\s+(?=\S))+", re.MULTILINE)
_LIST_ITEM = re.compile(r"^[^\S\n]*[*•◦▪‣]\s+(?=[^\s*])", re.MULTILINE)
_BOLD = re.compile(r"(?<![\w*\\])\*\*(?=[^\s*).,:;])([^*]{1,1000})(?<=[^\s*(\\])\*\*(?![\w*])")
_ITALIC = re.compile(r"(?<![\w*\\])\*(?=[^\s*).,:;])([^*]{1,300})(?<=[^\s*(\\])\*(?![\w*])")
_UNDERLINED = re.compile(r"(?<![\w\\])(?!__[a-z0-9]+__)(_{1,2})(?=[^\s_])([^_]{1,1000})(?<=[^\s_\\])\1(?!\w)")


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
    _without_entities,
    _without_mojibake,
    _without_tags,
    _without_invisible,
    _without_markdown,
)
_REPAIRS_OF_SHOWN: tuple[Clean, ...] = (
    without_surrogates,
    _without_double_escapes,
    _without_mojibake,
    _without_invisible,
    _without_bullets,
)


# --- soft line breaks -----------------------------------------------------------------------------------------------

# Han, kana and their punctuation; Thai, Lao, Burmese, Khmer.
_UNSPACED = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3001-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef"
_UNSPACED_BREAK = re.compile(rf"(?<=[{_UNSPACED}])\n(?=[{_UNSPACED}])")
_HYPHENATED = re.compile(r"(?<=[^\W_])[-‐]\n(\w{1,60})([-‐]?)")
_LAST_WORD = re.compile(r"[-‐]?[^\W_]+$")
# A link broken off its sentence leaves the full stop, the bracket, the closing quote or "’s" on a line of its own; the
# last begins words in Dutch ("’s avonds").
_BEFORE_STOP = re.compile(
    r"\n(?=[,.)\]](?:\s|$)|[”’](?:[\s,.;:!?]|$))"
    r"|(?<=\w)\n(?=[’'](?:s(?!-|\s(?:avonds|morgens|nachts|middags|ochtends|zomers|winters)\b)|re|ve|ll)\b)"
)
# What belongs to the first word of the link stays on the line above: a bracket, a quote, an article that elision ties.
_ELIDED = r"(?:[cdjlmnst]|(?:jus|lors|puis|quoi)?qu|d?all|dell|nell|quell|sull)[’'](?=\n[aeiouyhàâäéèêëîïôöùûœæ])"
_AFTER_START = re.compile(
    rf"((?:[(\[]|(?:^|(?<=[\s(\[]))[“‘„]|(?<![\w'’‘]){_ELIDED}))\n",
    re.IGNORECASE,
)

# "Nord- und Südkorea": the hyphen stands for the end of the next word.
_SUSPENDING = frozenset(
    {"und", "oder", "bzw", "sowie", "och", "eller", "og", "en", "of", "and", "or", "to", "ja", "tai"}
)
# What is written with a hyphen in English: the break only fell there.
_KEEPING = frozenset(
    {"self", "well", "ex", "half", "all", "non", "long", "short", "high", "low", "so", "vice", "mid", "far"}
)
_SPELLED = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)?")
_PARTED = re.compile(r"(?<![^\W\d_])([^\W\d_]{1,60})[-‐]\r?\n[^\S\n]{0,60}([^\W\d_]{1,60})")
# A longer text spells in this much of it as in all, in characters.
_MOST_SPELLED = 1_000_000


class Spelling:
    """How a document spells the words that the end of a line parts elsewhere in it."""

    def __init__(self, source: str) -> None:
        self._source = source

    def joins(self, left: str, right: str) -> bool:
        """Whether the parts are one word without a hyphen: where the document has neither form, if that is so of most
        of what it parts. With no such sign the hyphen stays: wrapping breaks words where they have one.

        Of 380 hyphens in wrapped lines 376 come out right (160 if all are joined), of 8,038 in narrow columns with
        words broken anywhere 7,820 (7,909).
        """
        told = self._told(left, right)
        return told > 0 or (told == 0 and self._sets_hyphens)

    @functools.cached_property
    def _sets_hyphens(self) -> bool:
        return sum(self._told(*parts) for parts in _PARTED.findall(self._source[:_MOST_SPELLED])) > 0

    @functools.cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(_SPELLED.findall(self._source[:_MOST_SPELLED].casefold().replace("‐", "-")))

    def _told(self, left: str, right: str) -> int:
        """1 for one word, -1 for a hyphen, 0 where the document does not tell."""
        left, right = left.casefold(), right.casefold()
        return (left + right in self._words) - (f"{left}-{right}" in self._words)


def _joined(text: str, spelling: Spelling) -> str:
    """The text with its line breaks, all soft, turned into what they stand for."""
    lines = text.splitlines()
    if len(lines) <= 1:
        return text
    text = "\n".join(folded for line in lines if (folded := " ".join(line.split())))
    text = _HYPHENATED.sub(lambda match: _dehyphenated(match, spelling), _UNSPACED_BREAK.sub("", text))
    return _AFTER_START.sub(r"\1", _BEFORE_STOP.sub("", text))


def _dehyphenated(match: re.Match[str], spelling: Spelling) -> str:
    """What a hyphen at the end of a line, with the word after it, stands for."""
    right, more = match[1], match[2]
    if right.casefold() in _SUSPENDING and not more:
        return f"- {right}"
    before = _LAST_WORD.search(match.string[max(0, match.start() - 60) : match.start()])
    left = before[0] if before else ""
    chained = more or left[:1] in ("-", "‐")
    whole = left[-1:].islower() and right[0].islower() and left.casefold() not in _KEEPING
    return right if whole and not chained and spelling.joins(left, right) else f"-{right}{more}"
