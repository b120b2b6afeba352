"""Blocks to an article: every field, and the repair of text."""

import json
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.article import Article, Block, ModelInfo
from cleaner.labels import LABELS, Label, Role
from cleaner.metadata.declared import Declared
from cleaner.normalize import normalize
from cleaner.options import Options
from cleaner.repair import clean_shown, clean_text
from cleaner.segment.layout import Layout

ROOT = Path(__file__).parent.parent
MODEL = ModelInfo("test", "0", "0")
BODY = "The council voted on Tuesday to close the old swimming pool, and to build a new one beside the station."


def block(role: Role, text: str, start: int = 0) -> Block:
    probabilities = {label: float(label is role.label) for label in LABELS}
    return Block(start, start + len(text), text, role.label, role, 1.0, probabilities)


def article(*parts: tuple[Role, str], url: str | None = None, **options: Any) -> Article:
    return normalize("", [block(*part) for part in parts], url=url, options=Options(**options), model=MODEL)


def seed(number: str) -> Article:
    for line in (ROOT / "labels" / "seeds.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["id"].startswith(number):
            source = (ROOT / "seeds" / row["id"]).read_text(encoding="utf-8")
            blocks = [block(Role(role), source[start:end], start) for start, end, role, _ in row["spans"]]
            return normalize(source, blocks, url=None, options=Options(), model=MODEL)
    raise LookupError(number)


# --- the seeds ------------------------------------------------------------------------------------------------------


def test_seed_000() -> None:
    a = seed("000")
    assert a.title == (
        "Russian soldiers in Ukraine are ‘shooting themselves in the leg’ so they can be discharged, reports say"
    )
    assert a.standfirst == "The intercepted call is yet to be independently verified"
    assert (a.authors, a.published, a.updated) == (("Danny Jones",), "2022-03-18", None)
    assert (len(a.paragraphs), a.captions, a.language) == (8, (), "en")
    assert a.text.startswith(a.standfirst + "\n\nRussian soldiers are now")
    assert a.text.endswith("not Russia’s.")


def test_seed_001() -> None:
    a = seed("001")
    assert a.title == "Russian soldiers are reportedly shooting themselves, local press alleges"
    assert (a.authors, a.published, a.updated) == ((), "2022-03-19", None)
    assert a.captions == ("SERGEY BOBOK/AFP via Getty Images",)


def test_seed_002() -> None:
    a = seed("002")
    assert a.title == "Vladimir Putin ‘losing his grip’? Russian soldier opens fire on his own unit"
    assert (a.authors, a.published) == (("Mallika Soni",), "2023-07-18T11:27:00+05:30")
    assert a.captions == ("Russian president Vladimir Putin(AP)",)
    assert "f****** kill you, a*******!" in a.text


def test_seed_003() -> None:
    a = seed("003")
    assert (a.authors, a.published, a.updated) == ((), None, None)
    assert [c for c in a.captions if c.endswith("(Image: EFE)")] == list(a.captions)
    assert "incompetence of their officers" in a.text
    assert not any("incompetence of their officers" in p for p in a.paragraphs)


def test_seed_004() -> None:
    a = seed("004")
    assert a.authors == ("Will Taylor",)
    assert (a.published, a.updated) == ("2023-03-09T11:21:00", "2023-03-09T12:18:00")
    assert [c for c in a.captions if c.endswith("Alamy")] == [
        "Russian soldiers have refused to be sent to the frontline. Picture: Alamy",
        "The Russians have taken heavy casualties in Bakhmut, a town they are desperate to capture. Picture: Alamy",
    ]
    assert len(a.captions) == 4


# --- fields ---------------------------------------------------------------------------------------------------------


def test_source_and_blocks_are_kept_as_they_came() -> None:
    source = "A\u00a0&amp;amp; b"
    blocks = [block(Role.PARAGRAPH, source)]
    a = normalize(source, blocks, url=None, options=Options(), model=MODEL)
    assert (a.source, a.blocks, a.paragraphs) == (source, tuple(blocks), ("A & b",))


def test_nothing_gives_no_body() -> None:
    a = article()
    assert (a.status, a.text, a.title, a.language, a.quality) == ("no_body", "", None, None, None)


def test_a_standfirst_alone_is_no_body() -> None:
    a = article((Role.STANDFIRST, "What the story is about"))
    assert (a.status, a.standfirst, a.paragraphs) == ("no_body", "What the story is about", ())


def test_of_headlines_as_sure_the_first_is_the_title() -> None:
    assert article((Role.HEADLINE, " \n"), (Role.HEADLINE, "One"), (Role.HEADLINE, "Two")).title == "One"


def test_the_surest_headline_is_the_title() -> None:
    source = "Subscribe\nThe bridge"
    blocks = [
        replace(block(Role.HEADLINE, "Subscribe"), confidence=0.31),
        replace(block(Role.HEADLINE, "The bridge", 10), confidence=0.99),
    ]
    assert normalize(source, blocks, url=None, options=Options(), model=MODEL).title == "The bridge"


def test_text_has_standfirst_subheadings_and_paragraphs_in_order() -> None:
    a = article(
        (Role.HEADLINE, "Title"),
        (Role.BYLINE, "By Jane Doe"),
        (Role.STANDFIRST, "Lead"),
        (Role.CAPTION, "A pool"),
        (Role.PARAGRAPH, "One."),
        (Role.SUBHEADING, "Between"),
        (Role.AD, "Buy"),
        (Role.PARAGRAPH, "* * *"),
        (Role.PARAGRAPH, "Two."),
    )
    assert a.text == "Lead\n\nOne.\n\nBetween\n\n* * *\n\nTwo."
    assert a.paragraphs == ("One.", "* * *", "Two.")


@pytest.mark.parametrize("stump", [(Role.SUBHEADING, "More"), (Role.PARAGRAPH, "Related links:")])
def test_no_stump_at_the_end(stump: tuple[Role, str]) -> None:
    assert article((Role.PARAGRAPH, "One."), stump).text == "One."
    assert article(stump, (Role.PARAGRAPH, "One.")).text.startswith(stump[1])


def test_other_labels_can_be_kept() -> None:
    parts = ((Role.HEADLINE, "T"), (Role.PARAGRAPH, "One."), (Role.POLL, "Yes or no?"), (Role.CAPTION, "A pool"))
    polls = article(*parts, keep={Label.POLL})
    assert (polls.paragraphs, polls.text, polls.title) == (("Yes or no?",), "Yes or no?", "T")
    both = article(*parts, keep={Label.BODY, Label.CAPTION})
    assert both.paragraphs == ("One.", "A pool")
    assert article(*parts, keep=set()).status == "no_body"


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.example.org/a?b=c", "example.org"),
        ("http://News.Example.co.uk:8080/", "news.example.co.uk"),
        ("example.org/a", None),
        ("http://[", None),
        ("", None),
        (None, None),
    ],
)
def test_site(url: str | None, site: str | None) -> None:
    a = article(url=url)
    assert (a.url, a.site) == (url or None, site)


@pytest.mark.parametrize(
    ("lines", "published", "updated"),
    [
        (["26 November 2021", "03:08 pm"], "2021-11-26T15:08:00", None),
        (["Mi, 10:07 Uhr", "09.11.2022"], "2022-11-09T10:07:00", None),
        (["Updated:", "Mar 8, 2021", "Original:", "Dec 17, 2019"], "2019-12-17", "2021-03-08"),
        (["17 Dec 2019", "17 Dec 2019"], "2019-12-17", None),
        (["17 Dec 2019", "19 Dec 2019"], "2019-12-17", "2019-12-19"),
        (["November 3, 2021", "2021-11-03T10:00:00Z"], "2021-11-03T10:00:00+00:00", None),
        (["Updated on Dec. 04, 2021"], None, "2021-12-04"),
        (["Published"], None, None),
    ],
)
def test_dates_over_several_datelines(lines: list[str], published: str | None, updated: str | None) -> None:
    a = article(*((Role.DATELINE, line) for line in lines))
    assert (a.published, a.updated) == (published, updated)


def test_date_from_a_byline_and_author_from_a_dateline() -> None:
    assert article((Role.BYLINE, "by Anna Bell | August 12, 2021")).published == "2021-08-12"
    assert article((Role.DATELINE, "by Bob Carr on Dec 13, 2021")).authors == ("Bob Carr",)
    assert article((Role.DATELINE, "Frankfurt Main, Dec 13, 2021")).authors == ()


def test_a_line_under_the_headline_is_no_title() -> None:
    a = article((Role.HEADLINE, "====="), (Role.PARAGRAPH, BODY))
    assert a.title is None
    assert article((Role.HEADLINE, "====="), (Role.HEADLINE, "9/11"), (Role.PARAGRAPH, BODY)).title == "9/11"


def test_a_time_keeps_the_half_of_the_day_that_a_border_parts_from_it() -> None:
    source = "MAR. 12, 2024 AT 2:05 P.M. PDT"
    at = source.index("P.M.")
    for role in (Role.BYLINE, Role.DATELINE, Role.PARAGRAPH):
        blocks = [block(Role.DATELINE, source[: at - 1]), block(role, source[at:], at)]
        a = normalize(source, blocks, url=None, options=Options(), model=MODEL)
        assert (a.published, a.authors) == ("2024-03-12T14:05:00-07:00", ())


MENU = [(Role.CHROME, name) for name in ("Home", "News", "Sport")]
HEADLINE = (Role.HEADLINE, "Harbour bridge to reopen after repair")


@pytest.mark.parametrize(
    ("before", "after", "published", "updated"),
    [
        (MENU, ["Published 4 March 2024", "Updated 5 March 2024"], "2024-03-04", "2024-03-05"),
        (MENU, ["4 March 2024, 17:30"], "2024-03-04T17:30:00", None),
        (MENU, ["Updated 5 March 2024"], None, "2024-03-05"),
        (MENU, [], "2025-03-12", None),
        (MENU[:1], ["Published 4 March 2024"], "2024-03-04", None),
        (MENU[:1], ["Heard on the radio on 4 March 2024"], "2025-03-12", None),
    ],
)
def test_the_day_of_the_masthead_is_not_that_of_the_article(
    before: list[tuple[Role, str]], after: list[str], published: str | None, updated: str | None
) -> None:
    lines = [(Role.DATELINE, line) for line in after]
    a = article((Role.DATELINE, "Tuesday, March 12, 2025"), *before, HEADLINE, *lines, (Role.PARAGRAPH, BODY))
    assert (a.published, a.updated) == (published, updated)


def test_a_byline_dates_the_article_where_only_the_masthead_has_a_dateline() -> None:
    a = article((Role.DATELINE, "March 12, 2025"), *MENU, HEADLINE, (Role.BYLINE, "By Anna Bell | 4 March 2024"))
    assert a.published == "2024-03-04"


def test_a_byline_at_the_head_dates_the_article_rather_than_a_line_behind_it() -> None:
    byline = (Role.BYLINE, "Mon 4 March 2024 | 14:07 | By Anna Bell")
    behind = (Role.DATELINE, "Heard on Radio One, 3 March 2024, 15:10")
    assert article(HEADLINE, byline, (Role.PARAGRAPH, BODY), behind).published == "2024-03-04T14:07:00"


def test_a_bare_date_far_below_does_not_take_the_place_of_one_far_above() -> None:
    a = article(
        (Role.DATELINE, "12 March 2025"), *MENU, HEADLINE, (Role.PARAGRAPH, BODY), (Role.DATELINE, "1 May 2019")
    )
    assert a.published == "2025-03-12"


def test_the_language_settles_ambiguous_dates() -> None:
    german = "Der Gemeinderat hat am Dienstag beschlossen, das alte Schwimmbad zu schließen und neu zu bauen."
    assert article((Role.DATELINE, "03/04/2022 4:01 PM"), (Role.PARAGRAPH, BODY)).published == "2022-03-04T16:01:00"
    assert article((Role.DATELINE, "03/04/2022 4:01 PM"), (Role.PARAGRAPH, german)).published == "2022-04-03T16:01:00"


# --- captions -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("captions", "kept"),
    [
        (["A pool at dusk", "A pool at dusk. Picture: Alamy"], ["A pool at dusk. Picture: Alamy"]),
        (["A pool at dusk. Picture: Alamy", "A POOL AT DUSK"], ["A pool at dusk. Picture: Alamy"]),
        (["The old pool, seen in May", "The old pool seen in  May."], ["The old pool, seen in May"]),
        (["The mayor opens the new pool", "The mayor opened the new pool"], ["The mayor opened the new pool"]),
        (["A pool", "A station", "A pool"], ["A pool", "A station"]),
        (["Photo 1 of 9", "Photo 2 of 9"], ["Photo 1 of 9", "Photo 2 of 9"]),
        (["(JANE DOE/AFP via Getty Images)"], ["JANE DOE/AFP via Getty Images"]),
        (["[Archive]"], ["Archive"]),
        (["(Left) and (right)"], ["(Left) and (right)"]),
        (["", "\u200b"], []),
    ],
)
def test_captions(captions: list[str], kept: list[str]) -> None:
    assert list(article(*((Role.CAPTION, caption) for caption in captions)).captions) == kept


# --- repair ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("CafÃ© donâ€™t naÃ¯ve", "Café don’t naïve"),
        ("â€œHelloâ€\x9d he said", "“Hello” he said"),
        ("â€œHello,â€ he said, â€œyou.â€", "“Hello,” he said, “you.”"),
        ("â€œHelloâ€\ufffd. A noteâ€\xa0", "“Hello”. A note†"),
        ("cafÃƒÂ©", "café"),
        ("РџСЂРёРІРµС‚ РјРёСЂ", "Привет мир"),
        ("it\x92s", "it’s"),
        ("É “CAMPEÃ”, JOANA IRMÃ\xa0DE JESUS", "É “CAMPEÃ”, JOANA IRMÃ DE JESUS"),
        ("O AVÃ” E A IRMÃƒ, Ã\xa0 noite", "O AVÔ E A IRMÃ, à noite"),
        ("l&#39;&amp;amp;eacute;t&amp;eacute; &nbsp; &ldquo;x&rdquo;", "l'été “x”"),
        ("AT&T, R&amp;D, ?a=1&copy=2, &notit;", "AT&T, R&D, ?a=1&copy=2, &notit;"),
        ("a <b>bold</b> wo<i>r</i>d<br>next</p><a href='x'>l</a><!-- c -->", "a bold word next l"),
        ("a < b > c, x<y, <John>, if a<b and c>d", "a < b > c, x<y, <John>, if a<b and c>d"),
        ("e\u0301 \u00c5 \u212b", "é Å Å"),
        ("x\u00a0\u2009y\u3000z\t w", "x y z w"),
        ("a\u200bb\ufeffc\u2060d\x00e\x07f", "abcdef"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("क्\u200dष", "क्\u200dष"),
        ("👩\u200d👧 a\u200db", "👩\u200d👧 ab"),
        ("a\ud800b", "a\ufffdb"),
        ("\ud83d\ude00", "😀"),
        ("“curly” ‘q’ – dash — …", "“curly” ‘q’ – dash — …"),
        ("# Heading", "Heading"),
        ("> quoted", "quoted"),
        ("* bullet", "bullet"),
        ("**Bold**, *soft*, _em_ and [a link](https://example.org/x)", "Bold, soft, em and a link"),
        (r"\*x\*, __init__, __Note:__, __all__ (*) and (*)", r"\*x\*, __init__, Note:, __all__ (*) and (*)"),
        ("ask @_anna_ of www.example.org/_a_/b -_- #_tag_", "ask @_anna_ of www.example.org/_a_/b -_- #_tag_"),
        ("“*” and “*”", "“*” and “*”"),
        ("-_- and -_-, ^_^ and ^_^, abraca-_dabra_", "-_- and -_-, ^_^ and ^_^, abraca-dabra"),
        ("![A pool] (https://example.org/x.jpg) [sic] (no)", "A pool [sic] (no)"),
        ("* * *", "* * *"),
        ("***", "***"),
        ("# # #", "# # #"),
        ("He said 'I'll f****** kill you, a*******!' and ****", "He said 'I'll f****** kill you, a*******!' and ****"),
        ("#MeToo, snake_case_name, [sic] (no), 5 > 3", "#MeToo, snake_case_name, [sic] (no), 5 > 3"),
        ("an inter-\nnational deal of international firms", "an international deal of international firms"),
        (
            "bro-\nken words, as bro-\nken ones are, in nar-\nrow and narrow",
            "broken words, as broken ones are, in narrow and narrow",
        ),
        ("a decision-\nmaking body, a Gael-\nbacked Dáil", "a decision-making body, a Gael-backed Dáil"),
        ("X-\nray, US-\namerikanische, из-\nза", "X-ray, US-amerikanische, из-за"),
        ("€20-\nmillion, a 45-\nyear-old, 2022-\n2023", "€20-million, a 45-year-old, 2022-2023"),
        ("an Anglo-\nAmerican deal", "an Anglo-American deal"),
        ("a state-of-\nthe-art and self-\nmade COVID-\n19", "a state-of-the-art and self-made COVID-19"),
        ("Nord-\nund Südkorea", "Nord- und Südkorea"),
        ("Mat\u00adthi\u00ad\nas", "Matthias"),
        ("hard\r\nwrap\rand\x85more\u2028here", "hard wrap and more here"),
        ("Mat\u00ad\rthias\r> quoted", "Matthias quoted"),
        ("l’\x85été était là\x85", "l’été était là"),
        ("it\x92s\x85 \xc3\x85sa", "it’s… Åsa"),
        ("see\nthe link\n, then (\nthat\n) and stop\n.", "see the link, then (that) and stop."),
        ("the\nTimes\n’s man said “\nan\nend\n”, at l’\nUnion", "the Times’s man said “an end”, at l’Union"),
        ("as told (\nhere\n). “\nYes\n,” he said", "as told (here). “Yes,” he said"),
        ("dell’\nUnione, un’\naltra volta", "dell’Unione, un’altra volta"),
        ("hij kwam\n’s avonds, in ‘C’\nis", "hij kwam ’s avonds, in ‘C’ is"),
        ("a project , shared", "a project, shared"),
        ("政府は\n水曜日に", "政府は水曜日に"),
        ("价格是\n100\n元, 约合 14\nUSD", "价格是100元, 约合 14 USD"),
        ("the 2023–\n24 season", "the 2023–24 season"),
        (
            "a re-\nopening: www.example.org/re-\nopening of the reopening",
            "a reopening: www.example.org/re-opening of the reopening",
        ),
        ("รัฐบาล\nประกาศ", "รัฐบาลประกาศ"),
        ("정부는\n수요일", "정부는 수요일"),
        ("", ""),
    ],
)
def test_clean_text(raw: str, clean: str) -> None:
    assert clean_text(raw) == clean


@pytest.mark.parametrize(
    ("shown", "clean"),
    [
        ("Use the <b> and __init__ words, *so* to speak", "Use the <b> and __init__ words, *so* to speak"),
        ("&copy; is a sign, &amp;lt; one more", "&copy; is a sign, &amp;lt; one more"),
        ("&quot;AT&amp;T&#39;s caf&eacute;&quot;&nbsp;for &pound;5", '"AT&T\'s café" for £5'),
        ("• cafÃ©\u200b\nagain", "café again"),
    ],
)
def test_clean_shown(shown: str, clean: str) -> None:
    assert clean_shown(shown) == clean
    assert clean_shown(clean) == clean


def test_what_a_page_shows_is_no_markup() -> None:
    roles = (Role.HEADLINE, Role.STANDFIRST, Role.SUBHEADING, Role.PARAGRAPH)
    blocks = [block(role, f"{role}: the <b> and __init__ words") for role in roles]
    a = normalize("", blocks, url=None, options=Options(), model=MODEL, layout=Layout())
    assert (a.title, *a.text.split("\n\n")) == tuple(b.text for b in blocks)
    assert "## subheading: the \\<b\\> and" in a.to_markdown()
    raw = article(*((b.role, b.text) for b in blocks))
    assert raw.paragraphs == ("paragraph: the and __init__ words",)


def test_a_hyphen_at_a_line_end_is_settled_by_the_rest_of_the_document() -> None:
    parts = [(Role.PARAGRAPH, "An inter-\nnational deal."), (Role.PARAGRAPH, "An international firm.")]
    source = "\n\n".join(text for _, text in parts)
    a = normalize(source, [block(*part) for part in parts], url=None, options=Options(), model=MODEL)
    assert a.paragraphs[0] == "An international deal."


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x85", "\u2028"])
def test_the_kind_of_line_break_decides_nothing(end: str) -> None:
    source = f"a re-{end}pair of trav-{end}elers, as repair goes"
    a = normalize(source, [block(Role.PARAGRAPH, source)], url=None, options=Options(), model=MODEL)
    assert a.text == "a repair of travelers, as repair goes"


@pytest.mark.parametrize("sign", ["*", "•"])
def test_each_item_of_a_list_is_a_paragraph(sign: str) -> None:
    a = article(
        (Role.PARAGRAPH, f"The plan:\n{sign} A pool,\nnew\n {sign} A bridge"),
        (Role.SUBHEADING, "Between"),
        (Role.PARAGRAPH, "Two.\n* Note"),
    )
    assert a.paragraphs == ("The plan:", "A pool, new", "A bridge", "Two. Note")
    assert a.paragraph_blocks == (0, 0, 0, 2)
    assert a.to_markdown() == "The plan:\n\nA pool, new\n\nA bridge\n\n## Between\n\nTwo. Note\n"


def test_good_text_is_left_alone() -> None:
    for text in ("J’ai été à l’école, né’ « là »", "Œuvre – ça va ?", "«Привет», — сказал Сі.", "İstanbul’da", "¿Qué?"):
        assert clean_text(text) == text


MESSY = st.text(
    st.sampled_from(
        "ab AZ é\u0301&;#<>*_[]()/-\n\r\x00\u00ad\u200b\u200d\u00a0\ud800\udc00âÃ€™Ð政か\u3099ampltbr=\"'0123,."
    )
)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(), MESSY))
def test_repair_holds_its_promises(text: str) -> None:
    for repair in (clean_text, clean_shown):
        check_repair(repair, text)


def check_repair(repair: Callable[[str], str], text: str) -> None:
    clean = repair(text)
    assert repair(clean) == clean
    assert unicodedata.is_normalized("NFC", clean)
    assert clean.encode("utf-8").decode("utf-8") == clean
    assert clean == " ".join(clean.split())


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(Role), st.one_of(st.text(max_size=80), MESSY)), max_size=8))
def test_normalize_takes_any_text(parts: list[tuple[Role, str]]) -> None:
    a = article(*parts, url="https://example.org/")
    assert a.status in ("ok", "no_body")
    assert Article.from_dict(json.loads(a.to_json())).to_dict()["text"] == a.text
    assert a == article(*parts, url="https://example.org/")
    a.to_markdown()


@pytest.mark.parametrize(
    "hostile",
    [
        "a" * 1_000_000,
        "1" * 1_000_000,
        "<a " * 200_000,
        "[" * 500_000,
        "**a" * 200_000,
        "&amp;" * 100_000,
        "é’" * 100_000,
    ],
    ids=["word", "digits", "tags", "brackets", "stars", "entities", "accents"],
)
@pytest.mark.parametrize("role", [Role.PARAGRAPH, Role.BYLINE, Role.DATELINE, Role.CAPTION])
def test_hostile_text_ends(hostile: str, role: Role) -> None:
    assert article((role, hostile)).authors == ()


@pytest.mark.parametrize(
    ("source", "captions"),
    [
        ("The bridge at dawn. (Image: EFE)", ("The bridge at dawn. (Image: EFE)",)),
        ("The bridge at dawn.\n(Image: EFE)", ("The bridge at dawn.", "Image: EFE")),
    ],
)
def test_a_credit_in_the_line_of_a_caption_belongs_to_it(source: str, captions: tuple[str, ...]) -> None:
    at = source.index("(")
    blocks = [block(Role.CAPTION, source[: at - 1]), block(Role.CAPTION, source[at:], at)]
    found = normalize(source, blocks, url=None, options=Options(), model=MODEL)
    assert found.captions == captions


def test_many_captions_end() -> None:
    captions = [(Role.CAPTION, f"A pool number {n} in the town of {n * 7919}") for n in range(3000)]
    assert len(article(*captions).captions) == 3000


# --- Markdown -------------------------------------------------------------------------------------------------------


def test_markdown() -> None:
    a = article(
        (Role.HEADLINE, "A 5* hotel_"),
        (Role.BYLINE, "By Jane Doe"),
        (Role.DATELINE, "18 March 2022 | Updated 19 March 2022"),
        (Role.STANDFIRST, "Lead"),
        (Role.SUBHEADING, "Between"),
        (Role.PARAGRAPH, "1984. A [year]."),
        (Role.PARAGRAPH, "- dash"),
        (Role.CAPTION, "A pool"),
        url="https://www.example.org/a (b)",
    )
    assert a.to_markdown() == (
        "# A 5\\* hotel\\_\n\nJane Doe · 2022-03-18 · updated 2022-03-19 · "
        "[example.org](https://www.example.org/a%20%28b%29)\n\n**Lead**\n\n## Between\n\n1984\\. A \\[year\\].\n\n"
        "\\- dash\n\n*A pool*\n"
    )


def test_markdown_of_nothing() -> None:
    assert article().to_markdown() == ""


def test_a_long_text_that_stands_twice_stands_once_with_its_heading() -> None:
    p, h = Role.PARAGRAPH, Role.SUBHEADING
    other = (
        "The pool was built in 1972 and needs repairs that would cost more than the new one, the mayor said on Friday."
    )
    twice = [
        (h, "One"),
        (p, BODY),
        (h, "Two"),
        (p, other),
        (h, "One"),
        (p, BODY),
        (h, "Two"),
        (p, other),
        (p, "An end."),
    ]
    a = article(*twice)
    assert a.text.split("\n\n") == ["One", BODY, "Two", other, "An end."]
    assert a.paragraphs == (BODY, other, "An end.")
    assert [a.blocks[k].text for k in a.paragraph_blocks] == list(a.paragraphs)


def test_short_texts_may_stand_as_often_as_they_like() -> None:
    lines = [(Role.PARAGRAPH, text) for text in ("Rest day", "Run 5 km", "Rest day", "Run 5 km")]
    assert len(article(*lines).paragraphs) == 4


def test_a_headline_that_names_the_site_gives_way_to_another() -> None:
    site, headline = block(Role.HEADLINE, "The Lantern"), block(Role.HEADLINE, "Bridge reopens", 20)
    headline = replace(headline, confidence=0.5)
    declared = Declared(sites=(("meta", "The Lantern"),))
    found = normalize("", [site, headline], url=None, options=Options(), model=MODEL, declared=declared)
    assert found.title == "Bridge reopens"
    assert normalize("", [site], url=None, options=Options(), model=MODEL, declared=declared).title == "The Lantern"
