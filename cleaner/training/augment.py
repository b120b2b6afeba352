"""Texts that no renderer makes but scrapers leave: glued credits, lost breaks, hard wraps, polls between paragraphs.

Everything here knows the role of every character it writes, so nothing has to be projected.
"""

import dataclasses
import itertools
import random
import re
import textwrap
from collections.abc import Sequence

from cleaner.labels import Label, Role
from cleaner.training.project import Span
from cleaner.training.sample import Piece, Sample, joined
from cleaner.training.written import Template, choose, drawn, fill, templates, written_texts

_HEAD_ROLES = (Role.HEADLINE, Role.BYLINE, Role.DATELINE, Role.CAPTION)
_CREDIT_ROLES = (Role.BYLINE, Role.DATELINE)
_TEMPLATE_KINDS = {Role.BYLINE: ("byline",), Role.DATELINE: ("dateline",), Role.CAPTION: ("caption", "credit_prefix")}
_FURNITURE = (Role.CHROME, Role.RELATED, Role.COMMENT, Role.AD, Role.PROMO)
_WRITTEN = ("polls", "promos", "ads", "furniture", "notices"), (30, 17, 14, 30, 9)
_STORY = (Label.BODY, Label.CAPTION)
_LONGEST_SECOND = 25  # blocks
_BLANK_LINE = "\n\n"
_BARE = 0.3  # of the bylines that are rewritten are a name and no more
_DOUBLED, _GATHERED, _KICKED, _BIOGRAPHY, _BROKEN_OFF = 0.25, 0.4, 0.25, 0.25, 0.15


@dataclasses.dataclass(frozen=True, slots=True)
class Style:
    """How a composed text is laid out; every field is drawn at random.

    tight            one line break, not the separator, between the pieces of one figure, poll, list or credit
    inside           share of the furniture among the blocks of the body that stays
    near             how many blocks before the body and behind it count as inside
    outside          share of the other furniture that stays; with none it is the text of the article's own container
    """

    separator: str
    tight: bool
    glue: float
    inside: float
    near: int
    outside: float
    wrap: int
    damage: str


def compose(sample: Sample, blocks: Sequence[str], rng: random.Random, behind: Sequence[Piece] = ()) -> Sample:
    """A new text from a page's blocks: some furniture dropped, credits rewritten and glued, written texts mixed in.

    blocks  text of each block number of `sample`; its own text and spans are not used
    behind  what stands behind all that, as `second_article` gives it
    """
    style = _draw_style(rng)
    kept = _drop_furniture(list(zip(sample.roles, blocks, strict=True)), style, rng)
    credited = [_rewrite_credit(piece, sample.language, rng) for piece in _double_captions(kept, rng)]
    credited = _gather_head(credited, sample.language, rng) if rng.random() < _GATHERED else credited
    credited = _add_kicker(credited, sample.language, rng) if rng.random() < _KICKED else credited
    teasers = [text for role, text in zip(sample.roles, blocks, strict=True) if role == Role.RELATED]
    pieces = _mix_in_written(_mix_in_teasers(credited, teasers, sample.language, rng), sample.language, rng)
    pieces = pieces[: rng.randint(len(pieces) // 2, len(pieces))] if rng.random() < _BROKEN_OFF else pieces
    pieces = [*pieces, *behind]
    text, spans = _lay_out([(role, _damage(t, style, rng)) for role, t in pieces], style, rng)
    roles = tuple(role for role, _ in pieces)
    return dataclasses.replace(sample, rendering="composed", text=text, spans=spans, roles=roles)


def second_article(sample: Sample, blocks: Sequence[str], rng: random.Random) -> list[Piece]:
    """Another page's article as it stands behind a first one: of several in one text only the first is the body."""
    story = [(role, text) for role, text in zip(sample.roles, blocks, strict=True) if role and role.label in _STORY]
    kept = story[: rng.randint(3, _LONGEST_SECOND)]
    return [(Role.RELATED, text) for _, text in kept]


def insert_second(sample: Sample, other: Sample, rng: random.Random) -> Sample:
    """A rendering with that of another page, from its headline on, somewhere behind the article: pages that go on to
    the next story without end. Its furniture stays what it is, its story is related. A text without lines is left
    alone: there the model came to take an article's own paragraphs for a second one (dev body F1 0.930 to 0.917).
    """
    body = [_bodies(s) for s in (sample, other)]
    if "\n" not in sample.text or not all(body):
        return sample
    at = rng.choice([span.end for span in sample.spans if span.end >= body[0][-1].end])
    start = body[1][0].start
    shift = len(_BLANK_LINE) - start
    spans = [Span(s.start + shift, s.end + shift, s.block) for s in other.spans if s.start >= start]
    roles = [Role.RELATED if role and role.label in _STORY else role for role in other.roles]
    both = _spliced(sample, at, _BLANK_LINE + other.text[start:], spans, roles)
    return dataclasses.replace(both, rendering=f"{sample.rendering}+second")


def _bodies(sample: Sample) -> list[Span]:
    """Spans of the article."""
    known = ((span, sample.roles[span.block]) for span in sample.spans)
    return [span for span, role in known if role and role.label is Label.BODY]


def insert_written(sample: Sample, rng: random.Random) -> Sample:
    """The same text with one or two written polls, promos or ads between its blocks, in the text's own layout."""
    for _ in range(rng.randint(1, 2)):
        sample = _insert_one(sample, _draw_written(sample.language, rng), rng)
    return dataclasses.replace(sample, rendering=f"{sample.rendering}+written")


def _draw_style(rng: random.Random) -> Style:
    return Style(
        tight=rng.random() < 0.5,
        separator=rng.choices(("\n\n", "\n", " ", "\r\n\r\n", "\n \n"), (50, 30, 12, 5, 3))[0],
        glue=rng.choice((0.0, 0.0, 0.3, 1.0)),
        inside=rng.choice((0.2, 0.5, 1.0)),
        near=rng.choice((0, 1, 2, 4, 8)),
        outside=rng.choice((0.0, 0.0, 0.0, 0.0, 0.05, 0.2, 0.5, 1.0)),
        wrap=rng.choice((0, 0, 0, 0, 0, 60, 72, 80)),
        damage=rng.choices(("", "lower", "upper", "unpunctuated", "mojibake", "entities"), (82, 3, 3, 4, 4, 4))[0],
    )


def _drop_furniture(pieces: list[Piece], style: Style, rng: random.Random) -> list[Piece]:
    """Keep some of the furniture; what goes, goes in runs, as extractors drop whole boxes."""
    body = [k for k, (role, _) in enumerate(pieces) if role is not None and role.label == Label.BODY]
    first, last = (body[0], body[-1]) if body else (0, 0)
    kept: list[Piece] = []
    keeping = True
    for k, (role, text) in enumerate(pieces):
        if k == 0 or pieces[k - 1][0] != role or rng.random() < 0.1:
            share = style.inside if first - style.near <= k <= last + style.near else style.outside
            keeping = role not in _FURNITURE or rng.random() < share
        if keeping:
            kept.append((role, text))
    return kept


def _double_captions(pieces: list[Piece], rng: random.Random) -> list[Piece]:
    """Some captions after an alt text, the same words or a few of them: what scrapers make of a figure."""
    doubled: list[Piece] = []
    for role, text in pieces:
        if role == Role.CAPTION and rng.random() < _DOUBLED:
            doubled.append((role, text if rng.random() < 0.6 else _few_words(text, rng)))
            text = f"{text.rstrip()} {fill(rng.choice(templates('credit_prefix')).text, 'en', rng)}"
        doubled.append((role, text))
    return doubled


def _few_words(text: str, rng: random.Random) -> str:
    """One to four words of the text in a row, as tags, kickers and alt texts repeat them; at most 24 characters."""
    words = text.split()
    first = rng.randrange(max(1, len(words)))
    few = " ".join(words[first : first + rng.randint(1, 4)]).strip(" .,;:!?\"'()")[:24]
    return rng.choice((few, few.lower(), few.title(), few.upper())) or text


def _gather_head(pieces: list[Piece], language: str, rng: random.Random) -> list[Piece]:
    """The first headline with written credits around it in any order, and nothing between, as scrapers glue them."""
    roles = [role for role, _ in pieces]
    if Role.HEADLINE not in roles:
        return pieces
    end = roles.index(Role.PARAGRAPH) if Role.PARAGRAPH in roles else len(roles)
    at = roles.index(Role.HEADLINE)
    head = [pieces[at]]
    for role, kinds in _TEMPLATE_KINDS.items():
        if rng.random() < 0.6:
            template = _draw_template(kinds, language, rng)
            head.append((role, fill(template.text, template.language, rng)))
    rng.shuffle(head)
    rest = [piece for k, piece in enumerate(pieces) if k != at and not (k < end and piece[0] in _HEAD_ROLES)]
    return [*rest[: min(at, len(rest))], *head, *rest[min(at, len(rest)) :]]


def _rewrite_credit(piece: Piece, language: str, rng: random.Random) -> Piece:
    role, _ = piece
    if role not in _TEMPLATE_KINDS or rng.random() < 0.6:
        return piece
    if role == Role.BYLINE and rng.random() < _BARE:
        return role, fill("{person}", language, rng)
    template = _draw_template(_TEMPLATE_KINDS[role], language, rng)
    return role, fill(template.text, template.language, rng)


def _draw_template(kinds: Sequence[str], language: str, rng: random.Random) -> Template:
    return choose(templates(rng.choice(kinds)), language, rng)


def _draw_written(language: str, rng: random.Random) -> list[Piece]:
    return drawn(written_texts(rng.choices(*_WRITTEN)[0]), language, rng)


def _add_kicker(pieces: list[Piece], language: str, rng: random.Random) -> list[Piece]:
    """A topic or section name right above the headline: a written one, or words of the headline."""
    at = next((k for k, (role, _) in enumerate(pieces) if role == Role.HEADLINE), None)
    if at is None:
        return pieces
    if rng.random() < 0.5:
        return [*pieces[:at], (Role.CHROME, _few_words(pieces[at][1], rng)), *pieces[at:]]
    kickers = [text for text in written_texts("furniture") if text.form == "kicker"]
    return [*pieces[:at], *drawn(kickers, language, rng), *pieces[at:]]


def _mix_in_teasers(pieces: list[Piece], related: Sequence[str], language: str, rng: random.Random) -> list[Piece]:
    """Teasers of other stories between paragraphs, from the page's own lists of related stories."""
    teasers = [text for text in related if 20 < len(text) < 150]
    body = [k for k, (role, _) in enumerate(pieces) if role == Role.PARAGRAPH]
    if not teasers or not body or rng.random() < 0.3:
        return pieces
    mixed = list(pieces)
    for at in sorted(rng.sample(body, min(len(body), rng.randint(1, 3))), reverse=True):
        template = _draw_template(("related",), language, rng)
        mixed.insert(at, (Role.RELATED, template.text.replace("{headline}", rng.choice(teasers))))
    return mixed


def _mix_in_written(pieces: list[Piece], language: str, rng: random.Random) -> list[Piece]:
    for _ in range(rng.choice((0, 1, 2, 2, 3))):
        at = rng.randint(0, len(pieces))
        pieces = [*pieces[:at], *_draw_written(language, rng), *pieces[at:]]
    if rng.random() < _BIOGRAPHY:
        end = max((k for k, (role, _) in enumerate(pieces) if role == Role.PARAGRAPH), default=len(pieces) - 1) + 1
        pieces = [*pieces[:end], *_draw_biography(pieces, language, rng), *pieces[end:]]
    return pieces


def _draw_biography(pieces: Sequence[Piece], language: str, rng: random.Random) -> list[Piece]:
    """A written author box; now and then it opens with the name of the page's byline, and is indented."""
    text = choose(written_texts("bios"), language, rng)
    indent = rng.choice(("", "", "    "))
    bylines = [t.removeprefix("By ") for role, t in pieces if role == Role.BYLINE and len(t) < 40]
    name = rng.choice(bylines) if bylines and rng.random() < 0.5 else None
    filled: list[Piece] = [(role, indent + fill(block, text.language, rng)) for role, block in text.blocks]
    return [(Role.BIO, indent + name), *filled[1:]] if name and len(filled) > 1 else filled


def _damage(text: str, style: Style, rng: random.Random) -> str:
    if style.damage == "lower":
        return text.lower()
    if style.damage == "upper":
        return text.upper()
    if style.damage == "unpunctuated":
        return re.sub(r"[^\w\s]", "", text)
    if style.damage == "mojibake":
        return text.encode("utf8", "replace").decode("cp1252", "replace")
    if style.damage == "entities":
        return text.replace("&", "&amp;amp;").replace('"', "&amp;quot;").replace("'", "&#39;")
    return textwrap.fill(text, style.wrap) if style.wrap and len(text) > style.wrap else text


def _lay_out(pieces: Sequence[Piece], style: Style, rng: random.Random) -> tuple[str, tuple[Span, ...]]:
    roles = [role for role, _ in pieces]
    between = [_separator(before, after, style, rng) for before, after in itertools.pairwise(roles)]
    return joined([text for _, text in pieces], between)


def _separator(before: Role | None, after: Role | None, style: Style, rng: random.Random) -> str:
    if before in _HEAD_ROLES and after in _HEAD_ROLES and rng.random() < style.glue:
        return rng.choice((" ", " ", "", " | ", " - "))
    if style.tight and "\n\n" in style.separator and _belong_together(before, after):
        return "\n"
    return style.separator


def _belong_together(before: Role | None, after: Role | None) -> bool:
    same = before == after and before not in (Role.PARAGRAPH, None)
    return same or (before in _CREDIT_ROLES and after in _CREDIT_ROLES)


def _insert_one(sample: Sample, pieces: Sequence[Piece], rng: random.Random) -> Sample:
    borders = [a.end for a, b in itertools.pairwise(sample.spans) if a.block != b.block]
    if not borders:
        return sample
    at = rng.choice(borders)
    between = re.match(r"\s*", sample.text[at : at + 9])
    separator = (between[0] if between else "") or " "
    added, position = [], 0
    for number, (_, text) in enumerate(pieces):
        position += len(separator)
        added.append(Span(position, position + len(text), number))
        position += len(text)
    inserted = "".join(separator + text for _, text in pieces)
    return _spliced(sample, at, inserted, added, [role for role, _ in pieces])


def _spliced(sample: Sample, at: int, text: str, spans: Sequence[Span], roles: Sequence[Role | None]) -> Sample:
    """The sample with another labelled text inside; `at` is no place within a span."""
    shift, first = len(text), len(sample.roles)
    return dataclasses.replace(
        sample,
        text=sample.text[:at] + text + sample.text[at:],
        spans=(
            *(s for s in sample.spans if s.end <= at),
            *(Span(at + s.start, at + s.end, first + s.block) for s in spans),
            *(Span(s.start + shift, s.end + shift, s.block) for s in sample.spans if s.start >= at),
        ),
        roles=(*sample.roles, *roles),
    )
