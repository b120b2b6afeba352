"""Dates in datelines, in many languages and wordings."""

import datetime as dt
import os
import re
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.metadata.dates import MAX_CHARS, FoundDate, date_spans, find_dates

DAY = dt.date(2024, 3, 1)


def iso(text: str, language: str | None = None, reference: dt.date | None = None) -> list[str]:
    found = find_dates(text, language=language, reference_date=reference)
    return [f"{date.iso} updated" if date.updated else date.iso for date in found]


@pytest.mark.parametrize(
    "text",
    [
        "19 March 2022",
        "19th Mar 2022",
        "19th of March, 2022",
        "Sat, Mar. 19, 2022",
        "March 19th, 2022",
        "MARCH 19 2022",
        "19-Mar-2022",
        "19 Mar '22",
        "date 2022-03-19",
        "2022/03/19",
        "2022. 3. 19.",
        "20220 2022-03-19",
        "19.03.2022",
        "19. 3. 2022",
        "19/03/22",
        "03/19/2022",
        "3.19.22",
        "19. März 2022",
        "19 mars 2022",
        "le 19 mars 2022",
        "19 de marzo de 2022",
        "19 marzo 2022",
        "19 de março de 2022",
        "19 maart 2022",
        "19. marts 2022",
        "19. maaliskuuta 2022",
        "19 marca 2022",
        "19. března 2022",
        "19 марта 2022",
        "19 березня 2022",
        "19 Mart 2022",
        "2022. március 19.",
        "19 Μαρτίου 2022",
        "19 martie 2022",
        "19 de març del 2022",
        "19 Maret 2022",
        "2022年3月19日",
        "2022년 3월 19일",
        "١٩ مارس ٢٠٢٢",
        "१९ मार्च २०२२",
        "19 มีนาคม 2565",
        "19 มี.ค. 2565",
        "19 มี.ค. 65",
        "19 במרץ 2022",
        "19 آذار/مارس 2022",
        "۲۸ اسفند ۱۴۰۰",
        "民國111年3月19日",
        "111年3月19日",
        "令和4年3月19日",
        "BerlinMarch 19, 2022",
        "NEWS19. März 2022",
        "Mar 19, 20225 min read",
        "Frankfurt, 19 March 2022 | 3 min read",
        "19 / März / 2022",
        "Share 12 March 19, 2022",
        "Share 7 March 19, 2022",
        "2 hours ago 19 March 2022",
        "2021\nMarch 19, 2022",
        "sam. 19 mars 2022",
    ],
)
def test_one_day_in_many_words(text: str) -> None:
    assert iso(text) == ["2022-03-19"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9 March 2023, 11:21", "2023-03-09T11:21:00"),
        ("Tue Mar 12 14:05:33 CET 2024", "2024-03-12T14:05:33+01:00"),
        ("Posted: Tue Mar  5 14:05:33 2024", "2024-03-05T14:05:33"),
        ("Jul 18, 2023 11:27 AM IST", "2023-07-18T11:27:00+05:30"),
        ("2022-03-19T10:00:00Z", "2022-03-19T10:00:00+00:00"),
        ("2022-03-19T10:00:30.123+01:00", "2022-03-19T10:00:30+01:00"),
        ("2022-03-19 10:00:00 -0500", "2022-03-19T10:00:00-05:00"),
        ("2022-03-19T10:00+01:00", "2022-03-19T10:00:00+01:00"),
        ("2022-03-19T10:00-0500", "2022-03-19T10:00:00-05:00"),
        ("2022-03-19 10:00-11:30", "2022-03-19T10:00:00"),
        ("19.03.2022, 14:05 Uhr", "2022-03-19T14:05:00"),
        ("19.03.2022, 14.05 Uhr", "2022-03-19T14:05:00"),
        ("19. März 2022 um 9 Uhr", "2022-03-19T09:00:00"),
        ("le 19 mars 2022 à 14h05", "2022-03-19T14:05:00"),
        ("19 mars 2022 kl. 14.05", "2022-03-19T14:05:00"),
        ("19 de marzo de 2022 a las 14:05", "2022-03-19T14:05:00"),
        ("19 marzo 2022 alle 14:05", "2022-03-19T14:05:00"),
        ("19 марта 2022 в 14:05 МСК", "2022-03-19T14:05:00+03:00"),
        ("2022年3月19日 14:05", "2022-03-19T14:05:00"),
        ("2022年3月19日 14時05分", "2022-03-19T14:05:00"),
        ("2022年3月19日 午後2時5分", "2022-03-19T14:05:00"),
        ("3:45 p.m. ET March 12, 2024", "2024-03-12T15:45:00"),
        ("2022年3月19日 下午2:05", "2022-03-19T14:05:00"),
        ("2022년 3월 19일 오후 2:05", "2022-03-19T14:05:00"),
        ("12:35pm Jan 4, 2023", "2023-01-04T12:35:00"),
        ("Jan 4, 2023 12:35 a.m.", "2023-01-04T00:35:00"),
        ("Jan 4, 2023 at 3 p.m. EDT", "2023-01-04T15:00:00-04:00"),
        ("10:47, 21 APR 2022", "2022-04-21T10:47:00"),
        ("Published 21:07, 13 July 2022 BST", "2022-07-13T21:07:00+01:00"),
        ("Thứ năm, 17/11/2022, 18:06 (GMT+7)", "2022-11-17T18:06:00+07:00"),
        ("March 2, 2022 5:07 PM ET", "2022-03-02T17:07:00"),
        ("19 March 2022 99:99", "2022-03-19"),
        ("19 March 2022, 1005 GMT", "2022-03-19T10:05:00+00:00"),
        ("WIRE-NY-03-12-24 1405EST", "2024-03-12T14:05:00-05:00"),
        ("19 March 2022, 10:00 gmt", "2022-03-19T10:00:00+00:00"),
        ("19 March 2022 5:30 pm est", "2022-03-19T17:30:00-05:00"),
        ("19 mars 2022 à 10h00 est paru", "2022-03-19T10:00:00"),
        ("5:30 PM EST, Sat March 19, 2022", "2022-03-19T17:30:00-05:00"),
        ("2022年3月19日(土) 17時30分", "2022-03-19T17:30:00"),
        ("2022年3月19日 星期六 17:30", "2022-03-19T17:30:00"),
        ("2022.03.19 (토) 17:30", "2022-03-19T17:30:00"),
        ("19 Mart 2022 Cumartesi 17:30", "2022-03-19T17:30:00"),
        ("19 марта 2022 г., суббота, 17:30", "2022-03-19T17:30:00"),
        ("19 marca 2022 r., 17:30", "2022-03-19T17:30:00"),
        ("19 مارس 2022 الساعة 17:30", "2022-03-19T17:30:00"),
        ("19 مارس 2022 - 05:30 م", "2022-03-19T17:30:00"),
        ("19 مارس 2022 - 05:30 مساءً", "2022-03-19T17:30:00"),
        ("19 مارس 2022 - 05:30 ص", "2022-03-19T05:30:00"),
        ("Video 03:07 Min. | 19.03.2022", "2022-03-19"),
        ("Sat 19 Mar 2022 06.00 GMTShare", "2022-03-19T06:00:00+00:00"),
        ("19 March 2022 10:00 ESTonian", "2022-03-19T10:00:00"),
    ],
)
def test_times_and_zones(text: str, expected: str) -> None:
    assert iso(text) == [expected]


@pytest.mark.parametrize(
    ("zone", "offset"),
    [
        *(
            ("GMT", "+00:00"),
            ("UTC", "+00:00"),
            ("BST", "+01:00"),
            ("CET", "+01:00"),
            ("CEST", "+02:00"),
            ("MSK", "+03:00"),
        ),
        *(
            ("IST", "+05:30"),
            ("JST", "+09:00"),
            ("AEST", "+10:00"),
            ("AEDT", "+11:00"),
            ("EST", "-05:00"),
            ("EDT", "-04:00"),
        ),
        *(
            ("CST", "-06:00"),
            ("CDT", "-05:00"),
            ("MST", "-07:00"),
            ("MDT", "-06:00"),
            ("PST", "-08:00"),
            ("PDT", "-07:00"),
        ),
        *(("Uhr", ""), ("ET", ""), ("XYZ", ""), ("UTC+5", "+05:00"), ("GMT-03:30", "-03:30")),
        *(("GMT+5:75", ""), ("GMT+5:𝟛𝟘", "+05:30")),
    ],
)
def test_zone_names(zone: str, offset: str) -> None:
    assert iso(f"19 March 2022 10:00 {zone}") == [f"2022-03-19T10:00:00{offset}"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9 March 2023, 11:21 | Updated: 9 March 2023, 12:18", ["2023-03-09T11:21:00", "2023-03-09T12:18:00 updated"]),
        ("10:13, 22 Apr 2021Updated 12:14, 22 Apr 2021", ["2021-04-22T10:13:00", "2021-04-22T12:14:00 updated"]),
        ("Posted: Aug 03, 2021 | Last Updated: August 5", ["2021-08-03", "2021-08-05 updated"]),
        ("Posted Dec 30, 2024, updated Jan 2", ["2024-12-30", "2025-01-02 updated"]),
        ("1. Mai 2023, aktualisiert am 2. Mai 2023", ["2023-05-01", "2023-05-02 updated"]),
        ("1. Mai 2023 | Stand: 2. Mai 2023", ["2023-05-01", "2023-05-02 updated"]),
        ("Stand: 2. Mai 2023", ["2023-05-02"]),
        ("21 octobre 2015 à 17:03 (Mis à jour: 20:41)", ["2015-10-21T17:03:00", "2015-10-21T20:41:00 updated"]),
        ("1 may 2023 Actualizado: 2 may 2023", ["2023-05-01", "2023-05-02 updated"]),
        ("1 maio 2023. Atualizado em 2 maio 2023", ["2023-05-01", "2023-05-02 updated"]),
        ("7 Gennaio 2022 Aggiornato alle 15:08", ["2022-01-07", "2022-01-07T15:08:00 updated"]),
        ("1 mei 2023, bijgewerkt 2 mei 2023", ["2023-05-01", "2023-05-02 updated"]),
        ("Publicerad 3 maj 2021 kl 10.06Uppdaterad kl 12.31", ["2021-05-03T10:06:00", "2021-05-03T12:31:00 updated"]),
        ("1. mai 2023, oppdatert 2. mai 2023", ["2023-05-01", "2023-05-02 updated"]),
        ("1.5.2023 klo 9:30, päivitetty 2.5.2023", ["2023-05-01T09:30:00", "2023-05-02 updated"]),
        ("1 maja 2023, aktualizacja: 2 maja 2023", ["2023-05-01", "2023-05-02 updated"]),
        ("1 мая 2023, обновлено 2 мая 2023", ["2023-05-01", "2023-05-02 updated"]),
        ("1 травня 2023, оновлено 2 травня 2023", ["2023-05-01", "2023-05-02 updated"]),
        ("01.05.2023 Güncelleme: 02.05.2023", ["2023-05-01", "2023-05-02 updated"]),
        ("2022年3月16日 02時07分 (3月16日 02時31分更新)", ["2022-03-16T02:07:00", "2022-03-16T02:31:00 updated"]),
        ("公開 2022年1月1日 更新 2022年1月2日", ["2022-01-01", "2022-01-02 updated"]),
        ("2022/01/01 17:30 更新時間：2022/01/02 09:12", ["2022-01-01T17:30:00", "2022-01-02T09:12:00 updated"]),
        ("입력 2022-03-19 수정 2022-03-20", ["2022-03-19", "2022-03-20 updated"]),
        ("1 مايو 2023 تحديث 2 مايو 2023", ["2023-05-01", "2023-05-02 updated"]),
        ("1 Μαΐου 2023, τελευταία ενημέρωση: 2 Μαΐου 2023", ["2023-05-01", "2023-05-02 updated"]),
        ("1. 5. 2023, posodobljeno 2. 5. 2023", ["2023-05-01", "2023-05-02 updated"]),
        ("01.05.2023. Ažurirano: 02.05.2023.", ["2023-05-01", "2023-05-02 updated"]),
        ("01.05.2023, обновена на 02.05.2023", ["2023-05-01", "2023-05-02 updated"]),
        ("01.05.2023 | Uuendatud 02.05.2023", ["2023-05-01", "2023-05-02 updated"]),
        ("2023-05-01, atnaujinta 2023-05-02", ["2023-05-01", "2023-05-02 updated"]),
        ("1 Mei 2023, dikemas kini 2 Mei 2023", ["2023-05-01", "2023-05-02 updated"]),
        ("1.5.2023, ostatnia modyfikacja: 2.5.2023", ["2023-05-01", "2023-05-02 updated"]),
        ("1.5.2023, zuletzt bearbeitet am 2.5.2023", ["2023-05-01", "2023-05-02 updated"]),
        ("1 พฤษภาคม 2566 แก้ไขล่าสุด 2 พฤษภาคม 2566", ["2023-05-01", "2023-05-02 updated"]),
        ("Updated: Mar 8, 2021 Original: Dec 17, 2019", ["2021-03-08 updated", "2019-12-17"]),
    ],
)
def test_updates(text: str, expected: list[str]) -> None:
    assert iso(text) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("03/04/2022", "en", "2022-04-03"),
        ("03/04/2022", None, "2022-04-03"),
        ("03/04/2022 4:01 PM", "en", "2022-03-04T16:01:00"),
        ("03/04/2022 16:01 EST", "en", "2022-03-04T16:01:00-05:00"),
        ("03/04/2022 4:01 PM", "es", "2022-04-03T16:01:00"),
        ("03/04/2022 16:01", "en", "2022-04-03T16:01:00"),
        ("19. listopada 2022", "pl", "2022-11-19"),
        ("19. listopada 2022", "hr", "2022-10-19"),
        ("۱۴۰۰/۱۲/۲۸", "fa", "2022-03-19"),
        ("01/02/2022 05:30 م", None, "2022-02-01T17:30:00"),
        ("입력 24.03.12. 오후 2:05", "ko", "2024-03-12T14:05:00"),
        ("24/03/12 14:05", "ja", "2024-03-12T14:05:00"),
        ("24.03.12", "de", "2012-03-24"),
        ("2024 m. kovo 12 d. 14:05", "lt", "2024-03-12T14:05:00"),
        ("12 KASIM 2023 SALI 14:05", "tr", "2023-11-12T14:05:00"),
        ("12 ARALIK 2023", "tr", "2023-12-12"),
    ],
)
def test_ambiguous_dates(text: str, language: str | None, expected: str) -> None:
    assert iso(text, language) == [expected]


def test_another_date_shows_the_order() -> None:
    assert iso("03/04/2022 | Updated 03/19/2022") == ["2022-03-04", "2022-03-19 updated"]


@pytest.mark.parametrize(
    ("year", "first"),
    [(1300, "1921-03-21"), (1375, "1996-03-20"), (1376, "1997-03-21"), (1399, "2020-03-20"), (1408, "2029-03-20")],
)
def test_iranian_new_year(year: int, first: str) -> None:
    assert iso(f"1 فروردین {year}") == [first]


def test_dates_know_what_they_are_called() -> None:
    found = find_dates("1 May 2023 | Published: 2 May 2023 | Updated: 3 May 2023")
    assert [(d.posted, d.updated) for d in found] == [(False, False), (True, False), (False, True)]
    assert not find_dates("Republican Herald 12 March 2024")[0].posted


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Mar 19",
        "yesterday",
        "2 hours ago",
        "gestern",
        "Friday",
        "10:30",
        "March 2022",
        "2022",
        "31 February 2022",
        "45/45/2022",
        "19 Fnord 2022",
        "3 min read, 2022 edition",
        "call 0800-19-03",
        "1.2.3",
        "at 11:21 AM",
        "1402/12/14",
        "1445/08/23 هـ",
        "32 اسفند 1402",
        "14:05 12 Mar12 Mar",
    ],
)
def test_no_date(text: str) -> None:
    assert iso(text) == []


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("17 tháng 11 năm 2022", "vi", "2022-11-17"),
        ("19 მარტი 2022", "ka", "2022-03-19"),
        ("19 Mawrth 2022", "cy", "2022-03-19"),
    ],
)
def test_rare_wordings(text: str, language: str, expected: str) -> None:
    assert iso(text, language) == [expected]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("yesterday", "en", "2024-02-29"),
        ("2 hours ago", "en", "2024-03-01"),
        ("Published 1 day ago", "en", "2024-02-29"),
        ("Jane Doe | Updated 3 days ago | 4 min read", "en", "2024-02-27"),
        ("gestern", "de", "2024-02-29"),
        ("vor 3 Tagen", None, "2024-02-27"),
        ("hace 3 días", "es", "2024-02-27"),
        ("il y a 2 jours", "fr", "2024-02-28"),
        ("2 дня назад", "ru", "2024-02-28"),
        ("Publié il y a 2 jours", "fr", "2024-02-28"),
        ("Opublikowano 2 dni temu", "pl", "2024-02-28"),
        ("3日前", "ja", "2024-02-27"),
        ("昨日", "ja", "2024-02-29"),
        ("어제", "ko", "2024-02-29"),
        ("昨天", "zh", "2024-02-29"),
        ("3小時前", "zh", "2024-03-01"),
        ("2 timer siden", "no", "2024-03-01"),
        ("Mar 1", "en", "2024-03-01"),
        ("Mar 19", "en", "2023-03-19"),
        ("29 Feb 2020", "en", "2020-02-29"),
    ],
)
def test_relative_to_a_reference_date(text: str, language: str | None, expected: str) -> None:
    assert [date.split()[0] for date in iso(text, language, DAY)] == [expected]
    assert iso(text, language) == ([expected] if "2020" in text else [])


@pytest.mark.parametrize("text", ["in 2 days", "may", "March 2023", "15", "5 min read", "By Will Taylor"])
def test_no_date_even_with_a_reference_date(text: str) -> None:
    assert iso(text, "en", DAY) == []


def test_offsets_include_the_time() -> None:
    text = "Kyiv, 9 March 2023, 11:21 GMT | Updated: 10 March 2023"
    assert [text[d.start : d.end] for d in find_dates(text)] == ["9 March 2023, 11:21 GMT", "10 March 2023"]


def test_only_the_start_is_read() -> None:
    assert iso("x " * MAX_CHARS + "19 March 2022") == []


def test_spans_include_dates_without_a_year_and_times() -> None:
    text = "Mar 19, Jane Doe, 10:30"
    assert [text[a:b] for a, b in date_spans(text)] == ["Mar 19", "10:30"]


RELATIVE = st.lists(
    st.sampled_from("yesterday|today|2|31|hours ago|days ago|vor|Stunden|gestern|at|10:30".split("|"))
).map(" ".join)


def check(text: str, found: list[FoundDate]) -> None:
    for date in found:
        assert 0 <= date.start < date.end <= len(text)
        dt.datetime.fromisoformat(date.iso)
        assert re.fullmatch(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d([+-]\d\d:\d\d)?)?", date.iso)


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.text(),
        st.text(st.sampled_from("0123456789 .,:/-|TZ年月日時MarchJulyUhrpmEST'’()٣३")),
        st.lists(st.sampled_from(["19", "2022", "March", "Updated", ":", "10:30", "31", "2", "-", "年", "PM"])).map(
            " ".join
        ),
    )
)
def test_any_text(text: str) -> None:
    check(text, find_dates(text))


@settings(max_examples=60, deadline=None)
@given(RELATIVE, st.dates(dt.date(1970, 1, 1), dt.date(2060, 1, 1)))
def test_any_text_with_a_reference_date(text: str, day: dt.date) -> None:
    check(text, find_dates(text, reference_date=day))


@given(st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)))
def test_written_dates_come_back(day: dt.date) -> None:
    for form in ("%d %B %Y", "%B %d, %Y", "%Y-%m-%d", "%d.%m.%Y", "%a, %d %b %Y"):
        assert iso(day.strftime(form)) == [day.isoformat()]


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo", "America/Los_Angeles"])
def test_the_zone_of_the_machine_changes_nothing(zone: str) -> None:
    code = (
        "import datetime as dt; from cleaner.metadata.dates import find_dates as f; day = dt.date(2024, 3, 1);"
        "print(f('2 hours ago', reference_date=day), f('19 March 2022 10:00'), "
        "f('17 tháng 11 năm 2022', language='vi'))"
    )
    command = [sys.executable, "-c", code]
    out = subprocess.run(command, env={**os.environ, "TZ": zone}, capture_output=True, text=True, check=True).stdout
    assert [m[1] for m in re.finditer(r"iso='([^']+)'", out)] == ["2024-03-01", "2022-03-19T10:00:00", "2022-11-17"]
