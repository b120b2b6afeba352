"""The language a text is written in.

py3langid, which ships its model and is deterministic, over resiliparse's `detect_fast`: on 301 news pages it names the
right language from 80 characters for 299 of them (detect_fast: 262) and from 400 for 299 (291), in a few tenths of a
millisecond against hundredths; detect_fast takes Ukrainian for Russian, Japanese for Chinese, Danish for Swedish.

But py3langid takes most of a second and 130 MB to load. So where detect_fast names one of four languages that it never
named wrongly from 300 characters (of 664 news texts), its word is taken.
"""

import functools
import re
from typing import Any

# More text changes no answer (of the 301 pages), and time grows with it.
MAX_CHARS = 400

# From so many characters on detect_fast is believed when it says one of these.
_FAST_CHARS, _FAST = 300, frozenset({"de", "en", "es", "fr"})

# UTF-8 bytes of letters below which the answer is a guess: 40 letters of English, 20 of Russian, 14 of Japanese.
MIN_LETTER_BYTES = 40

# Characters below which a page is asked first what language it says it is in: from there on 299 of 301 are named right.
_SURE_CHARS = 80
_CODE = re.compile(r"[a-z]{2}(?![a-z])", re.I)


def language_of(text: str, declared: str | None) -> str | None:
    """ISO 639-1 code of the text's language; of a short text the one that the page declares, if any."""
    said = _CODE.match(declared.strip()) if declared else None
    code = said[0].lower() if said else None
    return code if code and len(text) < _SURE_CHARS else detect_language(text) or code


def detect_language(text: str) -> str | None:
    """ISO 639-1 code of the language of the first 400 characters; None for less than 40 bytes of letters."""
    head = text[:MAX_CHARS]
    letters = "".join(filter(str.isalpha, head))
    if len(letters.encode("utf-8", "replace")) < MIN_LETTER_BYTES:
        return None
    code = _fast(head) or str(_identifier().classify(head)[0])
    return code if len(code) == 2 else None


def _fast(text: str) -> str | None:
    from resiliparse.parse.lang import detect_fast

    code = str(detect_fast(text.encode("utf-8", "replace").decode())[0]) if len(text) >= _FAST_CHARS else ""
    return code if code in _FAST else None


@functools.cache
def _identifier() -> Any:
    """An identifier of our own: py3langid's shared one changes with whoever calls its `set_languages`."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]  # py3langid ships no types

    return LanguageIdentifier.from_model_file(MODEL_FILE)
