"""Values as bytes: UTF-8, and JSON."""

import json

import orjson

from cleaner.surrogates import without_surrogates


def utf8(text: str) -> bytes:
    """UTF-8; lone surrogates become U+FFFD."""
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        return without_surrogates(text).encode("utf-8")


def json_bytes(value: object) -> bytes:
    """One line of JSON. What JSON has no form for, such as a date, as text; NaN as null; lone surrogates as U+FFFD."""
    try:
        return orjson.dumps(value, default=str, option=orjson.OPT_PASSTHROUGH_DATETIME)
    except orjson.JSONEncodeError:  # surrogates, integers of more than 64 bits: json has an answer to both
        return _json_bytes(value)


def is_plain(value: object) -> bool:
    """Whether all text in a value of JSON types can be encoded."""
    try:
        orjson.dumps(value)
    except orjson.JSONEncodeError:
        return False
    return True


def _json_bytes(value: object) -> bytes:
    plain = json.loads(json.dumps(value, default=str), parse_constant=lambda _: None)  # JSON has no NaN
    return utf8(json.dumps(plain, ensure_ascii=False, separators=(",", ":")))
