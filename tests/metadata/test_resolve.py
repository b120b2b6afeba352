import pytest

from cleaner.metadata.declared import NOTHING_DECLARED, Declared
from cleaner.metadata.fallback import look_further
from cleaner.metadata.resolve import Labelled, Resolved, resolve

SITES = (("meta", "Der Bote"), ("json-ld", "Der Bote - News"), ("meta", "灯报"))


def resolved(
    declared: Declared = NOTHING_DECLARED, further: Declared = NOTHING_DECLARED, **labelled: object
) -> Resolved:
    return resolve(declared, Labelled(**labelled), language="en", site=None, further=lambda _: further)


def test_without_a_declaration_the_blocks_decide() -> None:
    found = resolved(headline="Bridge reopens", authors=("Anna Bell",), published="2024-03-31")
    assert (found.title, found.authors, found.published) == ("Bridge reopens", ("Anna Bell",), "2024-03-31")
    assert found.provenance == {"title": "blocks", "authors": "blocks", "published": "blocks"}


@pytest.mark.parametrize(
    ("headline", "titles", "title"),
    [
        ("Harbour bridge reopens", ["Harbour bridge reopens | Bote"], "Harbour bridge reopens"),
        ("Most read", ["Harbour bridge reopens", "Harbour bridge reopens - Bote"], "Harbour bridge reopens"),
        (
            "Harbour bridge reopens, ferry stops",
            ["Harbour bridge reopens, ferry stops", "Harbour bridge reopens", "Harbour bridge reopens | Bote"],
            "Harbour bridge reopens, ferry stops",
        ),
        (None, ["Harbour bridge reopens | Bote"], "Harbour bridge reopens"),
        (None, ["Harbour bridge reopens - Bote", "Bote"], "Harbour bridge reopens"),
        (
            None,
            ["Harbour bridge re…", "Harbour bridge reopens", "Harbour bridge reopens | Bote"],
            "Harbour bridge reopens",
        ),
        (None, ["And then the bridge…", "And then the bridge… | Bote"], "And then the bridge…"),
        (None, ["港の橋、春まで閉鎖｜灯台"], "港の橋、春まで閉鎖"),
        (None, [], None),
    ],
)
def test_the_title_is_what_most_agree_on(headline: str | None, titles: list[str], title: str | None) -> None:
    assert resolved(Declared(titles=tuple(("meta", t) for t in titles)), headline=headline).title == title


@pytest.mark.parametrize(
    ("declared", "title"),
    [
        ("Harbour bridge - open | Der Bote", "Harbour bridge - open"),
        ("Harbour bridge - open – DER BOTE", "Harbour bridge - open"),
        ("Der Bote » Bridge | Harbour", "Bridge | Harbour"),
        ("Der Bote: bridge | harbour", "Der Bote: bridge | harbour"),
        ("Bridge opened for Der Bote", "Bridge opened for Der Bote"),
        ("Der Bote", "Der Bote"),
        ("| Der Bote", "| Der Bote"),
        ("Bridge - open | Der Bote - News", "Bridge - open"),
        ("Der Bote - News » Bridge", "Bridge"),
        ("大桥重新开放_灯报", "大桥重新开放"),
    ],
)
def test_a_declared_site_is_no_part_of_the_title_even_where_all_have_it(declared: str, title: str) -> None:
    titles = (("json-ld", declared), ("meta", declared), ("title", declared))
    assert resolved(Declared(titles=titles, sites=SITES)).title == title


@pytest.mark.parametrize(
    ("declared", "title"),
    [(["Bridge reopens | Der Bote"], "Bridge reopens"), (["Der Bote"], "Der Bote"), ([], "Der Bote")],
)
def test_a_headline_that_names_the_site_is_the_title_only_where_no_other_is_declared(
    declared: list[str], title: str
) -> None:
    titles = tuple(("title", text) for text in declared)
    assert resolved(Declared(titles=titles, sites=SITES), headline="Der Bote").title == title


def test_declared_authors_are_names_not_addresses_or_the_site() -> None:
    authors = (("json-ld", "https://bote.example/anna"), ("json-ld", "Der Bote"), ("meta", "Anna Bell and Ben Castro"))
    found = resolved(Declared(authors=authors, sites=(("meta", "Der Bote"),)), authors=("Wrong One",))
    assert found.authors == ("Anna Bell", "Ben Castro")
    assert found.provenance["authors"] == "meta"


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Anna Bell; Ben Castro; AFP", ("Anna Bell", "Ben Castro")),
        ("Von Anna Bell und Karl Meier", ("Anna Bell", "Karl Meier")),
        ("Par Anne Dupont", ("Anne Dupont",)),
        ("بقلم محمد علي", ("محمد علي",)),
        ("Anna Bell / Ben Castro", ("Anna Bell", "Ben Castro")),
        ("Anna Bell / Reuters", ("Anna Bell",)),
        ("Von Anna Bell / Lantern / Sports Desk", ("Anna Bell",)),
        ("Reuters / Anna Bell", ("Anna Bell",)),
        ("Martin King, Jr., Anna Bell", ("Martin King Jr.", "Anna Bell")),
        ("Von Hagen", ("Von Hagen",)),
        ("Karl von Hagen", ("Karl von Hagen",)),
        ("Di Stefano, Carla Rossi", ("Di Stefano", "Carla Rossi")),
    ],
)
def test_a_declared_author_may_be_a_byline_or_a_list(author: str, names: tuple[str, ...]) -> None:
    assert resolved(Declared(authors=(("meta", author),))).authors == names


def test_of_a_very_long_list_of_authors_the_first_are_read() -> None:
    declared = Declared(authors=(("meta", "Anna Bell; Ben Castro;" * 100_000 + "Cy Dale"),))
    assert resolved(declared).authors == ("Anna Bell", "Ben Castro")


def test_the_day_most_give_wins_in_its_most_exact_form() -> None:
    published = (("json-ld", "2024-04-02T08:00:00+02:00"), ("meta", "2024-03-31T10:00:00.123Z"))
    found = resolved(Declared(published=published), published="2024-03-31")
    assert found.published == "2024-03-31T10:00:00+00:00"


def test_a_declared_moment_is_more_exact_than_one_that_is_shown() -> None:
    declared = Declared(published=(("meta", "2024-03-31T10:00:07Z"),))
    assert resolved(declared, published="2024-03-31T12:00:00+01:00").published == "2024-03-31T10:00:07+00:00"


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("Sun Mar 31 10:00:07 CEST 2024", "2024-03-31T10:00:07+02:00"),
        ("Mon Apr  1 10:00:07 2024", "2024-04-01T10:00:07"),
        ("1711872007", "2024-03-31T08:00:07+00:00"),
        ("1711872007123", "2024-03-31T08:00:07+00:00"),
        ("1710123100000", "2024-03-11T02:11:40+00:00"),
        ("Sun, 31 Mar 2024 10:00:07 +0200", "2024-03-31T10:00:07+02:00"),
    ],
)
def test_declared_dates_are_read_with_their_time(value: str, iso: str) -> None:
    assert resolved(Declared(published=(("meta", value),))).published == iso


@pytest.mark.parametrize(
    ("value", "language", "iso"),
    [
        ("12. listopada 2024.", "hr", "2024-10-12"),
        ("12 listopada 2024", "pl", "2024-11-12"),
        ("24.03.12", "ko", "2024-03-12"),
        ("12 tháng 3, 2024", "vi", "2024-03-12"),
        ("1403-01-12T10:00:00+03:30", "fa", "2024-03-31T10:00:00+03:30"),
        ("1403/01/12", "fa", "2024-03-31"),
        ("2567-03-12", "th", "2024-03-12"),
    ],
)
def test_declared_dates_are_read_as_the_language_of_the_page_has_them(value: str, language: str, iso: str) -> None:
    declared = Declared(published=(("meta", value),))
    found = resolve(declared, Labelled(), language=language, site=None, further=lambda _: NOTHING_DECLARED)
    assert found.published == iso


@pytest.mark.parametrize(
    ("published", "updated", "is_later"),
    [
        ("2024-03-31", "2024-03-31", False),
        ("2024-03-31", "2024-03-31T10:00", True),
        ("2024-03-31T10:00", "2024-03-31", False),
        ("2024-03-31T10:00:07", "2024-03-31T10:00", False),
        ("2024-03-31T10:00Z", "2024-03-31T12:00+02:00", False),
        ("2024-03-31T10:00Z", "2024-03-31T12:01+02:00", True),
        ("2024-03-31T10:00Z", "2024-03-31T09:00", True),
    ],
)
def test_an_update_of_the_same_day_is_later_as_far_as_both_tell(published: str, updated: str, is_later: bool) -> None:
    found = resolved(Declared(published=(("meta", published),), updated=(("meta", updated),)))
    assert (found.updated is not None) == is_later


def test_an_update_is_later_than_the_first_publication() -> None:
    declared = Declared(published=(("meta", "2024-03-31"),), updated=(("meta", "2024-03-30"),))
    assert resolved(declared).updated is None
    declared = Declared(published=(("meta", "2024-03-31"),), updated=(("meta", "1 April 2024"),))
    assert resolved(declared).updated == "2024-04-01"


def test_a_declared_house_is_the_author_where_no_person_is() -> None:
    declared = Declared(authors=(("meta", "TOI Lifestyle Desk"),))
    assert resolved(declared).authors == ("TOI Lifestyle Desk",)
    assert resolved(declared, authors=("Anna Bell",)).authors == ("Anna Bell",)


def test_more_is_asked_for_only_where_something_is_open() -> None:
    more = Declared(titles=(("trafilatura", "Other title"),), authors=(("trafilatura", "Anna Bell"),))
    found = resolved(further=more, headline="Bridge reopens", published="2024-03-31")
    assert (found.title, found.authors) == ("Bridge reopens", ("Anna Bell",))
    assert found.provenance == {"title": "blocks", "published": "blocks", "authors": "trafilatura"}
    whole = resolved(further=more, headline="Bridge reopens", published="2024-03-31", authors=("Ben Castro",))
    assert whole.authors == ("Ben Castro",)


PUBLISHED = frozenset({"published"})


@pytest.mark.parametrize(
    "partial",
    [
        '<meta property="article:published_time" content="2024-03">',
        '<meta name="date" content="2024 12:30">',
        '<time datetime="2024-03">March</time>',
        '<abbr class="published" title="2024/03">March</abbr>',
        '<p class="date">2024-03</p>',
        '<p class="date">2024-<b>03</b> posted by one who says more than any date could hold</p>',
        '<p class="date">Posted 03/2024</p>',
        "<h1>2024-03</h1>",
    ],
)
def test_a_partial_date_is_not_completed(partial: str) -> None:
    page = "<html><head><title>Bridge</title></head><body>{}<p>The bridge reopened.</p>{}</body></html>"
    assert look_further(page.format(partial, ""), PUBLISHED).published == ()
    whole = '<p class="date">12.03.<b>2024</b></p>'
    assert look_further(page.format(partial, whole), PUBLISHED).published == (("trafilatura", "2024-03-12"),)


def test_json_ld_is_left_to_declared() -> None:
    page = (
        "<html><head><title>Bridge</title></head><body><p>The bridge reopened.</p>"
        '<script type="application/LD+json">{"datePublished": "2024-03-12T10:00:00Z"}</script></body></html>'
    )
    assert look_further(page, PUBLISHED).published == ()


@pytest.mark.parametrize(
    "page",
    [
        '<script type="application/ld+json">' * 13_000,
        "<script " + "ld+json" * 60_000,
        f"<p {' '.join(f'a{number}' for number in range(60_000))}>The bridge reopened.</p>",
    ],
    ids=["scripts", "one tag", "attributes"],
)
def test_pages_that_nobody_writes_are_searched(page: str) -> None:
    assert look_further(page, PUBLISHED).published == ()
