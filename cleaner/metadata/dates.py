"""Dates and times in datelines and bylines, as ISO 8601.

A fast path reads the forms that news is dated in, in every language `months` knows; dateparser, imported only when
that finds nothing, reads the rest and, given a reference date, relative dates. Nothing here asks the clock or the
locale.

Two digits that could be day or month ("03/04/2022") are day first, unless another date of the text shows the order,
or the language is English (or unknown) and the time is written the American way (AM or PM, or a North American zone).
A year of two digits is 2000-2068 or 1969-1999; in Chinese, Hungarian, Japanese and Korean it comes first. A date
without a year takes it from another date of the text, else from the reference date (the last such day not after it),
else it is dropped.
"""

import datetime as dt
import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from cleaner.metadata.months import CROATIAN, fold, months, persian_months, weekdays

MAX_CHARS = 600

# Abbreviations as news uses them: IST is India's, BST Britain's summer time, CST America's. What a name leaves open
# ("ET" is EST or EDT) is not listed, and the time stays without a zone; "Uhr" is no zone.
ZONES: Mapping[str, str] = {
    **dict.fromkeys(("Z", "UTC", "GMT", "WET"), "+00:00"),
    **dict.fromkeys(("BST", "CET", "MEZ", "WAT", "WEST"), "+01:00"),
    **dict.fromkeys(("CEST", "MESZ", "EET", "SAST", "CAT"), "+02:00"),
    **dict.fromkeys(("EEST", "MSK", "МСК", "EAT", "TRT"), "+03:00"),
    "PKT": "+05:00",
    "IST": "+05:30",
    **dict.fromkeys(("WIB", "ICT"), "+07:00"),
    **dict.fromkeys(("SGT", "HKT", "AWST"), "+08:00"),
    **dict.fromkeys(("JST", "KST"), "+09:00"),
    "ACST": "+09:30",
    "AEST": "+10:00",
    "AEDT": "+11:00",
    "NZST": "+12:00",
    "NZDT": "+13:00",
    "NDT": "-02:30",
    **dict.fromkeys(("BRT", "ART", "ADT"), "-03:00"),
    **dict.fromkeys(("EDT", "AST"), "-04:00"),
    **dict.fromkeys(("EST", "CDT"), "-05:00"),
    **dict.fromkeys(("CST", "MDT"), "-06:00"),
    **dict.fromkeys(("MST", "PDT"), "-07:00"),
    **dict.fromkeys(("PST", "AKDT"), "-08:00"),
    "AKST": "-09:00",
    "HST": "-10:00",
}

_Order = Literal["fixed", "open", "month first"]

_AMERICAN_ZONE = re.compile(r"\s*(?:ET|CT|MT|PT|(?i:[ECMP][SD]T))\b")

# What an era's year 0 is: the year 6 of Reiwa is 2024, as is 113 of the Republic of China, with its name or without.
_ERAS: Mapping[str, int] = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}
_REPUBLIC = 1911
_BUDDHIST = 543
_PERSIAN = 226_894  # days before its first year
_YEAR_FIRST = frozenset({"hu", "ja", "ko", "zh"})  # "24.03.12" is in March
_THAI = re.compile("[\u0e00-\u0e7f]")

# A word that may be a month; looked up afterwards, which is much faster than 700 names in the pattern.
_WORD = r"(?:[\u0e01-\u0e4e]{1,2}\.[\u0e01-\u0e2e]|[^\W\d_][^\s\d.,:;|()/·•–—\-]{1,18}+)"
_YEAR = r"(?:1[89]|20|25)\d\d"
_PERSIAN_YEAR = r"1[34]\d\d"
_ERA_YEAR = rf"(?:{'|'.join(_ERAS)})\s?(?:\d{{1,3}}|元)|1[01]\d"


@functools.cache
def _date_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"""
    (?<!\d)(?P<iso_y>{_YEAR}|{_PERSIAN_YEAR})\s?[-/.]\s?(?P<iso_m>\d{{1,2}})\s?[-/.]\s?(?P<iso_d>\d{{1,2}})(?!\d)
    | (?<!\d)(?:(?P<cjk_y>{_YEAR}|{_ERA_YEAR})\s?[年년]\s?)?(?P<cjk_m>\d{{1,2}})\s?[月월]\s?
      (?P<cjk_d>\d{{1,2}})\s?[日일号號]
    | (?<!\d)(?P<ymd_y>{_YEAR})(?:\s?m)?\.?,?[^\S\n](?P<ymd_w>{_WORD})\.?[^\S\n](?P<ymd_d>\d{{1,2}})
      (?![\d:]|,?\s{_YEAR})
    | (?<!\d)(?<!\d[.:/\-])(?P<num_a>\d{{1,2}})\s?(?P<sep>[./\-])\s?(?P<num_b>\d{{1,2}})\s?(?P=sep)\s?
      (?P<num_y>{_YEAR}|\d\d)(?!\d)
    | (?<!\d)(?P<dmy_d>\d{{1,2}})(?:\s?(?:st|nd|rd|th|er|[ºª°])\b)?[\s./,\-–]*(?:(?:of|de|do)\s+|d['’]|ב)?
      (?P<dmy_w>{_WORD})
      (?:(?:\s?/\s?[\u0621-\u064a]{{2,12}})?[\s./,\-–]*(?:(?:of|de|del|do)\s+)?
         (?P<dmy_y>{_YEAR}|{_PERSIAN_YEAR}
           |(?:['’]|(?<![^\W\d_]))\d\d(?!\d|,\s{_YEAR}|\s?[:.]\d|\s?(?:h|時|uhr|[ap]\.?m\b))))?
    | (?<![^\W\d_])(?P<unx_w>{_WORD})\s+(?P<unx_d>\d{{1,2}})
      (?=\s\d\d:\d\d:\d\d(?:\s[A-Z]{{3,5}})?\s(?P<unx_y>{_YEAR})\b)
    | (?<![^\W\d_])(?P<mdy_w>{_WORD})\.?[\s\-–/]*(?P<mdy_d>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])
      (?:[\s./,\-–]*(?P<mdy_y>{_YEAR}|['’]\d\d(?!\d)))?
    """,
        re.VERBOSE | re.IGNORECASE,
    )


# The least that a date of any wording holds: a year, and a day before or after it. dateparser costs milliseconds.
_FULL_DATE = re.compile(
    rf"(?<!\d)\d{{1,2}}(?!\d)[^\d\n]{{1,30}}(?:\d{{1,2}}\D{{1,10}})?{_YEAR}|{_YEAR}[^\d\n]{{1,30}}\d{{1,2}}(?!\d)"
)


@functools.cache
def _clock_pattern() -> re.Pattern[str]:
    return re.compile(
        r"""
    (?P<half>上午|下午|午前|午後|오전|오후|晚上|凌晨)?\s?
    (?<![\d.:])(?P<h>\d{1,2})
    (?: (?:\s?[:：時时點点시h.]\s?|(?=\d\d\s?(?:GMT|UTC|[ECMP][SD]T)\b))(?P<m>\d\d(?!\d)|\d(?=\s?[分분]))
        (?:\s?[:분分]\s?(?P<s>\d\d)(?:[.,]\d{1,9})?[초秒]?)?[분分]?
      | (?=\s?(?:[ap]\.?m\b|uhr|h\b|[時时點点시])) (?:\s?[h時时點点시])?
    )
    (?:\s?(?P<ap>[ap]\.?\s?m\b\.?|(?:صباح|مساء)[\u0627\u064b]*|[صم](?!\w)))?
    (?:\s?uhr)?
    """,
        re.VERBOSE | re.IGNORECASE,
    )


_ZONE = re.compile(
    r"\s?\(?(?:(?:UTC|GMT)\s?(?P<hours>[+\-−]\d\d?)(?::?(?P<minutes>\d\d))?|(?P<name>[A-ZМСК]{1,5}(?:(?![^\W\d_])|"
    r"(?=[A-Z][a-z]))|[a-zмск]{3,5}(?!\s?[^\W\d_])))\)?"  # before more words "est" is French and "art" English
)
_OFFSET = re.compile(r"\s?(?P<hours>[+\-−]\d\d):?(?P<minutes>\d\d)")

# What may stand between a date and its time, besides a weekday: the words, folded, and what parts them.
_BETWEEN = re.compile(r"[\s,，、،|/·•–—()（）@.\-]+")
_JOINTS = frozenset(
    """
    t um at on a as las les la alle ore kl klo kello om o godz ve v в о об saat ora gegen luc
    et ct mt pt d г года р року г. r roku g god godine u m d في على الساعة בשעה ساعت เวลา น pukul jam
    """.split()
)
_MAX_JOINT = 24

UPDATED = (
    r"updat|upd\b|modified|revised|amended|aktualisier|akt\.|geändert|mis[e]? à jour|\bmàj|modifi|actuali[sz]|atualiza|"
    r"aggiorna|ultima modifica|bijgewerkt|gewijzigd|uppdatera|ändrad|oppdater|opdater|päivitet|muokat|aktuali[sz]|"
    r"upravené|upraveno|обновл|изменен|оновлен|актуализ|güncelle|更新|최종|수정|업데이트|تحديث|محدث|frissít|"
    r"actualizat|ενημ[εέ]ρ|עודכן|अपडेट|cập nhật|diperbarui|dikemas ?kini|به‌?روز|ažurira|ажурира|posodobl|обновен|"
    r"uuendat|muudet|atnaujin|atjaun|modyfik|змінен|zuletzt bearbeitet|überarbeitet|ændret|endret|módosít|แก้ไข|อัปเดต|"
    r"修改|আপডেট"
)
POSTED = (
    r"\b(?:publi|posted|original|created)|pubbli|veröff|erstellt|erschien|gepubliceerd|geplaatst|skapad|julkais|opubl|"
    r"zveřejn|опубл|созда|yayın|發[布佈]|发[布佈]|公開|掲載|配信|입력|등록|게시|نشر|منتشر|közzé|megjelen|objavlj|udgiv|dodan|"
    r"פורסם|δημοσ|प्रकाशित|đăng|diterbit"
)


@functools.cache
def _marker_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?P<updated>{UPDATED})|(?P<posted>{POSTED})|(?P<stand>\bstand\b)", re.IGNORECASE)


# Japanese, Chinese and Korean say "updated" after the date; before a digit the word belongs to the next date.
_UPDATED_AFTER = re.compile(r"\s?(?:更新|수정|업데이트)(?!\s?(?:日?[時时][間间]?|日期?|일시?|시간)?\s?[:：]?\s*\d)")

_MORNING = ("上午", "午前", "오전", "凌晨", "a", "A", "ص")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text.

    iso         "2022-03-18", "2023-03-09T11:21:00" or, with a known zone, "2023-07-18T11:27:00+05:30"
    start, end  character offsets of the date, with its time, in the text
    updated     the text calls it the date of an update
    posted      the text calls it the date of publication
    """

    iso: str
    start: int
    end: int
    updated: bool
    posted: bool


@dataclass(frozen=True, slots=True)
class _Day:
    """A date as written; `year` 0 is none, `order` says whether day and month could be the other way round."""

    start: int
    end: int
    year: int
    month: int
    day: int
    order: _Order = "fixed"


@dataclass(frozen=True, slots=True)
class _Clock:
    start: int
    end: int
    hour: int
    minute: int
    second: int
    zone: str
    american: bool

    @property
    def iso(self) -> str:
        return f"T{self.hour:02}:{self.minute:02}:{self.second:02}{self.zone}"


def find_dates(text: str, *, language: str | None = None, reference_date: dt.date | None = None) -> list[FoundDate]:
    """The dates in the first 600 characters of a text, in order; raises on no str.

    language        ISO 639-1 code of the text, which settles some ambiguous dates
    reference_date  the day relative dates are counted from (hours and minutes from its end); without it there are none
    """
    head = _with_ascii_digits(text[:MAX_CHARS])
    found = _read(head, language, reference_date)
    if not found and (reference_date is not None or _FULL_DATE.search(head)):
        from cleaner.metadata.anydate import parse_unusual

        found = [
            _told(iso, start, end, _said(head[:start], first=True))
            for iso, start, end in parse_unusual(head, language, reference_date)
        ]
    return found


def date_spans(text: str) -> list[tuple[int, int]]:
    """Offsets of what reads as a date (even one without a year) or a time, in the first 600 characters of a text."""
    head = _with_ascii_digits(text[:MAX_CHARS])
    days = list(_days(head, None))
    return sorted([(d.start, d.end) for d in days] + [(c.start, c.end) for c in _clocks(head, days)])


@functools.cache
def _other_digits() -> dict[int, int]:
    zeros = (
        0x0660,
        0x06F0,
        0x0966,
        0x09E6,
        0x0A66,
        0x0AE6,
        0x0B66,
        0x0BE6,
        0x0C66,
        0x0CE6,
        0x0D66,
        0x0E50,
        0x1040,
        0xFF10,
    )
    return {zero + i: ord("0") + i for zero in zeros for i in range(10)}


def _with_ascii_digits(text: str) -> str:
    """The same text, character for character, with every decimal digit in ASCII."""
    return text if text.isascii() else text.translate(_other_digits())


def _read(text: str, language: str | None, reference: dt.date | None) -> list[FoundDate]:
    days = list(_days(text, language))
    if not days:
        return []
    clocks = _clocks(text, days)
    days = _with_years(_ordered(days, american=_is_american(clocks, language)), reference)
    if not days:
        return []
    return _with_markers(text, *_bind(text, days, clocks))


# --- days -----------------------------------------------------------------------------------------------------------


def _days(text: str, language: str | None) -> Iterator[_Day]:
    day = _next_day(text, 0, language)
    while day:
        if not day.year:  # "Share 12 March 4, 2024" has its date in the words that "12 March" begins
            rival = _next_day(text, day.start + 1, language)
            day = rival if rival and rival.year and rival.start < day.end else day
        yield day
        day = _next_day(text, day.end, language)


def _next_day(text: str, at: int, language: str | None) -> _Day | None:
    while match := _date_pattern().search(text, at):
        if day := _day(match, language):
            return day
        at = match.start() + 1
    return None


def _day(match: re.Match[str], language: str | None) -> _Day | None:
    kind = (match.lastgroup or "")[:3]
    if kind == "num":
        return _numeric(match, language)
    if kind not in ("iso", "cjk"):
        return _named(match, kind, language)
    month, day = int(match[f"{kind}_m"]), int(match[f"{kind}_d"])
    if _is_persian_year(match[f"{kind}_y"]):
        return _persian(match, match[f"{kind}_y"], month, day) if language == "fa" else None
    return _checked(match, match[f"{kind}_y"], month, day)


def _named(match: re.Match[str], kind: str, language: str | None) -> _Day | None:
    word, year = match[f"{kind}_w"], match[f"{kind}_y"]
    if _is_persian_year(year):
        return _persian(match, year, persian_months().get(fold(word), 0), int(match[f"{kind}_d"]))
    month, glued = _month(word, language), 0
    if month is None and kind == "mdy":
        glued = _last_capital(word)
        month = _month(word[glued:], language)
    if month is None:
        return None
    if year and len(year) == 2 and _THAI.match(word):
        year = f"25{year}"
    day = _checked(match, year, month, int(match[f"{kind}_d"]))
    return None if day is None else replace(day, start=day.start + glued)


def _numeric(match: re.Match[str], language: str | None) -> _Day | None:
    a, b = int(match["num_a"]), int(match["num_b"])
    if language in _YEAR_FIRST and len(match["num_y"]) == len(match["num_a"]) == 2:
        return _checked(match, match["num_a"], b, int(match["num_y"]))
    if b > 12:
        return _checked(match, match["num_y"], a, b, "month first")
    return _checked(match, match["num_y"], b, a, "open" if a <= 12 else "fixed")


def _month(word: str, language: str | None) -> int | None:
    key = fold(word)
    if language == "hr" and key in CROATIAN:
        return CROATIAN[key]
    return months().get(key)


def _last_capital(word: str) -> int:
    """Where the word that was glued on begins: 6 in "BerlinMay"."""
    return max((i for i, c in enumerate(word) if c.isupper()), default=0)


def _checked(match: re.Match[str], year: str | None, month: int, day: int, order: _Order = "fixed") -> _Day | None:
    full = _full_year(year)
    try:
        dt.date(full or 2000, month, day)
    except ValueError:
        return None
    return _Day(match.start(), match.end(), full, month, day, order)


def _full_year(year: str | None) -> int:
    if not year:
        return 0
    if year[:2] in _ERAS:
        return _ERAS[year[:2]] + int(year[2:].replace("元", "1"))
    number = int(year.lstrip("'’"))
    if number < 100:
        return number + (2000 if number <= 68 else 1900)
    if number < 1000:
        return number + _REPUBLIC
    return number - _BUDDHIST if number >= 2500 else number  # as Thailand counts


def _is_persian_year(year: str | None) -> bool:
    return year is not None and re.fullmatch(_PERSIAN_YEAR, year) is not None


def _persian(match: re.Match[str], year: str, month: int, day: int) -> _Day | None:
    """A day of the Iranian calendar, whose leap years repeat every 33 years from 1178 to 1633 (1799 to 2254)."""
    if not 1 <= month <= 12 or not 1 <= day <= (31 if month <= 6 else 30):
        return None
    passed = int(year) - 1
    days = 365 * passed + (8 * passed + 29) // 33 + 31 * (month - 1) - max(0, month - 7) + day
    date = dt.date.fromordinal(days + _PERSIAN)
    return _Day(match.start(), match.end(), date.year, date.month, date.day)


def _ordered(days: list[_Day], *, american: bool) -> list[_Day]:
    """Days with "03/04/2022" read month first where another date of the text or the style of its clock says so."""
    if not american and all(d.order != "month first" for d in days):
        return days
    return [replace(d, month=d.day, day=d.month) if d.order == "open" else d for d in days]


def _with_years(days: list[_Day], reference: dt.date | None) -> list[_Day]:
    known = next((d for d in days if d.year), None)
    if known is None and reference is None:
        return []
    done: list[_Day] = []
    for day in days:
        if not day.year:
            day = _year_from_text(day, known) if known else _year_from_reference(day, reference)
        if _is_valid(day):
            done.append(day)
    return done


def _year_from_text(day: _Day, known: _Day) -> _Day:
    """An update follows its publication: "Dec 30, 2024, updated Jan 2" means 2025."""
    later = day.start > known.start and (day.month, day.day) < (known.month, known.day)
    return replace(day, year=known.year + later)


def _year_from_reference(day: _Day, reference: dt.date | None) -> _Day:
    if reference is None:
        return day
    return replace(day, year=reference.year - ((day.month, day.day) > (reference.month, reference.day)))


def _is_valid(day: _Day) -> bool:
    try:
        dt.date(day.year, day.month, day.day)
    except ValueError:
        return False
    return True


# --- times ----------------------------------------------------------------------------------------------------------


def _clocks(text: str, days: Sequence[_Day]) -> list[_Clock]:
    """Times of day outside the dates."""
    edges = [0, *(edge for day in days for edge in (day.start, day.end)), len(text)]
    return [clock for a, b in zip(edges[::2], edges[1::2], strict=True) for clock in _clocks_between(text, a, b)]


def _clocks_between(text: str, start: int, end: int) -> Iterator[_Clock]:
    for match in _clock_pattern().finditer(text[start:end]):
        hour = _hour(int(match["h"]), match["ap"], match["half"])
        minute, second = int(match["m"] or 0), int(match["s"] or 0)
        if hour < 24 and minute < 60 and second < 60:
            exact = match["s"] is not None or text[start + match.start("h") - 1 : start + match.start("h")] == "T"
            zone, stop = _zone(text, start + match.end(), exact=exact)
            american = (match["ap"] or "é").isascii() or bool(_AMERICAN_ZONE.match(text, start + match.end()))
            yield _Clock(
                start + match.start("half" if match["half"] else "h"), stop, hour, minute, second, zone, american
            )


def _hour(hour: int, ap: str | None, half: str | None) -> int:
    part = half or ap
    if not part or hour > 12:
        return hour
    return hour % 12 if part.startswith(_MORNING) else hour % 12 + 12


def _zone(text: str, at: int, *, exact: bool) -> tuple[str, int]:
    """ISO zone ("" if none is known) at an offset, and where it ends. A bare "+01:00" counts only after seconds, or a
    time that follows a "T".
    """
    if exact and (match := _OFFSET.match(text, at)):
        return _offset(match["hours"], match["minutes"]), match.end()
    match = _ZONE.match(text, at)
    if match is None:
        return "", at
    if name := match["name"]:
        return (ZONES[name.upper()], match.end()) if name.upper() in ZONES else ("", at)
    return _offset(match["hours"], match["minutes"] or "00"), match.end()


def _offset(hours: str, minutes: str) -> str:
    hour, minute = abs(int(hours.replace("−", "-"))), int(minutes)
    return f"{'+' if hours[0] == '+' else '-'}{hour:02}:{minute:02}" if hour <= 14 and minute < 60 else ""


def _is_american(clocks: Sequence[_Clock], language: str | None) -> bool:
    return language in (None, "en") and any(clock.american for clock in clocks)


# --- which time belongs to which day, and which is an update --------------------------------------------------------


def _bind(
    text: str, days: Sequence[_Day], clocks: Sequence[_Clock]
) -> tuple[list[tuple[_Day, _Clock | None]], list[_Clock]]:
    """Every day with its time, and the times left over."""
    before_first = bool(clocks) and clocks[0].end <= days[0].start and _joins(text, clocks[0].end, days[0].start)
    free = list(clocks)
    pairs: list[tuple[_Day, _Clock | None]] = []
    for i, day in enumerate(days):
        low = days[i - 1].end if i else 0
        high = days[i + 1].start if i + 1 < len(days) else len(text)
        before = next(
            (c for c in reversed(free) if low <= c.start and c.end <= day.start and _joins(text, c.end, day.start)),
            None,
        )
        after = next((c for c in free if day.end <= c.start and c.end <= high and _joins(text, day.end, c.start)), None)
        clock = (before or after) if before_first else (after or before)
        if clock is not None:
            free.remove(clock)
        pairs.append((day, clock))
    return pairs, free


def _joins(text: str, start: int, end: int) -> bool:
    words = filter(None, _BETWEEN.split(text[start:end])) if end - start <= _MAX_JOINT else ("?",)
    return all(word in _JOINTS or word in weekdays() for word in map(fold, words))


def _with_markers(text: str, pairs: Sequence[tuple[_Day, _Clock | None]], free: Sequence[_Clock]) -> list[FoundDate]:
    found: list[FoundDate] = []
    last_end = 0
    for day, clock in pairs:
        start = min(day.start, clock.start) if clock else day.start
        end = max(day.end, clock.end) if clock else day.end
        iso = f"{day.year:04}-{day.month:02}-{day.day:02}"
        if clock:
            zone, end = (clock.zone, end) if clock.zone else _zone_after(text, end)
            iso += replace(clock, zone=zone).iso
        said = "updated" if _UPDATED_AFTER.match(text, end) else _said(text[last_end:start], first=not found)
        found.append(_told(iso, start, end, said))
        last_end = end
    return found + list(_updated_times(text, found, free))


def _zone_after(text: str, end: int) -> tuple[str, int]:
    """The zone behind a date whose time stands before it: "21:07, 13 July 2022 BST"."""
    return _zone(text, end, exact=False)


def _said(gap: str, *, first: bool) -> str | None:
    """What the last marker before a date says: "updated" or "posted". "Stand" says so only of a second date."""
    markers = list(_marker_pattern().finditer(gap))
    said = markers[-1].lastgroup if markers else None
    if said == "stand":
        return None if first else "updated"
    return said


def _told(iso: str, start: int, end: int, said: str | None) -> FoundDate:
    return FoundDate(iso, start, end, updated=said == "updated", posted=said == "posted")


def _updated_times(text: str, found: Sequence[FoundDate], free: Sequence[_Clock]) -> Iterator[FoundDate]:
    """Updates that give only a time ("21 octobre 2015 à 17:03 (Mis à jour: 20:41)"): on the day before them."""
    for clock in free:
        anchors = [f for f in found if f.end <= clock.start]
        if anchors and not anchors[-1].updated and _said(text[anchors[-1].end : clock.start], first=True) == "updated":
            yield _told(anchors[-1].iso[:10] + clock.iso, clock.start, clock.end, "updated")
