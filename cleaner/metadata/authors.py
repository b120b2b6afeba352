"""The people who wrote an article, from its bylines.

Cautious on purpose: a name is one to five words that begin with a capital (or have no case), without digits, that are
not known as a role, an outlet, an agency or a place; a single word counts only right after "By" and its kin. Editors,
translators and photographers are no authors.
"""

import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from cleaner.metadata import credit_words as words
from cleaner.metadata.dates import date_spans

MAX_CHARS = 300


@functools.cache
def _noise() -> re.Pattern[str]:
    return re.compile(
        r"[\w.+\-]{1,64}@[\w\-]{1,63}\.[\w.\-]{2,63}|@\w{1,40}"  # e-mail addresses and handles
        r"|\bhttps?://\S+|\bwww\.\S+"
        r"|\b[\w\-]{3,60}\.(?:com|de|net|org|ch|at|fr|es|it|nl|se|dk|no|fi|pl|cz|ru|ua|uk|co|news|info|tv|io|eu|au|za|in|jp|cn)"
        r"\b"
        r"|\([^()]*\)|（[^（）]*）|\[[^\[\]]*\]"
        r"|\d+\s?(?:min\b|mins\b|minutes?\b|minuten\b|comments?\b)[^|•·\n]*",
        re.IGNORECASE,
    )


# A dot between Chinese characters stands inside the name of a foreigner; of pictographs, cameras say who took pictures.
_PARTS = re.compile(
    r"\s*(?:[|•\n»\u2190-\u2bff\ufe0f\U0001f000-\U0001f3a4\U0001f3a6-\U0001f4f6\U0001f4f9-\U0001faff]|(?<![\u3400-\u9fff])·|·(?![\u3400-\u9fff]))+\s*|\s+[–—\-/]+\s+|\s+[–—]|[–—]\s+"
)


# As a mail is headed, "From: Anna Bell <a@example.org>"; who sends it without an address is more often a house.
_SENDER = re.compile(r"^\s*From:(?=[^<>:]{1,60}<[^<>@]{1,64}@)", re.IGNORECASE)

# A credit at the end of an article often stands in brackets whole.
_BRACKETED = re.compile(r"[(\[]([^()\[\]]*)[)\]]|（([^（）]*)）")


# What begins a credit of its own in the middle of a line.
@functools.cache
def _new_credit() -> re.Pattern[str]:
    labels = _any_of(words.LABEL_OF_AUTHOR)
    return re.compile(
        r"[\s,.;]++(?=By\s[^\W\d_]|(?i:(?:additional reporting|reporting|writing|edit(?:ing|ed)|translat(?:ion|ed)|"
        r"photos?|photograph(?:s|y|ed)|pictures?|video|graphics?|illustrations?)\s+by\b|"
        rf"(?:(?:{_any_of(words.BEFORE_OTHERS)})[^\W\d_]*|{labels})\s?[:：]))"
    )


# From here on nothing names an author.
@functools.cache
def _tail() -> re.Pattern[str]:
    return re.compile(
        r"\s*(?:\d|\b(?:follow|e-?mail|become a|view (?:in|all)|twitter|contact|archive|updated|published|posted|"
        r"last|more from|read more|contributed|share|comments?|is an?|was an?|no comments?|leave a|read|listen|"
        r"aktualisiert|veröffentlicht|publié|publicado|opublikowano)\b).*$",
        re.IGNORECASE | re.DOTALL,
    )


@functools.cache
def _place_after() -> re.Pattern[str]:
    return re.compile(
        r"\s(?:in|at|from|for|on|aus|bei|für|à|au|en|desde|para|em|vanuit|från|fra|w|v|z|из|в|з|у|من|في|as "
        r"told to|special to)(?:\s.*)?$",
        re.IGNORECASE | re.DOTALL,
    )


_STRIP = " \t\n\r,.;:·•|/\\-–—_*†‡§¹²³⁴⁵⁶⁷⁸⁹#\"“”„«»‘’'`<>()[]{}=＝&+!?~"
_ABBREVIATED = re.compile(r"\b(?:[A-Z]|[JS]r)$")
# The comma in "Sammy Bell, Jr."; one before "Sr. Editor" parts a name from a role.
_BEFORE_SUFFIX = re.compile(r",\s+(?=(?:[JS]r|III?|IV)\b(?!\.?\s+[A-Z]))")
_HOUSE_ENDING = re.compile(r"(?:redaktion\b|(?:nachrichten|zeitung|blatt|presse|magazin)$)")
_ADJECTIVE = re.compile(r"(?:ical|ional|mental|nomic|tific|ische[rn]?)$")

_EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_KOREAN_ROLE = re.compile(r"\s*(?:선임|수석|인턴|전문)?(?:기자|특파원|논설위원|칼럼니스트)")
# Further names before one and its role have three syllables, as nearly all names do: others are desks and places.
_KOREAN_NAMES = re.compile(rf"(?<![가-힣])((?:[가-힣]{{3}}\s*[,、/]\s*)*[가-힣]{{2,4}}?){_KOREAN_ROLE.pattern}")
# Reporters stand in brackets whole, with their desk or place.
_EAST_CREDIT = re.compile(
    r"[（(〔【\[]([^（()）〔〕【】\[\]]*(?:记者|記者|기자|특파원)[^（()）〔〕【】\[\]]*)[）)〕】\]]"
)
# "／台北報導": where, or in what manner, a report was made.
_EAST_PLACE = re.compile(r"[／/｜|\s][\u3400-\u9fff]{2,6}(?:報導|報道|报道|电|電)[^\u3400-\u9fff]*$")
_EAST_BEFORE = re.compile(
    r"^[\s【\[（(]*(?:取材・文|文・写真|文|構成|聞き手|執筆者?|筆者|著者|作者|作家|撰文|撰稿|记者|記者|本报记者|本報記者|特约记者|글쓴이|글|기고)\s*[:：=＝/／｜|・\s]\s*"
    r"|^(?:[\u3400-\u9fff]{0,6}(?:记者|記者|通讯员))\s*[:：]?"
)
_EAST_OTHERS = re.compile(
    r"(?:^[\s（(【]*|[\s,，、／/]+)(?:来源|來源|编辑|編輯|責任編輯|责任编辑|责编|審校|校对|摄影|攝影|图|出典|編集|写真|撮影|翻訳|翻译|"
    r"사진|출처|편집|자료)"
)
_EAST_AFTER = re.compile(
    r"(?:記者|记者|特派員|編集委員|論説委員|さん|氏|報導|報道|报道|电|電|摄|攝|撰|著|文|[】\])）])+$"
)
_EAST_NAME = re.compile(r"[\u3040-\u30ff\u3400-\u9fff々・·]{2,12}|[가-힣]{2,4}")
_EAST_OUTLET = re.compile(r"社|新聞|新闻|通信|編集|编辑|뉴스|신문|일보|방송|(?:报|報|网|網|部|取材班|台|局|팀|부)$")


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of a byline; `credited` after "By" or its kin, `opens` where it begins its line, `lower` where it has
    lost its capitals, the "by" included.
    """

    text: str
    credited: bool
    opens: bool
    lower: bool


def find_authors(lines: Iterable[str], *, language: str | None = None, site: str | None = None) -> tuple[str, ...]:
    """Names of the authors in order of the lines, no name twice; the first 300 characters of a line count.

    language  ISO 639-1 code; Japanese writes a space inside names, Chinese between them
    site      host of the page: its own name is no author
    """
    names: dict[str, str] = {}
    for part in _parts(lines):
        found = _east_asian_names(part, language) if _EAST_ASIAN.search(part.text) else _names(part)
        for name in found:
            key = " ".join(name.casefold().split())
            if not _is_site(key, site):
                names.setdefault(key, name)
    return tuple(names.values())


def starts_with_credit(line: str) -> bool:
    """Whether a line opens with "By" or its kin, in any of the languages known."""
    return _before_author().match(line[:MAX_CHARS].lstrip(_STRIP)) is not None


def _is_site(name: str, site: str | None) -> bool:
    letters = "".join(c for c in name if c.isalnum())
    return site is not None and letters in site.replace("-", "").casefold().split(".")


# --- lines to parts -------------------------------------------------------------------------------------------------


def _parts(lines: Iterable[str]) -> Iterator[_Part]:
    """Every stretch of the lines that could name authors; a "By" or "Edited by" on its own belongs to what follows."""
    credited_next = others_next = False
    for line in lines:
        opens = True
        for text in _stretches(line):
            rest, credited = _after_credit(text)
            others = _before_others().match(text) or _before_others().match(rest)
            if rest and not others and (credited or not others_next):
                yield _Part(rest, credited or credited_next, opens or credited, credited and text.islower())
                opens = False
            credited_next = credited and not rest
            others_next = others is not None and text.casefold().endswith((" by", " von", " par", " por", ":"))


def _stretches(line: str) -> list[str]:
    text = _without_noise(line[:MAX_CHARS])
    if " By" in text:
        text = _by_others().sub(lambda match: match[0].lower(), text)
    parts = _PARTS.split(_new_credit().sub("\n", _and_others().sub(r"\1", text)))
    return [text for part in parts if (text := part.strip().lstrip(_STRIP)).strip(_STRIP)]


def _without_noise(line: str) -> str:
    if whole := _BRACKETED.fullmatch(line.strip()):
        line = whole[1] or whole[2] or ""
    line = _SENDER.sub("By", line)
    for start, end in reversed(date_spans(line)):
        line = f"{line[:start]} | {line[end:]}"
    return _noise().sub(" | ", _EAST_CREDIT.sub(r" | \1 | ", line))


def _after_credit(text: str) -> tuple[str, bool]:
    match = _before_author().match(text)
    return (text[match.end() :].lstrip(_STRIP), True) if match else (text, False)


@functools.cache
def _before_author() -> re.Pattern[str]:
    """A word like "By" before a space, a colon or a glued-on capital, or a noun like "Text" before a colon."""
    verbs = _any_of(words.BEFORE_AUTHOR)
    nouns = _any_of(words.LABEL_OF_AUTHOR)
    capital = "[A-ZÀ-ÖØ-ÞЀ-Я]"
    return re.compile(
        rf"(?i:(?:{nouns})\s?[:：]\s*(?:(?:{verbs})\s)?|(?:{verbs})(?:\s*[:：]\s*|\.?\s+|$)|(?:{nouns})$)"
        rf"|(?i:{verbs})(?<![A-ZÀ-Þ])(?={capital}[^\W\d_]*[a-zß-ÿа-я.])"
    )


@functools.cache
def _before_others() -> re.Pattern[str]:
    """A whole word like "Source", or one that begins so before "by" or a colon: "Translation by", not "Viana Bell"."""
    after = r"(?:\b|(?<=\W)|\w*(?:\s+(?:by|von|par|por|de|av|af)\b|\s*[:：]))"
    return re.compile(rf"(?:{_any_of(words.BEFORE_OTHERS)}){after}", re.IGNORECASE)


@functools.cache
def _by_others() -> re.Pattern[str]:
    """ "Photos By", whose "By" begins no credit of its own."""
    return re.compile(rf"\b(?:{_any_of(words.BEFORE_OTHERS)})\w*\s+By\b", re.IGNORECASE)


@functools.cache
def _and_others() -> re.Pattern[str]:
    """ "Text und Fotos:", by one person."""
    joints = _any_of([*words.CONJUNCTIONS, *words.WEAK_CONJUNCTIONS, "&"])
    return re.compile(rf"\b({_any_of(words.LABEL_OF_AUTHOR)})\s(?:{joints})\s\w+(?=\s?[:：])", re.IGNORECASE)


def _any_of(alternatives: Iterable[str]) -> str:
    return "|".join(re.escape(a) for a in sorted(set(alternatives), key=lambda a: (-len(a), a)))


# --- parts to names -------------------------------------------------------------------------------------------------


def _names(part: _Part) -> Iterator[str]:
    if not part.opens and not part.credited:
        return
    if part.lower:
        names = _names(replace(part, text=part.text.title(), credited=False, lower=False))
        yield from (name.lower() for name in names if name.split()[0].lower() not in words.PARTICLES)
        return
    trusted = True
    for i, (joined, piece) in enumerate(_pieces(_BEFORE_SUFFIX.sub(" ", _tail().sub("", part.text)))):
        name = _name(piece, single=part.credited and i == 0) if trusted or joined else None
        # After a role or an outlet the commas go on with it; only "and" comes back to people.
        trusted = name is not None
        if name is not None:
            yield name


def _pieces(text: str) -> list[tuple[bool, str]]:
    """The text cut at commas, slashes and conjunctions; True where a conjunction stands before the piece."""
    pieces: list[tuple[bool, str]] = []
    joined = False
    for token in _separators().split(text):
        if not token.strip():
            continue
        if _separators().fullmatch(token):
            joined = joined or token.strip() not in (",", "/", "،", ";")
            continue
        pieces.extend(((joined and i == 0) or i > 0, piece) for i, piece in enumerate(_split_weakly(token.strip())))
        joined = False
    return pieces


@functools.cache
def _separators() -> re.Pattern[str]:
    strong = _any_of(words.CONJUNCTIONS)
    return re.compile(rf"(\s*[,،;/&+]\s*(?:(?:{strong})\s+)?|(?:^|\s+)(?:{strong})(?:\s+|$))", re.IGNORECASE)


@functools.cache
def _weak_conjunction() -> re.Pattern[str]:
    return re.compile(rf"\s+(?:{_any_of(words.WEAK_CONJUNCTIONS)})\s+|\s+[وו]\s?(?=\S{{3}})", re.IGNORECASE)


def _split_weakly(text: str) -> list[str]:
    """Two names parted by a conjunction that could be part of one: only if both sides have two words."""
    for match in _weak_conjunction().finditer(text):
        left, right = text[: match.start()], text[match.end() :]
        if len(left.split()) >= 2 and len(right.split()) >= 2:
            return [left, *_split_weakly(right)]
    return [_without_leading_conjunction(text)]


def _without_leading_conjunction(text: str) -> str:
    first, _, rest = text.partition(" ")
    return rest if rest and first in words.WEAK_CONJUNCTIONS else text


def _name(piece: str, *, single: bool) -> str | None:
    text = _place_after().sub("", unicodedata.normalize("NFC", piece)).strip(_STRIP)
    tokens = _without_day(_without_house(_without_role(_unglued(text.split()))))
    name = " ".join(tokens).strip(_STRIP)
    if _ABBREVIATED.search(name) and piece.rstrip().endswith("."):
        name += "."
    return name if _is_name(name, single=single) else None


def _unglued(tokens: Sequence[str]) -> list[str]:
    """ "CarrCulture News Reporter" → "Carr Culture News Reporter"; "MacDonald" stays."""
    done: list[str] = []
    for token in tokens:
        edges = (i for i in range(2, len(token)) if token[i - 1].islower() and token[i].isupper())
        at = next((i for i in edges if _is_role_word(token[i:])), len(token))
        done.extend(half for half in (token[:at], token[at:]) if half)
    return done


def _is_role_word(token: str) -> bool:
    word = token.strip(_STRIP).casefold()
    return word in words.ROLES or word in words.ROLE_MODIFIERS


def _without_role(tokens: list[str]) -> list[str]:
    """Tokens of the name alone: "Sports Editor Jane Doe" and "Jane Doe Senior Editor" → "Jane Doe"."""
    lowered = [t.strip(_STRIP).casefold() for t in tokens]
    roles = [i for i, word in enumerate(lowered) if word in words.ROLES]
    if not roles:
        return tokens
    if roles[0] == 0 or _is_modifier(lowered[0]) or tokens[0][0].islower():
        rest = next((i for i in range(roles[0], len(lowered)) if lowered[i] not in words.ROLES), len(lowered))
        return _without_role(tokens[rest:])
    cut = next((i for i in range(2, roles[0]) if lowered[i] in words.ROLE_MODIFIERS), roles[0])
    while cut > 1 and _is_modifier(lowered[cut - 1]):
        cut -= 1
    return tokens[:cut] if cut > 1 else []


def _without_house(tokens: list[str]) -> list[str]:
    """Tokens of the name alone: "Jane Doe Associated Press" and "Jane Doe BBC News" → "Jane Doe"."""
    lowered = [t.strip(_STRIP).casefold() for t in tokens]
    for i in range(2, len(tokens)):
        if " ".join(lowered[i:]) in words.AGENCY_PHRASES or (tokens[i].isupper() and lowered[i] in words.AGENCIES):
            return tokens[:i]
    return tokens


def _without_day(tokens: list[str]) -> list[str]:
    """Tokens of the name alone: "Jane Doe Tuesday", whose date stands elsewhere, → "Jane Doe"."""
    return tokens[:-1] if len(tokens) > 2 and tokens[-1].casefold() in words.WEEKDAYS else tokens


def _is_modifier(word: str) -> bool:
    return word in words.ROLE_MODIFIERS or word in words.AGENCIES or _ADJECTIVE.search(word) is not None


def _is_name(name: str, *, single: bool) -> bool:
    tokens = name.split()
    if not 1 <= len(tokens) <= 5 or len(name) > 60:
        return False
    if len(tokens) == 1 and (not single or len(name) < 3 or (name.isupper() and len(name) <= 4)):
        return False
    return not _is_house(tokens) and all(map(_is_word, tokens)) and _is_capitalised(tokens)


def _is_word(token: str) -> bool:
    """Begins with a letter and has no digit, superscript ones included; a colon ends a label."""
    return token[0].isalpha() and not any(char in "_:：" or char.isdigit() for char in token)


def _is_capitalised(tokens: Sequence[str]) -> bool:
    proper = [t for t in tokens if t.casefold() not in words.PARTICLES or t[0].isupper()]
    return len(proper) >= min(2, len(tokens)) and all(_begins_high(t) for t in proper)


def _begins_high(token: str) -> bool:
    """Begins with a capital or a letter without case; "d'Ancona" and "al-Assad" begin high too."""
    parts = re.split(r"[-'’]", token)
    return any(part and not part[0].islower() for part in parts[:2])


def _is_house(tokens: Sequence[str]) -> bool:
    """An agency, an outlet, a place; also one of which somebody is: "da Agência Brasil"."""
    if tokens[0] in words.PARTICLES and len(tokens) > 1:
        return _is_house(tokens[1:])
    folded = [t.strip(_STRIP).casefold() for t in tokens]
    whole = " ".join(folded)
    if whole in words.AGENCY_PHRASES or whole in words.PLACES or folded[0] in words.NEVER_FIRST or "of" in folded:
        return True
    if folded[0] in words.ROLE_MODIFIERS or folded[-1] in words.OUTLET_WORDS or _HOUSE_ENDING.search(whole):
        return True
    return any(t.strip(_STRIP).isupper() and w in words.AGENCIES for t, w in zip(tokens, folded, strict=True)) or (
        len(tokens) == 1 and folded[0] in words.AGENCIES
    )


# --- Chinese, Japanese, Korean --------------------------------------------------------------------------------------


def _east_asian_names(part: _Part, language: str | None) -> Iterator[str]:
    if korean := _korean_names(part.text):
        yield from korean
        return
    text = _KOREAN_ROLE.sub(" ", part.text)
    if others := _EAST_OTHERS.search(text):
        text = text[: others.start()]
    text = _EAST_PLACE.sub("", text)
    between = r"[、,，/／｜|;；&＆]+" if language == "ja" else r"[、,，/／｜|;；&＆\s和]+"
    for piece in re.split(between, _EAST_BEFORE.sub("", text, count=1)):
        name = " ".join(_EAST_AFTER.sub("", piece.strip(_STRIP + "【】　")).split())
        if _is_east_asian_name(name, most=12 if "・" in name or "·" in name else 5):
            yield name


def _korean_names(text: str) -> list[str]:
    """Names before "reporter" and its kin."""
    names = (name for found in _KOREAN_NAMES.findall(text) for name in re.split(r"\s*[,、/]\s*", found))
    return [name for name in names if not _EAST_OUTLET.search(name)]


def _is_east_asian_name(name: str, *, most: int) -> bool:
    bare = name.replace(" ", "")
    if not 2 <= len(bare) <= most or _EAST_OUTLET.search(bare) or bare in words.AGENCY_PHRASES:
        return False
    return _EAST_NAME.fullmatch(bare) is not None
