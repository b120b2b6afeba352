"""Synthetic polls, promos, ads, biographies, furniture and credits, written for training, never used to evaluate.

polls, promos, ads, bios, furniture, notices (of the page, not of the story: hidden embeds, players that fail, rules for
comments) and frames (what text files open and close with: wire copy, press releases, mails) .jsonl hold base texts
({"id", "lang", "form", "blocks": [[role, text], …]}), glue.jsonl short templates ({"lang", "kind", "text"}). Words in
braces are slots; `fill` puts invented names and numbers there.
"""

import datetime as dt
import functools
import json
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, TypeVar

from cleaner.labels import Role

_SLOT = re.compile(r"\{([a-z_0-9]+)\}")
_FIRST = (
    "Anna Ben Carla David Elena Farid Greta Hugo Ines Jonas Karim Lena Marco Nadia Oskar Petra Quentin Rosa Samir "
    "Teresa Uwe Vera Wanda Yusuf Zoe Mehmet Olga Piotr Chiara Noor"
).split()
_LAST = (
    "Abel Brandt Castro Dahl Ekwueme Ferrari Gruber Haddad Ivanova Jansen Kowalska Lindqvist Moreau Novak Okafor "
    "Pereira Quist Rossi Schneider Tanaka Ueda Varga Whitfield Yilmaz Zamora McKenna O'Shea van_Dijk"
).split()
_SYLLABLES = (
    "ba bel bran car da dan del dor el fan fer gar gor han hel is jo kal kar kin la lan len lor ma mar mel min mor na "
    "nor ol or pa per quin ra ran ri ro sa san sel sto ta tal ten tor ul va van vel vin wa wil yor za zen"
).split()
_COINED = 0.5  # of the names are made of syllables: a name is to be known by its shape, not by its words
_PLACES = ("Lisbon Harbour|Norden|Vila Nova|Marlow|Kostrow|San Telmo|Brindal|Ostia|Halvik|東町|Северск|Al Noor").split(
    "|"
)
_TOPICS = ("the new tram line|rent control|school meals|the harbour bridge|night trains|the budget|solar parks").split(
    "|"
)
_SITES = (
    "The Daily Lantern|Morgenblatt|El Faro|La Dépêche du Port|Il Corriere Nuovo|Północ24|harbour-news.example"
).split("|")
_AGENCIES = "AFP|Reuters|AP|dpa|EPA|EFE|ANSA|Lusa|TASS|Xinhua|NTB|PA".split("|")
_LIBRARIES = "Getty Images|Alamy|Shutterstock|Imago|iStock|Picture Alliance".split("|")
_PRODUCTS = "AeroFlex 3 headphones|Kaffeemaschine Barista Mini|a year of VPN|Wanderschuh Trail|smart kettle".split("|")
_NETWORKS = "YouTube|X|Twitter|Instagram|Facebook|TikTok|Spotify|Vimeo|Telegram|Reddit|Datawrapper".split("|")
_CURRENCIES = "${}|€{}|{} €|£{}|{} zł|¥{}|{} kr".split("|")


@dataclass(frozen=True, slots=True)
class WrittenText:
    """A base text: its language and form, and one (role, text) a block."""

    language: str
    form: str
    blocks: tuple[tuple[Role, str], ...]


@dataclass(frozen=True, slots=True)
class Template:
    """One line with slots: a byline, a dateline, a caption, a picture credit, or what stands before a teaser."""

    language: str
    kind: str
    text: str


Spoken = TypeVar("Spoken", WrittenText, Template)


@functools.cache
def written_texts(name: str) -> tuple[WrittenText, ...]:
    """All base texts of "polls", "promos", "ads", "bios", "furniture", "notices" or "frames"."""
    return tuple(
        WrittenText(row["lang"], row["form"], tuple((Role(role), text) for role, text in row["blocks"]))
        for row in _rows(f"{name}.jsonl")
    )


@functools.cache
def templates(kind: str) -> tuple[Template, ...]:
    """All templates of "byline", "dateline", "caption", "credit_prefix" or "related"."""
    rows = (row for row in _rows("glue.jsonl") if row["kind"] == kind)
    return tuple(Template(row["lang"], row["kind"], row["text"]) for row in rows)


def choose(choices: Sequence[Spoken], language: str, rng: random.Random) -> Spoken:
    """One of the texts, mostly in the page's own language."""
    own = [text for text in choices if text.language == language]
    return rng.choice(own if own and rng.random() < 0.7 else choices)


def drawn(choices: Sequence[WrittenText], language: str, rng: random.Random) -> list[tuple[Role | None, str]]:
    """The blocks of one of the texts, filled."""
    text = choose(choices, language, rng)
    return [(role, fill(block, text.language, rng)) for role, block in text.blocks]


def fill(text: str, language: str, rng: random.Random) -> str:
    """The text with an invented value in every slot; dates are written as the language writes them."""
    return _SLOT.sub(lambda slot: _value(slot[1].rstrip("2"), language, rng), text)


def _rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (files(__package__) / name).read_text(encoding="utf8").splitlines()]


def _value(slot: str, language: str, rng: random.Random) -> str:
    if slot in ("date", "time", "weekday"):
        return _moment(slot, language, rng)
    if slot in ("person", "photographer"):
        coined = rng.random() < _COINED
        name = f"{_coin(rng)} {_coin(rng)}" if coined else f"{rng.choice(_FIRST)} {rng.choice(_LAST)}".replace("_", " ")
        return name.upper() if rng.random() < 0.1 else name
    if slot == "n":
        return f"{rng.randrange(1, 10 ** rng.randint(1, 5)):,}"
    if slot == "pct":
        return str(rng.randint(0, 100))
    if slot == "price":
        return rng.choice(_CURRENCIES).format(f"{rng.randint(1, 400)}.{rng.choice(('00', '90', '99'))}")
    return rng.choice(_CHOICES[slot])


def _coin(rng: random.Random) -> str:
    return "".join(rng.choices(_SYLLABLES, k=rng.randint(2, 3))).capitalize()


_CHOICES = {
    "place": _PLACES,
    "topic": _TOPICS,
    "site": _SITES,
    "agency": _AGENCIES,
    "library": _LIBRARIES,
    "product": _PRODUCTS,
    "network": _NETWORKS,
    "email": ["news@harbour-news.example", "redaktion@morgenblatt.example"],
}


def _moment(slot: str, language: str, rng: random.Random) -> str:
    from babel.dates import format_date, format_time

    moment = dt.datetime(2004, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=rng.randrange(22 * 365 * 24 * 60))
    if slot == "weekday":
        return format_date(moment, "EEEE", locale=language)
    if slot == "time":
        return format_time(moment.time(), rng.choice(("short", "HH:mm")), locale=language)
    form = rng.choice(("short", "medium", "long", "full", "yyyy-MM-dd", "dd.MM.yyyy", "d MMM yyyy", "medium", "long"))
    return format_date(moment, form, locale=language)
