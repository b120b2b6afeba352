"""Halves of characters: text that was cut or decoded carelessly holds them, and no encoding or parser takes them."""


def without_surrogates(text: str) -> str:
    """The text with U+FFFD for each lone surrogate."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
