"""Whether two titles say the same."""

import re

_WORDS = re.compile(r"\w+")
# A shorter title, in letters, that another holds may be the site's name: "BBC" in "Fire in Lisbon - BBC".
_SHORTEST = 12


def folded(title: str) -> str:
    """Its letters and digits, in one case."""
    return "".join(_WORDS.findall(title.casefold()))


def repeats(title: str, other: str) -> bool:
    """Whether a folded title stands in another one; one so short that it may be a site's name must be all of it."""
    return title == other if len(title) < _SHORTEST else title in other
