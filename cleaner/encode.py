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


def as_text(value: object) -> str:
    """What `str` gives; bytes are UTF-8, with escapes for those that are not."""
    return value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else str(value)


def json_bytes(value: object) -> bytes:
    """One line of JSON. What JSON has no form for, as a date, is text; NaN is null; lone surrogates are U+FFFD."""
    try:
        return orjson.dumps(value, default=as_text, option=orjson.OPT_PASSTHROUGH_DATETIME)
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
    plain = json.loads(json.dumps(value, default=as_text), parse_constant=lambda _: None)  # JSON has no NaN
    return utf8(json.dumps(plain, ensure_ascii=False, separators=(",", ":")))
