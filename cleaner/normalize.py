"""Labelled blocks to an article: repaired text, and the fields read from it."""

import bisect
import functools
import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from cleaner.address import joined, parts_of
from cleaner.article import Article, Block, ModelInfo
from cleaner.labels import Label, Role
from cleaner.line_breaks import Spelling
from cleaner.metadata.authors import find_authors, starts_with_credit
from cleaner.metadata.dates import FoundDate, find_dates
from cleaner.metadata.declared import NOTHING_DECLARED, Declared
from cleaner.metadata.language import language_of
from cleaner.metadata.resolve import BLOCKS, Further, Labelled, Resolved, is_site, resolve
from cleaner.options import Options
from cleaner.repair import Clean, clean_shown, clean_text, list_items
from cleaner.segment.layout import NO_LAYOUT, Layout

# No headline, byline or dateline worth reading is longer; more would be a mislabelled page.
_MAX_CREDIT_CHARS = 300
_LONG_REPEAT = 60  # characters
_MAX_STUMP_WORDS = 5
_MAX_GAP = 2  # blocks between a date and the headline below it: buttons, a section
_BETWEEN_KEYWORDS = re.compile("[,;،؛、，；]")
_HALF_OF_DAY = re.compile(r"[ap]\.\s?m\b\.?(?:\s[ECMP][SD]?T\b)?", re.IGNORECASE)

_HEAD_ROLES = frozenset({Role.HEADLINE, Role.BYLINE, Role.DATELINE})


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
    language = language_of("\n".join(paragraphs) or text or _lines_of(blocks), declared.language)
    address = ("argument", url) if url else next(iter(declared.urls), None)
    site = _site(address[1]) if address else None
    headline = _headline(blocks, declared)
    published, updated = _find_dates(blocks, headline or 0, language, options)
    title = None if headline is None else clean(blocks[headline].text) or None
    labelled = Labelled(title, _authors(blocks, language, site), published, updated)
    fields = resolve(declared, labelled, language=language, site=site, further=further)
    others = {
        "url": address,
        "site": address if site else next(iter(declared.sites), None),
        "image": next(iter(declared.images), None),
        "section": next(iter(declared.sections), None),
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
        image=joined(url, declared.images[0][1]) if declared.images else None,
        section=declared.sections[0][1] if declared.sections else None,
        keywords=_keywords(declared),
        provenance={**fields.provenance, **{name: found[0] for name, found in others.items() if found}},
        paragraph_blocks=tuple(number for number, _ in told),
        links=_links(layout, [blocks[number] for number, _ in content], declared.base),
        pictures=tuple(
            (number, joined(declared.base, layout.images[block.start]))
            for number, block in enumerate(blocks)
            if block.label is Label.CAPTION and block.start in layout.images
        ),
    )


# --- fields ---------------------------------------------------------------------------------------------------------


def _formed(blocks: Sequence[Block], layout: Layout) -> tuple[Block, ...]:
    """The blocks with the elements that give them their form."""
    elements = layout.elements
    return tuple([_with_element(b, elements[b.start]) if b.start in elements else b for b in blocks])


def _with_element(b: Block, element: str) -> Block:
    """By hand: `dataclasses.replace` takes ten times as long, a millisecond a page."""
    return Block(b.start, b.end, b.text, b.label, b.role, b.confidence, b.probabilities, b.reason, element)


def _has_letters(text: str) -> bool:
    return any(char.isalpha() for char in text)


def _title(fields: Resolved) -> str | None:
    """That of a block is clean; a declared one may have anything in it."""
    if fields.title is None or fields.provenance["title"] == BLOCKS:
        return fields.title
    return clean_text(fields.title) or None


def _texts(blocks: Iterable[Block], role: Role, clean: Clean) -> list[str]:
    return [text for block in blocks if block.role is role and (text := clean(block.text))]


def _headline(blocks: Sequence[Block], declared: Declared) -> int | None:
    """Number of the surest headline: the first was the right one in 152 of 238 dev texts, the surest in 177. A line of
    marks, which underlines one, is none; the name of the site is one only where no other is.
    """
    found = (k for k, block in enumerate(blocks) if block.role is Role.HEADLINE and any(map(str.isalnum, block.text)))
    return max(found, key=lambda k: (not is_site(blocks[k].text, declared), blocks[k].confidence), default=None)


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
    names = find_authors([line for _, line in _lines(blocks, Role.BYLINE)], language=language, site=site)
    if names:
        return names
    credits = [line for _, line in _lines(blocks, Role.DATELINE) if starts_with_credit(line)]
    return find_authors(credits, language=language, site=site)


def _lines(blocks: Sequence[Block], role: Role) -> list[tuple[int, str]]:
    """Cleaned lines of the blocks of a role, with the blocks' numbers: in credits a line break does part things."""
    numbers = (k for k, block in enumerate(blocks) if block.role is role)
    lines = ((k, line) for k in numbers for line in _credit(blocks, k).splitlines())
    return [(k, text) for k, line in lines if (text := clean_text(line))]


def _credit(blocks: Sequence[Block], number: int) -> str:
    """The start of a block, and of its last time the "p.m." that begins the next."""
    text = blocks[number].text[len(_half_of_day(blocks, number)) : _MAX_CREDIT_CHARS]
    return f"{text} {_half_of_day(blocks, number + 1)}"


def _half_of_day(blocks: Sequence[Block], number: int) -> str:
    """The "p.m." at the start of a block that belongs to the time before it: its dots pass for ends of sentences."""
    if not 0 < number < len(blocks) or not blocks[number - 1].text[-1:].isdigit():
        return ""
    match = _HALF_OF_DAY.match(blocks[number].text)
    return match[0] if match and 0 <= blocks[number].start - blocks[number - 1].end <= 1 else ""


_Dates = list[tuple[int, FoundDate]]  # each with the number of its block


def _find_dates(
    blocks: Sequence[Block], headline: int, language: str | None, options: Options
) -> tuple[str | None, str | None]:
    """Published and updated, from datelines; where none at the article's head has a date, from bylines too."""
    read = functools.partial(find_dates, language=language, reference_date=options.reference_date)
    top, told = _head(blocks, headline)
    found = _dates(blocks, Role.DATELINE, read)
    if not any(top <= k < told for k, _ in found):
        credits = [(k, date) for k, date in _dates(blocks, Role.BYLINE, read) if not found or top <= k < told]
        found = sorted([*found, *credits], key=lambda pair: pair[0])
    if any(date.posted and headline <= k < told for k, date in found):
        top = headline
    dates = _without_masthead(found, top, told)
    return _published(dates), _updated(dates)


def _head(blocks: Sequence[Block], headline: int) -> tuple[int, int]:
    """Numbers of the first block of what stands around the headline, and of the first paragraph after it."""
    top = headline
    for k in range(headline - 1, -1, -1):
        if top - k - 1 > _MAX_GAP:
            break
        top = k if blocks[k].role in _HEAD_ROLES else top
    told = (k for k, block in enumerate(blocks) if k > headline and block.role is Role.PARAGRAPH)
    return top, next(told, len(blocks))


def _dates(blocks: Sequence[Block], role: Role, read: Callable[[str], list[FoundDate]]) -> _Dates:
    """Dates in the blocks of a role; read from all lines at once, as one may hold the date and the next its time."""
    lines = _lines(blocks, role)
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
    words = (word.strip() for _, value in declared.keywords for word in _BETWEEN_KEYWORDS.split(value))
    return tuple(dict.fromkeys(filter(None, words)))


def _site(url: str) -> str | None:
    parts = parts_of(url)
    host = parts.hostname if parts else None
    return clean_text(host).removeprefix("www.") or None if host else None


def _links(layout: Layout, content: Sequence[Block], base: str) -> tuple[tuple[int, int, str], ...]:
    """The links that stand in the blocks that are kept."""
    starts = {block.start: block.end for block in content}
    order = sorted(starts)
    found = []
    for start, end, address in layout.links:
        at = bisect.bisect_right(order, start) - 1
        if at >= 0 and end <= starts[order[at]]:
            found.append((start, end, joined(base, address)))
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
