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


@pytest.mark.parametrize(
    "script",
    [
        '<script type="application/ld+json">//<![CDATA[\n{}\n//]]></script>',
        '<script type="application/ld+json">/* <![CDATA[ */ {} /* ]]> */</script>',
        '<script type="application/ld+json"><!--\n{}\n--></script>',
        '<script type="application/ld+json">\ufeff{};</script>',
        '<script type="application/ld+json">// Described by Bote\n{}\n// the end</script>',
        '<script type="application/ld+json">/* Described by Bote */ {} /* the end */</script>',
        '<script type="application/ld+json">{{"@type": "WebSite",}}\n{}</script>',
        '<script type="application/ld+json">{{"@type": "WebSite"}}, {}, {{"@type": "Article"</script>',
        '<script type="application/LD+JSON; charset=utf-8">{}</script>',
    ],
)
def test_json_ld_is_read_through_what_stands_around_it(script: str) -> None:
    text = json.dumps({"@type": "NewsArticle", "author": "Anna Bell"})
    assert declared(script.format(text)).authors == (("json-ld", "Anna Bell"),)


def test_a_comma_too_many_in_json_ld_does_no_harm() -> None:
    found = declared(
        '<script type="application/ld+json">'
        r'{"@type": "Article", "headline": "One \", ] and [two,]", "author": ["Anna Bell", "Ben Castro" , ],}</script>'
    )
    assert found.titles == (("json-ld", 'One ", ] and [two,]'),)
    assert found.authors == (("json-ld", "Anna Bell"), ("json-ld", "Ben Castro"))


def story(name: str, author: str, **more: object) -> dict[str, object]:
    return {"@type": "NewsArticle", "headline": name, "author": author, **more}


RELATED = [story("Storm closes the port", "Ben Castro", url="https://bote.example/2"), story("Ferry sold", "Cy Dale")]


@pytest.mark.parametrize(
    ("head", "own"),
    [
        ('<link rel=canonical href="/1/">', {"url": "https://www.bote.example/1"}),
        ('<meta property="og:url" content="https://bote.example/1">', {"mainEntityOfPage": {"@id": "/1"}}),
        ("<title>Harbour bridge reopens | Bote</title>", {}),
    ],
)
def test_of_several_articles_the_one_of_the_page_counts(head: str, own: dict[str, object]) -> None:
    nodes = [*RELATED, story("Harbour bridge reopens", "Anna Bell", **own), {"@type": "WebPage", "author": "Bote"}]
    found = declared(f'<head>{head}<script type="application/ld+json">{json.dumps(nodes)}</script>')
    assert found.authors == (("json-ld", "Anna Bell"), ("json-ld", "Bote"))


def test_of_several_articles_none_of_which_names_the_page_the_first_counts() -> None:
    found = json_ld([*RELATED, {"@type": "NewsArticle", "datePublished": "2024-03-31"}])
    assert found.authors == (("json-ld", "Ben Castro"),)
    assert found.published == (("json-ld", "2024-03-31"),)


@pytest.mark.parametrize(
    "image",
    [
        {"name": "Bridge at dusk", "url": "https://bote.example/a.jpg"},
        {"name": "Bridge at dusk", "contentUrl": "https://bote.example/a.jpg"},
        {"@id": "https://bote.example/a.jpg"},
        {"@id": "https://bote.example/#picture"},
    ],
)
def test_an_image_and_a_page_are_where_they_lie_not_what_they_are_called(image: dict[str, str]) -> None:
    picture = {"@id": "https://bote.example/#picture", "contentUrl": "https://bote.example/a.jpg"}
    page = {"@id": "https://bote.example/1", "name": "Harbour story"}
    found = json_ld([{"@type": "Article", "image": image, "mainEntityOfPage": page}, picture])
    assert found.images == (("json-ld", "https://bote.example/a.jpg"),)
    assert found.urls == (("json-ld", "https://bote.example/1"),)


def test_a_name_within_the_description_of_a_site_is_no_address() -> None:
    assert json_ld({"@type": "Article", "image": {"@id": "https://bote.example/#picture"}}).images == ()


def test_what_is_escaped_once_more_than_it_should_be_is_read(toy_cleaner: Cleaner) -> None:
    data = {
        "@type": "Article",
        "author": "Se&aacute;n O&#39;Brien",
        "keywords": "Rock &amp; Roll",
        "image": "/a?b=1&copy=2",
    }
    assert json_ld(data).authors == (("json-ld", "Seán O'Brien"),)
    assert json_ld(data).images == (("json-ld", "/a?b=1&copy=2"),)
    script = f'<script type="application/ld+json">{json.dumps(data)}</script>'
    page = f'{script}<meta name=news_keywords content="A &amp;amp; B">'
    assert toy_cleaner.clean(page, kind="html").keywords == ("Rock & Roll", "A & B")


@pytest.mark.parametrize("mark", [", ", "; ", "、", "，", "；", "، ", "؛ "])
def test_keywords_of_one_element_are_told_apart_in_every_script(mark: str, toy_cleaner: Cleaner) -> None:
    page = f'<meta name=keywords content="A{mark}B{mark}"><p>The bridge reopened on Monday.</p>'
    assert toy_cleaner.clean(page, kind="html").keywords == ("A", "B")


def test_a_site_comes_from_where_its_name_does(toy_cleaner: Cleaner) -> None:
    page = "<meta property='og:site_name' content='The Bote'><p>The bridge reopened on Monday.</p>"
    link = "<link rel=canonical href='https://bote.example/1'>"
    cases = [(page, None), (link + page, None), (page, "https://bote.example/2")]
    found = [toy_cleaner.clean(html, kind="html", url=url) for html, url in cases]
    assert [(a.site, a.provenance["site"]) for a in found] == [
        ("The Bote", "meta"),
        ("bote.example", "canonical"),
        ("bote.example", "argument"),
    ]


@pytest.mark.parametrize(
    "body",
    [
        "<p>The <b>bridge</b> opened.</p><p>Seán&nbsp;came.</p>",
        "The bridge opened.<br><br/>Seán&nbsp;came.",
        "The bridge opened.\nSeán&nbsp;came.",
        "The bridge opened.\r\n \r\nSeán&nbsp;came.\n",
    ],
)
def test_a_declared_body_keeps_its_paragraphs(body: str) -> None:
    found = json_ld({"@type": "Article", "articleBody": body}).body
    assert found is not None
    assert [line for line in found.split("\n\n") if line] == ["The bridge opened.", "Seán\xa0came."]


def test_lines_within_paragraphs_of_a_declared_body_stay_together() -> None:
    assert json_ld({"@type": "Article", "articleBody": "A\nb.\n\nC."}).body == "A\nb.\n\nC."


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


@pytest.mark.parametrize(
    ("base", "canonical"),
    [
        ("", "/news/1"),
        ("", "//bote.example/news/1"),
        ('<base href="https://bote.example/news/">', "1"),
        ('<base href="/news/">', "1"),
    ],
)
def test_a_relative_address_is_joined_to_a_whole_one(base: str, canonical: str) -> None:
    found = declared(
        f'<head>{base}<link rel="canonical" href="{canonical}"><meta property="og:image" content="/a b.jpg">'
        '<meta property="og:url" content="https://bote.example/news/one">'
    )
    assert found.urls == (("canonical", "https://bote.example/news/1"), ("meta", "https://bote.example/news/one"))
    assert found.images == (("meta", "https://bote.example/a b.jpg"),)


def test_a_relative_address_stays_where_no_whole_one_is_declared() -> None:
    assert declared('<link rel="canonical" href="/news/1">').urls == (("canonical", "/news/1"),)


def test_the_address_that_is_given_completes_those_of_the_page(toy_cleaner: Cleaner) -> None:
    page = '<link rel="canonical" href="https://bote.example/1"><meta property="og:image" content="/a.jpg">'
    relative = page.replace("https://bote.example", "")
    assert toy_cleaner.clean(relative, kind="html", url="https://b.example/x").image == "https://b.example/a.jpg"
    found = toy_cleaner.clean(page, kind="html", url="")
    assert (found.url, found.image) == ("https://bote.example/1", "https://bote.example/a.jpg")


def test_a_canonical_address_may_be_more_than_that() -> None:
    html = (
        '<link rel="shortlink" href="https://b.example/?1"><link rel="Canonical shortlink" href="https://b.example/1">'
    )
    assert declared(html).urls == (("canonical", "https://b.example/1"),)


@pytest.mark.parametrize("address", ["http://[bad", "//[bad", "What wine is there?"])
def test_what_is_no_address_gives_way_to_one_that_is(address: str, toy_cleaner: Cleaner) -> None:
    data = {"@type": "Article", "url": address, "image": address, "mainEntityOfPage": "https://bote.example/1"}
    page = (
        f'<base href="{address}"><link rel="canonical" href="{address}"><meta property="og:url" content="{address}">'
        f'<script type="application/ld+json">{json.dumps([data, data])}</script>'
    )
    found = toy_cleaner.clean(page, kind="html")
    assert (found.url, found.site, found.image) == ("https://bote.example/1", "bote.example", None)


@pytest.mark.parametrize(
    "html",
    [
        "<time itemprop=datePublished datetime=2024-03-12T18:30:00-05:00>2 hours ago</time>",
        "<time pubdate datetime=2024-03-12T18:30:00-05:00>2 hours ago</time>",
        "<span itemprop='datePublished dateCreated' content=2024-03-12T18:30:00-05:00>2 hours ago</span>",
        "<p itemscope itemtype=a.example/CreativeWork><i itemprop=datePublished datetime=2024-03-12T18:30:00-05:00>",
        "<p itemscope itemtype=a.example/NewsArticle><i itemprop=datePublished datetime=2024-03-12T18:30:00-05:00>",
    ],
)
def test_a_marked_date_is_declared(html: str) -> None:
    found = declared(f"{html}</i></p><time itemprop=dateModified datetime=2024-03-13>now</time>")
    assert found.published == (("meta", "2024-03-12T18:30:00-05:00"),)
    assert found.updated == (("meta", "2024-03-13"),)


def test_marked_dates_of_comments_and_of_further_stories_are_not_the_pages() -> None:
    found = declared(
        "<p itemscope itemtype=https://schema.org/Comment><time itemprop=datePublished datetime=2024-03-20></time></p>"
        "<time itemprop=datePublished datetime=2024-03-12></time>"
        "<time itemprop=datePublished datetime=2024-03-14></time>"
    )
    assert found.published == (("meta", "2024-03-12"),)


@pytest.mark.parametrize(
    "head",
    [
        "<head><noscript><img src=pixel.gif></noscript><title>Bridge reopens</title></head>",
        "<head></head><body><svg><g><title>Icon</title></g></svg><title>Bridge reopens</title>",
    ],
)
def test_a_title_that_stands_too_late_for_the_head_is_the_pages(head: str) -> None:
    assert declared(f"{head}<p>Text</p><title>Another</title>").titles == (("title", "Bridge reopens"),)
    assert declared("<body><svg><title>Icon</title></svg>").titles == ()


@pytest.mark.parametrize(
    "name",
    ["article:published:time", "article.published_time", "Article-Published_Time", "articlePublishedTime", "PUB_DATE"],
)
def test_the_names_of_meta_elements_are_known_however_their_words_are_parted(name: str) -> None:
    page = f'<meta name="{name}" content=2024-03-12><meta property=og.title content=Bridge><meta name=title content=No>'
    found = declared(page)
    assert (found.published, found.titles) == ((("meta", "2024-03-12"),), (("meta", "Bridge"),))


@pytest.mark.parametrize(
    "moment", [1710237600, "1710237600", 1710237600000, {"@type": "DateTime", "@value": "1710237600"}]
)
def test_dates_of_json_ld_may_be_numbers(moment: object, toy_cleaner: Cleaner) -> None:
    data = {"@type": "Article", "author": 7, "datePublished": moment}
    assert json_ld(data).authors == ()
    page = f'<script type="application/ld+json">{json.dumps(data)}</script><p>The bridge reopened.</p>'
    assert toy_cleaner.clean(page, kind="html").published == "2024-03-12T10:00:00+00:00"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("Bell, Anna", "Anna Bell"),
        ("Bell, Anna C.", "Anna C. Bell"),
        ("van der Berg, Jan", "Jan van der Berg"),
        ("Anna Bell", "Anna Bell"),
        ("Anna Bell, Ben Castro", "Anna Bell, Ben Castro"),
    ],
)
def test_citations_have_the_name_of_the_family_first(content: str, name: str) -> None:
    page = f'<meta name=citation_author content="{content}"><meta name=author content="{content}">'
    assert declared(page).authors == tuple(dict.fromkeys((("meta", content), ("meta", name))))


@pytest.mark.parametrize(
    "author",
    [
        {"@type": "Person", "givenName": "Anna", "familyName": "Bell"},
        {"@type": "Person", "name": "", "givenName": "Anna ", "familyName": "Bell", "url": "https://bote.example/anna"},
        {"@id": "#anna"},
        {"@type": "Person", "name": "Anna Bell", "givenName": "Anna", "familyName": "Bell-Castro"},
    ],
)
def test_a_person_may_be_named_in_two_parts(author: dict[str, str]) -> None:
    anna = {"@type": "Person", "@id": "#anna", "familyName": "Bell", "givenName": "Anna"}
    assert json_ld([{"@type": "Article", "author": author}, anna]).authors == (("json-ld", "Anna Bell"),)


@pytest.mark.parametrize(
    "html",
    [
        "<meta property=og:image:secure_url content=https://bote.example/a.jpg>",
        "<link rel=image_src href=https://bote.example/a.jpg>",
        "<base href=https://bote.example/><link rel='Image_src preload' href=a.jpg>",
        "<meta property=og:image content='DATA:image/png;base64,AA'><link rel=image_src href=//bote.example/a.jpg>",
    ],
)
def test_a_picture_may_be_declared_in_several_ways_but_not_be_its_own_address(html: str) -> None:
    found = declared(f"<link rel=canonical href=https://bote.example/1>{html}")
    assert found.images == (("meta", "https://bote.example/a.jpg"),)
