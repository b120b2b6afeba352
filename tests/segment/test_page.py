import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.segment.dom import STEPS, parse, shown_by
from cleaner.segment.hostile import flattened, tamed
from cleaner.segment.layout import layout_of
from cleaner.segment.page import read_page
from cleaner.training.canonical import canonical_blocks


def texts(html: str) -> list[str]:
    page = read_page(html)
    return page.source.split("\n\n") if page.start else []


@pytest.mark.parametrize(
    ("html", "pieces"),
    [
        ("<h1>Bridge</h1><p>It  is\n open.</p>", ["Bridge", "It is open."]),
        ("<p>One<br>Two</p>", ["One\nTwo"]),
        ("<p>One<br><br>Two<br> <br>Three</p>", ["One", "Two", "Three"]),
        ("<pre>a\n  b</pre>", ["a\nb"]),
        ('<p><img alt="Bridge">Caption</p>', ["Bridge", "Caption"]),
        ('<p>Text <img alt="Icon"> goes on</p>', ["Icon", "Text goes on"]),
        ("<ul><li>One<li>Two</ul><table><tr><td>Left<td>Right</table>", ["One", "Two", "Left", "Right"]),
        ("<p hidden>Seen by no one</p>", ["Seen by no one"]),
        ("<p>\u200b</p>", ["\u200b"]),
        ("<p>In <st1:City>London</st1:City> today<o:p></o:p>.</p>", ["In London today."]),
        ("<x:li>One</x:li><x:li>Two</x:li>", ["One", "Two"]),
        (
            "<amp-img alt='A bridge' src=a.jpg><div fallback>None</div></amp-img><p>Text</p>",
            ["A bridge", "None", "Text"],
        ),
        ("<script>var x</script><style>p{}</style>", []),
        ("", []),
        ("<frameset><frame src=a></frameset>", []),
    ],
)
def test_pieces_are_what_the_page_shows(html: str, pieces: list[str]) -> None:
    assert texts(html) == pieces


def test_a_run_knows_the_way_to_the_root_and_its_links() -> None:
    (run,) = shown_by(parse('<div id=main class="wide  page"><p hidden><a href=/>abcde</a>fghij</p></div>')).runs
    assert [step.tag for step in run.steps] == ["p", "div", "body"]
    assert run.steps[1].words == "main wide page"
    assert [step.hidden for step in run.steps] == [True, False, False]
    assert run.linked == 0.5


def test_a_run_in_very_many_elements_knows_the_nearest() -> None:
    (run,) = shown_by(parse("<b>" * 100_000 + "deep")).runs
    assert run.text == "deep"
    assert len(run.steps) == STEPS


@pytest.mark.parametrize(
    ("html", "tags"),
    [
        ("<p><b><i>All</i></b></p>", ["i", "b", "p", "body"]),
        ("<p><b><i>One</i> two</b></p>", ["b", "p", "body"]),
        ("<p><b><i>One</i> <u>two</u></b> </p>", ["b", "p", "body"]),
        ("<p><b>One</b> <b>two</b> <i>three</i></p>", ["p", "body"]),
        ("<p><b>One</b> <img></p>", ["b", "p", "body"]),
    ],
)
def test_inline_elements_count_where_they_hold_the_whole_run(html: str, tags: list[str]) -> None:
    (run,) = shown_by(parse(html)).runs
    assert [step.tag for step in run.steps] == tags


def test_an_empty_page_shows_the_body_it_declares() -> None:
    body = "The bridge reopened on Monday.\\n\\n" + "Hundreds of people walked across it. " * 8
    data = f'{{"@type": "NewsArticle", "headline": "Bridge reopens", "articleBody": "{body}"}}'
    assert texts(f'<script type="application/ld+json">{data}</script><div id=app></div>')[:2] == [
        "Bridge reopens",
        "The bridge reopened on Monday.",
    ]
    shown = f'<script type="application/ld+json">{data}</script>' + "<p>Long text on the page itself.</p>" * 10
    assert "Bridge reopens" not in texts(shown)


@given(st.text(alphabet=st.characters(), max_size=200))
def test_any_text_is_a_page(html: str) -> None:
    page = read_page(html)
    assert list(page.start) == sorted(page.start)
    assert len(page.start) == len(page.runs)
    assert all(page.source[start : start + 1].strip() for start in page.start)


@pytest.mark.parametrize(
    ("html", "source"),
    [
        (
            "<frameset><frame src=a><noframes><body><p>Without frames.</p></body></noframes></frameset>",
            "Without frames.",
        ),
        (
            "<body><div><template shadowrootmode=open><p>In the shadow.</p></template><p>In the light.</p></div>",
            "In the shadow.\n\nIn the light.",
        ),
        ("<body><template><p>Shown by nobody.</p></template><p>Shown.</p></body>", "Shown."),
        ("<body><noscript><p>Without scripts.</p></noscript><div id=root></div></body>", "Without scripts."),
        (
            f"<body><noscript><p>Without scripts.</p></noscript><p>{'With scripts. ' * 20}</p></body>",
            "With scripts. " * 20,
        ),
    ],
)
def test_what_only_some_browsers_show(html: str, source: str) -> None:
    assert read_page(html).source == source.strip()


def test_what_only_some_browsers_show_is_no_canonical_block() -> None:
    html = "<body><div><template shadowrootmode=open><p>In the shadow.</p></template><p>In the light.</p></div></body>"
    assert canonical_blocks(html) == ["In the light."]


def test_what_stands_deeper_than_any_browser_goes_is_kept() -> None:
    told = "".join(f"<div>word{k} " for k in range(5_000))
    page = read_page(f"<body>{told}{'</div>' * 5_000}<p>The end.")
    assert page.source.split() == [*(f"word{k}" for k in range(5_000)), "The", "end."]


@pytest.mark.parametrize(
    "many",
    [
        "<script>var s = '" + r"<a href=x>y<\/a>" * 2_100 + "'</script>",
        "<script>" + "if(a<b)f(()=>1);" * 2_100 + "</script>",
        '<script type="application/json">{"a": "' + "<b><span>" * 2_100 + '"}</script>',
        "<style>" + "<i>" * 2_100 + "</STYLE >",
        "<textarea>" + "<div>" * 2_100 + "</textarea>",
        "<iframe>" + "<div>" * 2_100 + "</iframe>",
        "<!--" + "<div>" * 2_100 + "-->",
        "<svg>" + "<path/>" * 2_100 + "</svg>",
        "<svg><![CDATA[" + "<g>" * 2_100 + "]]></svg>",
        "<svg><foreignObject><p>A</p></foreignObject>" + "<path/>" * 2_100 + "</svg>",
        "<math>" + "<mspace/>" * 2_100 + "</math>",
        "<svg><path>" + "<p>" + "<script>'<a><b><c>'</script>" * 2_100,
        "<p title='" + "<div>" * 2_100 + "'></p>",
        "<ul>" + "<li>" * 2_100 + "</ul>",
        "<div><span></div>" * 2_100,
    ],
)
def test_what_does_not_nest_is_no_depth(many: str) -> None:
    page = f"<body>{many}<div>One</div><div>Two</div></body>"
    assert flattened(page) == page
    assert texts(page)[-2:] == ["One", "Two"]


def test_bold_type_without_end_is_kept_from_piling_up() -> None:
    page = "".join(f"<div><b id=b{k}>word{k}</div>" for k in range(3_000))
    assert texts(page) == [f"word{k}" for k in range(3_000)]
    assert tamed(page).count("<div>") == 3_000
    assert tamed(page).count("<b") < 200


def test_options_of_a_very_long_list_are_left_out() -> None:
    page = f"<body><select>{'<oPtion selected>x</option>' * 5_000}</select><p>Text</p></body>"
    assert tamed(page).count("<oPtion") < 2_000
    assert texts(page) == ["Text"]
    outside = "<body>" + "<option>x</option>" * 5_000
    assert tamed(outside) == outside


@pytest.mark.parametrize(
    ("html", "title", "pieces"),
    [
        ("<head><title>Bridge<meta name=a></head><body><p>Text</p></body>", "Bridge", ["Text"]),
        ("<TITLE>Bridge\n<body><p>Text</p>", "Bridge", ["Text"]),
        ("<head><title>Bridge</head><body><p>Text<svg><title>Icon</title></svg></p></body>", "Bridge", ["Text"]),
        ("<head><title>Bridge <b>opens</b></title></head><body><p>Text</p>", "Bridge <b>opens</b>", ["Text"]),
        ("<head><!-- <title> --><script>'<title><p>'</script></head><body><p>Text</p>", None, ["Text"]),
        ("<title>Bridge", "Bridge", []),
    ],
)
def test_a_title_without_end_is_not_the_whole_page(html: str, title: str | None, pieces: list[str]) -> None:
    assert read_page(html).declared.title == title
    assert texts(html) == pieces


@given(st.lists(st.sampled_from(["<div>", "</div>", "<br>", "<B class=x>", "</B>", "<!-- <i> -->", "a < b", "</"])))
def test_a_page_that_nests_like_others_is_left_as_it_is(parts: list[str]) -> None:
    page = "".join(parts)
    assert flattened(page) == page
    assert flattened(page + "<br>" * 3_000) == page + "<br>" * 3_000


def test_of_very_many_attributes_some_are_kept_and_nothing_else_is_lost() -> None:
    many = " ".join(f'a{k}="{k}"' for k in range(6_000))
    page = f"<body><p class=lead {many}>One</p><p data-json='{'x = 1, ' * 9_000}'>Two</p></body>"
    assert tamed(page) == page.replace(many, " ".join(many.split()[:999]) + " ")
    assert [run.text for run in shown_by(parse(page)).runs] == ["One", "Two"]


@pytest.mark.parametrize("form", ["{}=''", '{}=">"', '{}="<"', "{}<", "{}/", "{} = 'a b'"])
def test_attributes_are_counted_however_they_are_written(form: str) -> None:
    page = f"<p class=lead {' '.join(form.format(f'a{k}') for k in range(5_000))}>One</p>"
    (element,) = parse(page).css("p")
    assert 900 < len(element.attributes) <= 1_000
    assert read_page(page).source == "One"


def test_scripts_are_left_as_they_are_however_long() -> None:
    page = f"<script>if (a <b {'word ' * 20_000})</script><p>One</p>"
    assert tamed(page) == page


@pytest.mark.parametrize(
    ("picture", "address"),
    [
        ("<img alt=A src=a.jpg srcset='b.jpg 2x'>", "a.jpg"),
        ("<img alt=A src='data:image/gif;base64,R0' srcset='b.jpg 1x, c.jpg 2x'>", "b.jpg"),
        ("<img alt=A data-srcset='data:image/gif;base64,R0 1w, w_1,h_2/b.jpg 90w'>", "w_1,h_2/b.jpg"),
        ("<img alt=A srcset=' 150w, 300w'>", ""),
        ("<img alt=A srcset='b.jpg, c.jpg 2x'>", "b.jpg"),
        ("<amp-img alt=A srcset='b.jpg 1x'></amp-img>", "b.jpg"),
    ],
)
def test_where_a_picture_lies(picture: str, address: str) -> None:
    alt, caption = shown_by(parse(f"<figure>{picture}<figcaption>Caption</figcaption></figure>")).runs
    assert (alt.text, alt.alt, alt.image, alt.steps[0].address) == ("A", True, address, address)
    assert (caption.text, caption.image) == ("Caption", address)


def test_texts_of_pictures_of_amp_are_no_canonical_blocks() -> None:
    assert canonical_blocks("<body><amp-img alt='A long bridge'></amp-img><p>Text</p></body>") == ["Text"]


@pytest.mark.parametrize(
    ("html", "links"),
    [
        ("<p>The council said the <a href=/1> council</a> would", [(21, "council", "/1")]),
        ("<p>a<a href=/1>a</a>a <i><a href=/2>a\n  b</a></i>", [(1, "a", "/1"), (4, "a b", "/2")]),
        ("<p>one<br><br>two <a href=/1>one</a> <a href=/2>one</a>", [(9, "one", "/1"), (13, "one", "/2")]),
        ("<p><a href=/1>all <br> of it</a>", [(0, "all\nof it", "/1")]),
        ("<p>a <a href=/1>b<br><br>c</a> <a href=/2> </a><a>d</a> <a href=/3>c</a>", [(9, "c", "/3")]),
    ],
)
def test_links_stand_where_they_begin(html: str, links: list[tuple[int, str, str]]) -> None:
    page = read_page(html)
    assert [(start, page.source[start:end], url) for start, end, url in layout_of(page).links] == links


def test_a_page_knows_what_its_elements_hold_besides_text() -> None:
    fields = "<input type=email name=mail placeholder='Your e-mail'><input type=hidden name=token><iframe></iframe>"
    page = read_page(f"<body><p>Top</p><section><p>Our letter</p><form>{fields}</form></section></body>")
    held = {run.text: set().union(*(page.held.get(step.number, ()) for step in run.steps[:2])) for run in page.runs}
    kinds = {"input email", "input name mail", "input placeholder your e-mail", "iframe"}
    assert held == {"Top": kinds, "Our letter": kinds}
    assert page.held.get(page.runs[1].steps[1].number) == kinds
    many = "".join(f"<input name=a{k}><p>{k}</p>" for k in range(500))
    assert max(map(len, read_page(f"<body><form>{many}</form></body>").held.values())) < 20
