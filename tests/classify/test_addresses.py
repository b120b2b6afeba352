import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.classify.addresses import address_features, addresses_of, leads_outside
from cleaner.classify.around import Around
from cleaner.segment.page import read_page

HOST = "paper.example"


@pytest.mark.parametrize(
    ("address", "features"),
    [
        ("/newsletter?utm_source=menu", {"a inside", "a path newsletter", "a key utm_source"}),
        ("https://abo.paper.example/offer", {"a inside", "a sub abo", "a path offer"}),
        (
            "https://www.other.example/deals",
            {"a outside", "a host other", "a host example", "a path deals"},
        ),
        ("/2024/03/05/bridge-reopens-after-years.html", {"a inside", "a path 0000", "a path 00", "a slug"}),
        ("https://user@PAPER.example.:443/news%2Dtoday", {"a inside", "a path news", "a path today"}),
        ("https://example/paper", {"a parent", "a path paper"}),
        ("sport/results", {"a inside", "a path sport", "a path results"}),
        ("/новости", {"a inside", "a path новости"}),
        ("#top", {"a here"}),
        ("mailto:desk@paper.example", {"a scheme mailto"}),
        ("", {"a here"}),
        ("http://[", {"a outside", "a host ["}),
    ],
)
def test_an_address_tells_whose_it_is_and_where_it_leads(address: str, features: set[str]) -> None:
    assert set(address_features(HOST, ("a", address))) == features


@given(st.text(), st.text())
def test_any_address_can_be_read(address: str, host: str) -> None:
    assert address_features(host, ("a", address))
    assert not leads_outside(address.replace("/", ""), "")


def test_a_piece_knows_the_link_it_stands_in_and_those_inside_it() -> None:
    page = read_page(
        "<body><a href='/shop'><p>Everything must go</p></a>"
        "<p>The <a href='https://city.example/council'>council</a> agreed.</p>"
        "<form action='/search'><label>Search</label></form><img alt='A bridge' src='/pictures/bridge.jpg'></body>"
    )
    found = {run.text: addresses_of(run) for run in page.runs}
    assert found == {
        "Everything must go": [("a", "/shop")],
        "The council agreed.": [("inline", "https://city.example/council")],
        "Search": [("form", "/search")],
        "A bridge": [("img", "/pictures/bridge.jpg")],
    }


def test_the_page_has_the_host_it_declares_or_else_the_one_most_links_name() -> None:
    links = "<p><a href='https://www.paper.example/a'>One</a></p><p><a href='//paper.example/b'>Two</a></p>"
    other = "<p><a href='https://shop.example/'>Three</a></p>" + "<a href='whatsapp://send'>Send</a>" * 5
    assert Around.of(read_page(f"<body>{other}{links}</body>")).host == HOST
    declared = "<head><link rel='canonical' href='https://city.example/news'></head>"
    assert Around.of(read_page(f"{declared}<body>{links}</body>")).host == "city.example"
    assert Around.of(read_page(f"<body>{'<p><a href=/more>More</a></p>' * 5}{other}</body>")).host == ""
    assert Around.of(read_page("<body><p>No link</p></body>")).host == ""


def test_a_link_to_the_page_itself_leads_nowhere() -> None:
    head = "<head><link rel='canonical' href='https://paper.example/news/bridge/'></head>"
    links = (
        "<h1><a href='/news/bridge?from=top#text'>Bridge reopens</a></h1><p><a href='/news/ferry'>Ferry stops</a></p>"
    )
    found = Around.of(read_page(f"{head}<body>{links}</body>")).addresses
    assert found == ([], [("a", "/news/ferry"), ("inline", "/news/ferry")])
