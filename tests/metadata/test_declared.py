import json

import pytest

from cleaner import Cleaner
from cleaner.metadata.declared import Declared, read_declared
from cleaner.segment.dom import parse


def declared(html: str) -> Declared:
    return read_declared(parse(html))


def json_ld(data: object) -> Declared:
    return declared(f'<script type="application/ld+json">{json.dumps(data)}</script>')


def test_json_ld_of_an_article() -> None:
    found = json_ld(
        {
            "@type": "NewsArticle",
            "headline": "Bridge  reopens",
            "author": [{"@type": "Person", "name": "Anna Bell"}, "Ben Castro"],
            "datePublished": "2024-03-31T10:00:00Z",
            "publisher": {"name": "The Lantern"},
            "image": {"url": "https://example.org/a.jpg"},
            "keywords": ["bridge", "harbour"],
        }
    )
    assert found.titles == (("json-ld", "Bridge reopens"),)
    assert found.authors == (("json-ld", "Anna Bell"), ("json-ld", "Ben Castro"))
    assert found.published == (("json-ld", "2024-03-31T10:00:00Z"),)
    assert found.sites == (("json-ld", "The Lantern"),)
    assert found.images == (("json-ld", "https://example.org/a.jpg"),)
    assert found.keywords == (("json-ld", "bridge"), ("json-ld", "harbour"))


def test_references_within_a_graph_are_followed() -> None:
    person = {"@type": "Person", "@id": "#anna", "name": "Anna Bell"}
    article = {"@type": ["Article"], "headline": "Bridge reopens", "author": {"@id": "#anna"}}
    assert json_ld({"@graph": [person, article]}).authors == (("json-ld", "Anna Bell"),)


def test_an_article_stands_before_its_web_page() -> None:
    page = {"@type": "WebPage", "name": "Bridge reopens - The Lantern"}
    found = json_ld([page, {"@type": "NewsArticle", "headline": "Bridge reopens"}])
    assert [title for _, title in found.titles] == ["Bridge reopens", "Bridge reopens - The Lantern"]


@pytest.mark.parametrize("text", ["{", "[" * 100_000, "null", '"text"', "[[[]]]", '{"@type": "Article", "author": 7}'])
def test_broken_or_odd_json_ld_declares_nothing(text: str) -> None:
    assert declared(f'<script type="application/ld+json">{text}</script>') == Declared()


def test_meta_elements_title_and_canonical_address() -> None:
    found = declared(
        '<html lang=de><title> Brücke offen | Bote </title><link rel=canonical href="https://bote.example/a">'
        '<meta property="og:title" content="Brücke offen"><meta name=author content="Anna Bell">'
        '<meta property="article:published_time" content="2024-03-31"><meta name=keywords content="">'
    )
    assert found.titles == (("meta", "Brücke offen"), ("title", "Brücke offen | Bote"))
    assert found.authors == (("meta", "Anna Bell"),)
    assert found.urls == (("canonical", "https://bote.example/a"),)
    assert found.published == (("meta", "2024-03-31"),)
    assert found.keywords == ()
    assert found.language == "de"


@pytest.mark.parametrize(
    "data",
    [
        [{"@type": "Article", "author": {"@id": "#x"}}, {"@id": "#x", "name": {"@id": "#x"}}],
        [{"@type": "Article", "author": {"@id": "#0"}}]
        + [{"@id": f"#{k}", "name": [{"@id": f"#{k + 1}"}] * 9} for k in range(40)],
        {"@type": "Article", "author": [[[[[[[[["Anna Bell"]]]]]]]]]},
    ],
)
def test_references_in_a_circle_or_without_end_declare_nothing(data: object) -> None:
    assert json_ld(data).authors == ()


@pytest.mark.parametrize("value", [5, 1.5, True, [], {}, [5], {"name": 5}, None])
def test_values_of_any_type_are_cleaned(value: object, toy_cleaner: Cleaner) -> None:
    data = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": value, "author": value}
    page = f'<script type="application/ld+json">{json.dumps(data)}</script><p>The bridge reopened on Monday.</p>'
    assert toy_cleaner.clean(page, kind="html").title is None or value
