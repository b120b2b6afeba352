import contextlib
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import NotText, TooLarge
from cleaner.decode import decode

RUSSIAN = "Сегодня в городе прошло заседание совета. Депутаты обсудили бюджет на следующий год и новые школы. " * 3
UKRAINIAN = "Міська рада зібралася вчора ввечері. Депутати обговорили її бюджет, школи та новий ґанок. " * 3
JAPANESE = "きょう午後、市議会で来年度の予算案が話し合われました。新しい学校の建設についても意見が出ました。" * 3
CHINESE = "市议会今天下午讨论了明年的预算。议员们还谈到了新学校的建设，会议持续了三个小时。" * 3
KOREAN = "시의회는 오늘 오후 내년 예산을 논의했다. 의원들은 새 학교 건설에 대해서도 이야기했다. " * 3
FRENCH = "Le conseil municipal s’est réuni hier soir ; les élus ont débattu du budget de l’année à venir. " * 3
POLISH = "Rada miasta zebrała się wczoraj wieczorem. Radni rozmawiali o budżecie na przyszły rok i o szkołach. " * 4
TURKISH = "Belediye meclisi dün akşam toplandı. Üyeler gelecek yılın bütçesini ve yeni okulları görüştü. " * 4
ARABIC = "اجتمع مجلس المدينة أمس لمناقشة ميزانية العام المقبل وبناء المدارس الجديدة في الأحياء. " * 4


@given(st.text())
def test_str_passes_unchanged(text: str) -> None:
    for raw in (text, "\ufeff" + text, "\ud800" + text):
        decoded = decode(raw)
        assert decoded.text == raw
        assert decoded.charset is None


@given(st.binary())
def test_any_bytes_are_text_or_not_text(raw: bytes) -> None:
    with contextlib.suppress(NotText):
        assert isinstance(decode(raw).text, str)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_utf8_round_trip(text: str) -> None:
    assert decode(b"\xef\xbb\xbf" + text.encode()).text == text


@pytest.mark.parametrize("kind", ["auto", "text", "html"])
def test_empty_bytes_are_text(kind: str) -> None:
    assert decode(b"", kind=kind).text == ""


def test_seeds_are_utf8_text(seeds: Path) -> None:
    for path in seeds.glob("*.txt"):
        decoded = decode(path.read_bytes())
        assert (decoded.kind, decoded.charset) == ("text", "utf-8")
        assert decoded.text.encode() == path.read_bytes()


@pytest.mark.parametrize("text", ["Hi there", "Hello", RUSSIAN, CHINESE + "\n" + CHINESE, JAPANESE + "\n", ARABIC])
@pytest.mark.parametrize(
    "charset", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "utf-16", "utf-32", "utf-8-sig"]
)
def test_unicode_with_and_without_mark(text: str, charset: str) -> None:
    assert decode(text.encode(charset)).text == text


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        (FRENCH, "cp1252"),
        (FRENCH.replace("’", "'"), "iso-8859-1"),
        (RUSSIAN, "koi8-r"),
        (UKRAINIAN, "koi8-u"),
        (RUSSIAN, "windows-1251"),
        (RUSSIAN, "iso-8859-5"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc-jp"),
        (JAPANESE, "iso-2022-jp"),
        (CHINESE, "gb18030"),
        (CHINESE, "gbk"),
        (KOREAN, "euc-kr"),
        (POLISH, "iso-8859-2"),
        (TURKISH, "iso-8859-9"),
        (ARABIC, "windows-1256"),
    ],
)
def test_charset_is_detected(text: str, charset: str) -> None:
    assert decode(text.encode(charset)).text == text


@pytest.mark.parametrize(
    "declaration",
    [
        '<meta charset="windows-1251">',
        "<META http-equiv=Content-Type content='text/html; charset=windows-1251'>",
        '<?xml version="1.0" encoding="windows-1251"?>',
    ],
)
def test_html_declaration_decides(declaration: str) -> None:
    start = declaration if declaration.startswith("<?xml") else ""
    page = f"{start}<html><head>{declaration}</head><body><p>Ёж</p></body></html>"
    decoded = decode(page.encode("cp1251"))
    assert (decoded.text, decoded.kind, decoded.charset) == (page, "html", "cp1251")


@pytest.mark.parametrize("before", ["<script>" + "x = 1; " * 3_000 + "</script>", '<!-- <meta charset="big5"> -->'])
def test_a_declaration_counts_wherever_it_stands_in_the_head(before: str) -> None:
    page = (
        f'<!-- {"words " * 3_000} --><html><head>{before}<meta charset="koi8-u"></head><body><p>Їжак</p></body></html>'
    )
    assert decode(page.encode("koi8-u")).text == page


def test_utf8_wins_over_a_wrong_declaration() -> None:
    page = '<html><head><meta charset="iso-8859-1"></head><body><p>Größe und Maß</p></body></html>'
    assert decode(page.encode()).text == page


def test_declared_charset_that_does_not_fit_is_not_used() -> None:
    page = f'<html><head><meta charset="shift_jis"></head><body><p>{RUSSIAN}</p></body></html>'
    assert decode(page.encode("cp1251")).text == page


@pytest.mark.parametrize("first", ["utf-8", "UTF-16", "no-such-charset"])
def test_of_two_declared_charsets_the_one_that_fits_is_used(first: str) -> None:
    second = "<meta http-equiv='Content-Type' content='text/html; charset=koi8-u'>"
    page = f"<html><head><meta charset='{first}'>{second}</head><body><p>Їжак</p></body></html>"
    assert decode(page.encode("koi8-u")).text == page


@pytest.mark.parametrize("name", ["unicode_escape", "hex", "utf-7", "no-such-charset", "idna"])
def test_declared_charset_that_browsers_do_not_know_is_ignored(name: str) -> None:
    page = f'<html><head><meta charset="{name}"></head><body><p>{FRENCH}</p></body></html>'
    assert decode(page.encode("cp1252")).text == page


def test_a_few_broken_sequences_stay_utf8() -> None:
    raw = FRENCH.encode()
    hurt = raw[:100].decode(errors="ignore").encode() + b"\xe9\xff" + raw[100:]
    decoded = decode(hurt)
    assert decoded.charset == "utf-8"
    assert "’" in decoded.text
    assert "\ufffd" in decoded.text
    assert "Ã" not in decoded.text


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "PNG"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "JPEG"),
        (b"GIF89a\x01\0", "GIF"),
        (b"PK\x03\x04\x14\0", "ZIP"),
        (b"\x1f\x8b\x08\0", "gzip"),
        (b"\x7fELF\x02\x01\x01\0", "program"),
        (b"\0\0\0\x18ftypmp42\0\0\0\0", "MP4"),
        (b"RIFF\x24\0\0\0WEBPVP8 ", "WebP"),
        (b"PAR1\x15\x04\x15", "Parquet"),
        (b"\0\x01\x02\x03" * 40, "binary"),
    ],
)
def test_binary_data_is_refused_by_name(head: bytes, name: str) -> None:
    with pytest.raises(NotText, match=name):
        decode(head)
    with pytest.raises(NotText, match=name):
        decode(head, kind="html")


@pytest.mark.parametrize("raw", [b"PAR1 is the first paragraph.", b"The ftyp box", b"word\0word and more words", b"\0"])
def test_text_that_resembles_binary_data_stays_text(raw: bytes) -> None:
    assert decode(raw).text == raw.decode()


def test_too_large() -> None:
    assert decode(b"12345", max_bytes=5).text == "12345"
    assert decode("ä" * 5, max_bytes=10).text == "ä" * 5
    for raw in (b"123456", "123456", "äää"):
        with pytest.raises(TooLarge, match=re.escape("more than 5 bytes")):
            decode(raw, max_bytes=5)


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE html><title>A</title>Text",
        "  \n<!-- saved --><!-- twice --><!doctype html><p>Text",
        '<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN"><html xmlns="x"></html>',
        "<HTML><BODY>Text</BODY></HTML>",
        "<div class='a'><p>One.</p></div>",
        "<p>One.<p>Two.<p>Three.",
        "<article><h1>Title</h1><p>One.</p></article>",
        "Skip to content <div><p>One.</p><p>Two.</p></div>",
        "Warning: no file\n\nWarning: no file\n\n<!DOCTYPE html><html><body><div><p>One.</p></div></body></html>",
        "Subject: One\nDate: 2024-03-12\n\n<div><p>One.</p><p>Two.</p></div>",
        "<a href='#main'>Skip</a><nav><ul><li>News</li></ul></nav><p>One.</p>",
        '<?xml version="1.0"?><?xml-stylesheet href="a.xsl"?><!-- saved --><!DOCTYPE html><html></html>',
        "<picture><img src=a.jpg></picture><p>One.</p>",
        "<video src=a.mp4></video><p>One.</p>",
        "<details><summary>More</summary><p>One.</p></details>",
        "<amp-img src=a.jpg></amp-img><p>One.</p>",
    ],
)
def test_html(text: str) -> None:
    assert decode(text).kind == "html"
    assert decode(text.encode()).kind == "html"
    assert decode(text, kind="text").kind == "text"


@pytest.mark.parametrize("lead", ["\r\n" * 5_000, "<!-- saved -->\n" * 1_000, f"<!-- {'word ' * 3_000}-->"])
@pytest.mark.parametrize(
    "page", ["<!DOCTYPE html><title>A</title>", "<html><body>Text</body></html>", "<p>One.<p>Two."]
)
def test_html_behind_a_long_lead(lead: str, page: str) -> None:
    assert decode(lead + page).kind == "html"
    assert decode((lead + page).encode()).kind == "html"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Plain.\n\nText.",
        "One line<br>and another<br/>and a third",
        "Prices rose if a < b and b > c, or <b>not</b>.",
        "He wrote <p> where he meant </p>.",
        "<jane@example.org> wrote: yes",
        "The <b>first</b> paragraph.\n\nThe second.\n\n<h2>More</h2>\n\n<ul>\n<li>One</li>\n<li>Two</li>\n</ul>",
        "# Bridge\n\nThe first paragraph.\n\n<table>\n<tr><td>One</td><td>Two</td></tr>\n</table>\n\nThe last.",
        "To begin a paragraph\r\n\r\nWrite <p>, and </p> to end it; around it <div> and </div>, above it <h1>.",
        '{"html": "<div><p>One.</p><p>Two.</p></div>"}',
        '[{"html": "<div><p>One.</p><p>Two.</p></div>"}]',
        '<?xml version="1.0"?><rss><channel><item><p>One.</p><p>Two.</p><div></div></item></channel></rss>',
        "<rss version='2.0'><channel><title>A</title><link>b</link><title>C</title></channel></rss>",
        '<?xml version="1.0"?><?xml-stylesheet href="a.xsl"?><rss><item><p>One.</p><p>Two.</p></item></rss>',
        "<!---->" * 2000,
        "<!--" * 3000,
    ],
)
def test_not_html(text: str) -> None:
    assert decode(text).kind == "text"
    assert decode(text, kind="html").kind == "html"
