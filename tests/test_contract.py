"""What holds for every input, whatever the model thinks of it."""

import dataclasses
import datetime as dt
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import cleaner
from cleaner import Article, Cleaner, Label, NotText, Options, TooLarge
from cleaner.metadata.dates import find_dates

LINES = st.sampled_from(
    [
        "Home",
        "News | Sport | Weather",
        "By Anna Bell and Bob Carr",
        "12 March 2024, 10:15 GMT",
        "Council votes to reopen the harbour bridge",
        "The council voted on Tuesday to reopen the bridge, which has been closed since a storm damaged its piers.",
        "Read more: Five bridges that never reopened",
        "Do you think the bridge should reopen?",
        "Yes 43% (1,204 votes)",
        "Photo: Greta Dahl/AFP",
        "市議会は火曜日、嵐で損傷した港の橋を再開することを決めた。",
        "صوّت المجلس يوم الثلاثاء على إعادة فتح الجسر.",
        "\u200b",
        "\x00\x01",
        "\ud800",
        "",
    ]
)
BREAKS = st.sampled_from(["\n", "\n\n", "\r\n", "\r", " ", "\u2028", "\x85", "\t", "\x1f"])
TEXTS = st.one_of(
    st.text(),
    st.text(alphabet=st.characters(categories=None)),
    st.lists(st.tuples(LINES, BREAKS)).map(lambda parts: "".join(line + end for line, end in parts)),
)
# No shrinking: a failing text is short as it is, and shrinking one over a model takes minutes.
many = settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)


def check_contract(article: Article) -> None:
    end = 0
    for block in article.blocks:
        assert end <= block.start < block.end <= len(article.source)
        assert not article.source[end : block.start].strip()
        assert block.text == article.source[block.start : block.end]
        assert block.label == block.role.label
        assert 0 <= block.confidence <= 1
        assert block.confidence == block.probabilities[block.label]
        assert set(block.probabilities) == set(Label)
        assert sum(block.probabilities.values()) == pytest.approx(1, abs=1e-3)
        end = block.end
    assert not article.source[end:].strip()


@many
@given(TEXTS)
def test_every_string_gives_blocks_that_cover_it(text: str) -> None:
    article = cleaner.clean(text, kind="text")
    assert article.source == text
    check_contract(article)
    assert article.status in ("ok", "no_body")
    assert (article.status == "ok") == any(char.isalpha() for char in "".join(article.paragraphs))


@many
@given(TEXTS)
def test_an_article_survives_its_dict_and_its_json_encodes(text: str) -> None:
    article = cleaner.clean(text)
    assert Article.from_dict(article.to_dict()) == article
    assert "\n" not in article.to_json()
    article.to_json().encode("utf8")


@many
@given(st.binary())
def test_bytes_are_cleaned_or_refused_with_a_reason(raw: bytes) -> None:
    article, reason = None, ""
    try:
        article = cleaner.clean(raw)
    except (NotText, TooLarge) as refusal:
        reason = str(refusal)
    if article:
        check_contract(article)
    else:
        assert reason


@many
@given(st.lists(TEXTS, max_size=6), st.randoms(use_true_random=False))
def test_a_result_does_not_depend_on_the_batch(texts: list[str], random) -> None:
    tool = Cleaner()
    alone = [tool.clean(text) for text in texts]
    order = list(range(len(texts)))
    random.shuffle(order)
    shuffled = tool.clean_batch([texts[k] for k in order])
    assert [shuffled[order.index(k)] for k in range(len(texts))] == alone
    assert list(tool.clean_iter(texts)) == alone
    unexplained = [[dataclasses.replace(b, reason="") for b in article.blocks] for article in alone]
    assert tool.label_batch(texts) == unexplained


@many
@given(TEXTS)
def test_markup_gives_blocks_that_cover_what_the_page_shows(text: str) -> None:
    check_contract(cleaner.clean(f"<html><body><p>{text}</p></body></html>", kind="html"))


def test_seeds_in_a_batch_are_the_seeds_alone(seeds) -> None:
    texts = [path.read_bytes() for path in sorted(seeds.glob("*.txt"))]
    tool = Cleaner()
    alone = [tool.clean(text) for text in texts]
    assert tool.clean_batch(texts * 9) == alone * 9
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(tool.clean, texts * 4)) == alone * 4


def test_a_cleaner_travels_to_another_process(seeds) -> None:
    text = (seeds / "004_6faa4890d470160d.txt").read_bytes()
    options = Options(keep={"poll"}, thresholds={"body": 0.9})
    there = pickle.loads(pickle.dumps(Cleaner(options=options)))
    assert there.options == options
    assert there.clean(text) == Cleaner(options=options).clean(text)


def test_importing_the_package_loads_definitions_only() -> None:
    code = (
        "import sys, cleaner; heavy = {'sklearn', 'trafilatura', 'datasets', 'pandas', 'torch', 'numpy', 'scipy'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_shell_can_complete_every_public_name() -> None:
    code = "import cleaner; print({*cleaner.__all__, 'arrow', 'hf'} - {*dir(cleaner)})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_cleaning_needs_no_training_library(seeds) -> None:
    code = (
        "import sys, cleaner, pathlib; cleaner.clean(pathlib.Path(sys.argv[1]).read_bytes());"
        "print(sorted({'sklearn', 'trafilatura', 'datasets', 'pandas', 'torch'} & set(sys.modules)))"
    )
    path = seeds / "000_f5dda08f82416dc7.txt"
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("raw", ["", b"", " \n\t ", "\u200b", "12345", "?"])
def test_hopeless_input_has_no_body(raw) -> None:
    article = cleaner.clean(raw)
    assert article.status == "no_body"
    assert not any(char.isalpha() for char in article.text)


def test_unknown_names_are_errors() -> None:
    with pytest.raises(AttributeError):
        cleaner.cleen  # noqa: B018  # the attribute access is what is tested
    with pytest.raises(TypeError):
        Options(treshold={})
    with pytest.raises(cleaner.BadOptions, match="unknown label 'adverts'"):
        Options(keep={"adverts"})
    with pytest.raises(cleaner.BadOptions, match="between 0 and 1"):
        Options(thresholds={"body": 2})
    with pytest.raises(cleaner.BadOptions, match="between 0 and 1"):
        Options(thresholds={"body": "0.5"})
    with pytest.raises(cleaner.BadOptions, match="at least 1"):
        Options(max_bytes="5")
    with pytest.raises(cleaner.BadOptions, match="whole number"):
        Options(max_bytes=1.5)
    with pytest.raises(cleaner.BadOptions, match="list of labels"):
        Options(keep=None)
    with pytest.raises(cleaner.BadOptions, match="each label its own"):
        Options(thresholds=0.8)
    with pytest.raises(cleaner.BadOptions, match="auto, text, html"):
        cleaner.clean("<p>One.</p>", kind="HTML")


@pytest.mark.parametrize("one", ["poll", Label.POLL])
def test_one_label_to_keep_needs_no_list(one) -> None:
    assert Options(keep=one) == Options(keep=["poll"])


def test_equal_options_are_one_key() -> None:
    one, two = (
        Options(thresholds=dict(pairs)) for pairs in ([("body", 0.8), ("poll", 0.5)], [("poll", 0.5), ("body", 0.8)])
    )
    assert {one: "first", two: "second"} == {one: "second"}


def test_addresses_are_as_many_as_documents() -> None:
    with pytest.raises(ValueError, match="2 addresses for 1 documents"):
        Cleaner().clean_batch(["One."], urls=[None, None])


@pytest.mark.parametrize("kind", [str, str.encode, lambda text: bytearray(text.encode())])
def test_one_text_in_place_of_several_is_named(kind) -> None:
    tool, text = Cleaner(), kind("The council voted on Tuesday.")
    for use in (tool.clean_batch, tool.label_batch, lambda text: next(tool.clean_iter(text))):
        with pytest.raises(TypeError, match=f"not one {type(text).__name__}"):
            use(text)


@pytest.mark.parametrize(("bad", "error"), [(b"%PDF-1.7 \0", NotText), ("word " * 100, TooLarge), (None, TypeError)])
def test_the_document_of_a_batch_that_cannot_be_read_is_named(bad, error) -> None:
    tool = Cleaner(options=Options(max_bytes=100))
    raws = ["The council voted."] * 300 + [bad]
    for use in (tool.clean_batch, tool.label_batch, lambda raws: list(tool.clean_iter(raws))):
        with pytest.raises(error, match=r"^raws\[300\]: "):
            use(raws)


def test_documents_and_addresses_may_be_generated() -> None:
    urls = ["https://example.org/1", None]
    articles = Cleaner().clean_batch((text for text in ("One.", "Two.")), urls=(url for url in urls))
    assert [article.url for article in articles] == urls


@pytest.mark.parametrize("day", [dt.date(2024, 3, 5), dt.datetime(2024, 3, 5, 10, tzinfo=dt.UTC), "2024-03-05"])
def test_relative_dates_count_from_a_day_however_it_is_given(day) -> None:
    options = Options(reference_date=day)
    assert options == Options(reference_date=dt.date(2024, 3, 5))
    (found,) = find_dates("yesterday", language="en", reference_date=options.reference_date)
    assert found.iso == "2024-03-04"


@pytest.mark.parametrize("day", ["5 March", 5])
def test_what_is_no_day_is_refused(day) -> None:
    with pytest.raises(cleaner.BadOptions, match="2024-03-31"):
        Options(reference_date=day)


def test_bytes_come_in_any_container() -> None:
    raw = b"The council voted on Tuesday."
    assert cleaner.clean(bytearray(raw)) == cleaner.clean(memoryview(raw)) == cleaner.clean(raw)


def test_what_is_no_text_is_named() -> None:
    with pytest.raises(TypeError, match="str or bytes, not NoneType"):
        cleaner.clean(None)
    with pytest.raises(TypeError, match="str or None, not float"):
        cleaner.clean("One.", url=float("nan"))


def test_columns_of_a_table_are_a_batch() -> None:
    pandas = pytest.importorskip("pandas")
    table = pandas.DataFrame({"text": ["One.", "Two."], "url": ["http://example.org/1", "http://example.org/2"]})
    articles = Cleaner().clean_batch(table.text, urls=table.url)
    assert [article.url for article in articles] == list(table.url)


def test_type_checkers_know_the_names_there_are(tmp_path) -> None:
    api = pytest.importorskip("mypy.api")
    (tmp_path / "client.py").write_text(
        "import cleaner\n"
        'tool = cleaner.Cleaner(options=cleaner.Options(thresholds={"body": 0.8}, keep={"poll"}, below="poll"))\n'
        "step = cleaner.hf.clean\n"
        "cleaner.Claener()\n"
    )
    how = ["--strict", "--follow-imports=silent", f"--cache-dir={tmp_path}"]
    report, _, _ = api.run([*how, str(tmp_path / "client.py")])
    assert [line.partition(": ")[0].rpartition(":")[2] for line in report.splitlines()[:-1]] == ["4"], report


def test_too_large_input_is_refused() -> None:
    with pytest.raises(TooLarge):
        cleaner.clean("word " * 100, options=Options(max_bytes=100))


class _Escaping(str):
    """As strings of templates are: with a page behind it, and escapes in front of what is added."""

    page = "all of it"

    def __add__(self, other: str) -> "_Escaping":
        return _Escaping(str(self) + other.replace("&", "&amp;"))


def test_strings_of_other_libraries_become_plain_ones() -> None:
    text = "Bridge & harbour reopen\n\nThe council voted on Tuesday to reopen the harbour bridge to traffic."
    article = cleaner.clean(_Escaping(text), url=_Escaping("https://example.org/a"))
    assert article == cleaner.clean(text, url="https://example.org/a")
    assert type(article.source) is type(article.url) is str
