"""Written polls, promos, ads and notices set into real pages as boxes of markup, for training: real ones are few."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from cleaner.labels import Role
from cleaner.segment.dom import Run, Step
from cleaner.training.written import choose, fill, written_texts


@dataclass(frozen=True, slots=True)
class _Kind:
    """What boxes of one kind are like.

    share      of all boxes, in hundredths
    words      in their class and id, in the languages of the web
    addresses  where they lead; `leading` is how many of their pieces do
    held       what they hold besides text
    """

    share: int
    words: Sequence[str]
    addresses: Sequence[str]
    leading: float
    held: Sequence[str]


_KINDS = {
    "polls": _Kind(
        share=52,
        words=(
            "poll polls wp-polls poll-widget survey umfrage abstimmung encuesta votacion sondage sondaggio enquete "
            "anketa vote voting quiz opinary rating ratings star-rating reactions feedback helpful was-this-helpful "
            "likes"
        ).split(),
        addresses=("#", "javascript:void(0)", "/poll/123/vote", "/umfragen/ergebnis", "https://www.opinary.com/p/12"),
        leading=0.1,
        held=("input radio", "input checkbox", "input submit", "input value vote", "input range", "script"),
    ),
    "promos": _Kind(
        share=18,
        words=(
            "newsletter signup subscribe subscription paywall regwall abo abonnement promo cta donate donation spenden "
            "app-banner membership register follow-us newsletter-box nl-form"
        ).split(),
        addresses=(
            "/newsletter",
            "/abo",
            "/subscribe?offer=spring",
            "/shop/print",
            "/register",
            "/donate",
            "/app",
            "/events/2024",
            "https://apps.apple.com/app/id123",
            "https://play.google.com/store/apps/details?id=x",
            "https://t.me/channel",
        ),
        leading=0.3,
        held=("input email", "input submit", "input placeholder e-mail", "input name email", "input checkbox"),
    ),
    "ads": _Kind(
        share=15,
        words=(
            "ad ads advert advertisement adslot banner sponsored sponsor anzeige publicidad pubblicita reklama native "
            "outbrain taboola partner affiliate deals shopping product-box"
        ).split(),
        addresses=(
            "https://ad.doubleclick.net/clk;1?url=x",
            "https://www.amazon.com/dp/B000?tag=site-21",
            "https://amzn.to/x",
            "https://shop.partner.example/deal?utm_source=site&utm_medium=native",
            "https://track.adform.net/c/?bn=1",
            "https://trc.taboola.com/click?pi=x",
            "https://paid.outbrain.com/network/redir?p=x",
            "/anzeigen/jobs",
            "#",
        ),
        leading=0.5,
        held=("iframe", "script"),
    ),
    "notices": _Kind(
        share=15,
        words=(
            "embed embed-consent external-content oembed consent placeholder privacy opt-in blocked video-player "
            "player error noscript netiquette comment-rules affiliate-hint disclaimer hint note info"
        ).split(),
        addresses=(
            "#",
            "javascript:void(0)",
            "/privacy",
            "/datenschutz",
            "/terms",
            "https://www.youtube.com/watch?v=x",
            "https://twitter.com/x/status/1",
            "https://www.instagram.com/p/x/",
        ),
        leading=0.15,
        held=("iframe", "script", "video", "input checkbox", "input submit"),
    ),
}
_HOLDING = 0.6
_ANY_BOX = "widget box module block container wrapper row col aside sidebar teaser panel card content inner".split()
_PARTS = "title question headline text body options option answer item list label button actions result footer".split()
_AMID, _LONG = 0.5, 100  # of the boxes stand behind a text of so many characters, where they look most like body
_NAMED = 0.65  # of the boxes say by a word what they are


Mixed = list[tuple[Run, Role | None]]


def with_boxes(runs: Sequence[Run], rng: random.Random) -> tuple[Mixed, dict[int, set[str]]]:
    """The runs with one or two boxes between them, a role for each run of a box, None for the page's own; and what the
    boxes hold, as in `segment.dom.Shown`.
    """
    mixed: Mixed = [(run, None) for run in runs]
    held: dict[int, set[str]] = {}
    for _ in range(rng.randint(1, 2)):
        at = _place(mixed, rng)
        around = mixed[max(at - 1, 0)][0].steps[rng.randint(1, 3) :]
        mixed[at:at] = _draw_box(around, held, rng)
    return mixed, held


def _place(mixed: Mixed, rng: random.Random) -> int:
    behind_long = [k for k, (run, _) in enumerate(mixed, start=1) if len(run.text) >= _LONG]
    return rng.choice(behind_long) if behind_long and rng.random() < _AMID else rng.randint(0, len(mixed))


def _draw_box(around: tuple[Step, ...], held: dict[int, set[str]], rng: random.Random) -> Mixed:
    name, kind = rng.choices([*_KINDS.items()], [kind.share for kind in _KINDS.values()])[0]
    text = choose(written_texts(name), rng.choice(("en", "de")), rng)
    words = rng.sample(kind.words, rng.randint(1, 2)) if rng.random() < _NAMED else []
    numbers = iter(range(rng.randrange(10**6, 10**9), 10**10))
    frame = tuple(
        Step(next(numbers), rng.choice(("div", "div", "section", "aside", "form")), _name(words, rng), False)
        for _ in range(rng.randint(1, 3))
    )
    if rng.random() < _HOLDING:
        holdings = set(rng.sample(kind.held, rng.randint(1, 2)))
        held |= {step.number: holdings for step in frame}
    leaf = rng.choice(("li", "p", "div", "label"))
    items = Step(next(numbers), "ul", _name([], rng, _PARTS), False)
    found: Mixed = []
    for number, (role, block) in enumerate(text.blocks):
        tag = rng.choice(("h2", "h3", "h4", "p", "div", "strong")) if number == 0 else leaf
        own = [Step(next(numbers), tag, _name(words if rng.random() < 0.3 else [], rng, _PARTS), False)]
        if tag == "li":
            own.append(items)
        linked = rng.random() < kind.leading
        if linked:
            own.insert(0, Step(next(numbers), "a", "", False, rng.choice(kind.addresses)))
        found.append((Run(fill(block, text.language, rng), (*own, *frame, *around), float(linked)), role))
    return found


def _name(words: Sequence[str], rng: random.Random, others: Sequence[str] = _ANY_BOX) -> str:
    """Class words of one element: some of its own, some that any box has, or none at all."""
    parts = [*words, *rng.sample(others, rng.choice((0, 1, 1, 2)))]
    return rng.choice((" ", "-", "__", "_")).join(parts) if parts else ""
