"""The fourteen roles a block can play on its page and the five labels they roll up to.

What each role means, with the hard cases, is written in labels/guide.md.
"""

from enum import StrEnum


class Label(StrEnum):
    """What a user decides by: keep or drop."""

    BODY = "body"
    ADVERTISEMENT = "advertisement"
    POLL = "poll"
    NAVIGATION = "navigation"
    CAPTION = "caption"

    __hash__ = str.__hash__  # Enum hashes the name: slowly, and unlike the string that a member equals


class Role(StrEnum):
    """What a block is on its page; the model predicts roles, `label` rolls them up."""

    HEADLINE = "headline"
    STANDFIRST = "standfirst"
    BYLINE = "byline"
    DATELINE = "dateline"
    SUBHEADING = "subheading"
    PARAGRAPH = "paragraph"
    AD = "ad"
    PROMO = "promo"
    POLL = "poll"
    CHROME = "chrome"
    RELATED = "related"
    COMMENT = "comment"
    BIO = "bio"
    CAPTION = "caption"

    __hash__ = str.__hash__

    @property
    def label(self) -> Label:
        """The label this role rolls up to."""
        return _ROLL_UP[self]


_ROLL_UP: dict[Role, Label] = {
    Role.HEADLINE: Label.BODY,
    Role.STANDFIRST: Label.BODY,
    Role.BYLINE: Label.BODY,
    Role.DATELINE: Label.BODY,
    Role.SUBHEADING: Label.BODY,
    Role.PARAGRAPH: Label.BODY,
    Role.AD: Label.ADVERTISEMENT,
    Role.PROMO: Label.ADVERTISEMENT,
    Role.POLL: Label.POLL,
    Role.CHROME: Label.NAVIGATION,
    Role.RELATED: Label.NAVIGATION,
    Role.COMMENT: Label.NAVIGATION,
    Role.BIO: Label.NAVIGATION,
    Role.CAPTION: Label.CAPTION,
}

# The order of every probability vector and of every weight matrix's last axis.
LABELS: tuple[Label, ...] = tuple(Label)
ROLES: tuple[Role, ...] = tuple(Role)
ROLE_TO_LABEL: tuple[int, ...] = tuple(LABELS.index(role.label) for role in ROLES)
