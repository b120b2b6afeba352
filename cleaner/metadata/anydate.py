"""Dates the fast path of `dates` does not read, by dateparser: rarer languages and wordings, and relative dates."""

import datetime as dt
import functools
import re
from collections.abc import Iterator
from typing import Any

from cleaner.metadata.dates import POSTED, UPDATED

_MAX_CHUNKS = 6
_MAX_CHUNK_CHARS = 60
_MIN_CHUNK_BYTES = 3  # "15" is no date; two Chinese characters say "yesterday"

# A line is tried piece by piece: dateparser reads "2 hours ago", not "Published 2 hours ago | 3 min read".
_CHUNK = re.compile(r"[^|•·\n()（）–—:;]*[^|•·\n()（）–—:;\s](?::\d\d[^|•·\n()（）–—:;]*)*")
_LABEL = re.compile(
    rf"\s*(?:last\s+)?(?:{POSTED}|{UPDATED})[^\W\d_]*\s+(?:(?:on|am|le|el|op|il(?!\s+y))\s+)?", re.IGNORECASE
)

# What dateparser knows better under other codes.
_VARIANTS = {"zh": ["zh", "zh-Hant"], "no": ["nb"]}

# Tried in this order where the language of the text is not known, or not one that dateparser knows.
_LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "ru", "pl", "tr", "sv", "cs", "uk", "ar", "zh", "ja", "ko")


def parse_unusual(text: str, language: str | None, reference: dt.date | None) -> Iterator[tuple[str, int, int]]:
    """ISO date, start and end for each piece of a text that is a date.

    Without a reference date only full dates count whose year stands in the text, so that today's date never shows.
    """
    for chunk in list(_CHUNK.finditer(text))[:_MAX_CHUNKS]:
        label = _LABEL.match(text, chunk.start(), chunk.end())
        start = label.end() if label else chunk.start()
        iso = _parse(text[start : chunk.end()].strip(), language, reference)
        if iso is not None:
            yield iso, start, chunk.end()


def _parse(chunk: str, language: str | None, reference: dt.date | None) -> str | None:
    if len(chunk.encode("utf-8", "replace")) < _MIN_CHUNK_BYTES or len(chunk) > _MAX_CHUNK_CHARS:
        return None
    try:
        data = _parser(language, reference).get_date_data(chunk)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return None  # a parser of free text fails in many ways on text that is no date
    moment: dt.datetime | None = data.date_obj
    if moment is None:
        return None
    known = str(moment.year) in chunk if reference is None else moment.date() <= reference
    return moment.date().isoformat() if known else None


@functools.lru_cache(maxsize=64)
def _parser(language: str | None, reference: dt.date | None) -> Any:
    """A parser that depends on nothing but its two arguments."""
    from dateparser.date import DateDataParser

    known = _known_codes(language or "")
    settings = {
        "TIMEZONE": "UTC",
        "TO_TIMEZONE": "UTC",
        "RETURN_AS_TIMEZONE_AWARE": False,
        "PREFER_DATES_FROM": "past",
        "PREFER_LOCALE_DATE_ORDER": True,
        "REQUIRE_PARTS": ["day", "month", "year"] if reference is None else ["day"],
        "PARSERS": ["absolute-time"] if reference is None else ["relative-time", "absolute-time"],
        # The last second of the day: hours and minutes ago are then the day itself.
        "RELATIVE_BASE": dt.datetime.combine(reference or dt.date(2000, 1, 1), dt.time(23, 59, 59)),
    }
    return DateDataParser(languages=known or list(_LANGUAGES), use_given_order=not known, settings=settings)


def _known_codes(language: str) -> list[str]:
    from dateparser.data.languages_info import language_order

    return _VARIANTS.get(language, [language] if language in language_order else [])
