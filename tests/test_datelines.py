"""The dateline grammar: one invented example for each house style, and what must not be taken for a dateline."""

from __future__ import annotations

import csv
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiresearch import datelines
from wiresearch.datelines import grammar

FORMS = [
    # text, form, place, agency, (year, month, day)
    ("LISBON (AFP) Mar 3, 2001", 2, "LISBON", "AFP", (2001, 3, 3)),
    ("Oslo, May 4, 2011 (AFP) - ", 1, "Oslo", "AFP", (2011, 5, 4)),
    ("Apia, Samoa, May 4, 2011 (AFP)", 1, "Apia, Samoa", "AFP", (2011, 5, 4)),
    ("Lyon, 4 août 2011 (AFP) - ", 1, "Lyon", "AFP", (2011, 8, 4)),
    ("OSLO, March 4 - ", 7, "OSLO", None, (None, 3, 4)),
    ("OSLO, March 4, Reuter - ", 7, "OSLO", "RTRS", (None, 3, 4)),
    ("QUITO, Oct 8 (Reuters) - ", 1, "QUITO", "RTRS", (None, 10, 8)),
    ("QUITO (Reuters) - ", 3, "QUITO", "RTRS", None),
    ("QUITO, Mayo 12 (EFE).- ", 1, "QUITO", "EFE", (None, 5, 12)),
    ("QUITO, 12 (EFE).- ", 3, "QUITO", "EFE", None),
    ("Porto (Portugal), 4 mar (EFE).- ", 1, "Porto, Portugal", "EFE", (None, 3, 4)),
    ("Vigo (Pontevedra), 4 mar (EFE).- ", 1, "Vigo, Pontevedra", "EFE", (None, 3, 4)),
    ("Omsk, March 4. /ITAR-TASS correspondent Anna Ilina/. ", 4, "Omsk", "TASS", (None, 3, 4)),
    ("OMAHA, Neb., Sept. 3 /PRNewswire-FirstCall/ -- ", 4, "OMAHA, Neb.", "PRN", (None, 9, 3)),
    ("(Reuters) - ", 9, None, "RTRS", None),
    ("OSLO 1996-09-04", 8, "OSLO", None, (1996, 9, 4)),
    ("BREST, Ga. (AP) _ ", 3, "BREST, Ga.", "AP", None),
    ("DENVER (AP) — ", 3, "DENVER", "AP", None),
    ("QUITO, Ecuador, Sept. 3 (UPI) -- ", 1, "QUITO, Ecuador", "UPI", (None, 9, 3)),
    ("Sept. 3 (UPI) -- ", 6, None, "UPI", (None, 9, 3)),
    ("OSLO, March 4 (Xinhua) -- ", 1, "OSLO", "XINHUA", (None, 3, 4)),
    ("LYON, 4 août (Xinhua) -- ", 1, "LYON", "XINHUA", (None, 8, 4)),
    ("QUITO, 4 jun (Xinhua) -- ", 1, "QUITO", "XINHUA", (None, 6, 4)),
    ("BUSAN, Aug. 4 (Yonhap) -- ", 1, "BUSAN", "YONHAP", (None, 8, 4)),
    ("BUSAN -- ", 10, "BUSAN", None, None),
    ("NARA (Kyodo) -- ", 3, "NARA", "KYODO", None),
    ("Wonsan, May 4 (KCNA) -- ", 1, "Wonsan", "KCNA", (None, 5, 4)),
    ("Wonsan, May 4 (KCNA Correspondent) -- ", 1, "Wonsan", "KCNA", (None, 5, 4)),
    ("OMSK, May 4. /TASS/. ", 4, "OMSK", "TASS", (None, 5, 4)),
    ("OMSK. May 4 (Interfax) - ", 1, "OMSK", "INTERFAX", (None, 5, 4)),
    ("Omsk. (Interfax) - ", 3, "Omsk", "INTERFAX", None),
    ("OMSK, May 4 (RIA Novosti) - ", 1, "OMSK", "RIA", (None, 5, 4)),
    ("Oporto, 4 may (EFE).- ", 1, "Oporto", "EFE", (None, 5, 4)),
    ("Oporto (EFE).- ", 3, "Oporto", "EFE", None),
    ("(ANSA) - SIENA, 4 MAG - ", 5, "SIENA", "ANSA", (None, 5, 4)),
    ("(ANSA) - ASCIANO (SIENA), 4 GIU - ", 5, "ASCIANO, SIENA", "ANSA", (None, 6, 4)),
    ("SIENA, 4 OTT (ANSA) - ", 1, "SIENA", "ANSA", (None, 10, 4)),
    ("OMAHA, Neb.--(BUSINESS WIRE)--Jan. 2, 2006--", 2, "OMAHA, Neb.", "BW", (2006, 1, 2)),
    ("Bremen (dpa) - ", 3, "Bremen", "DPA", None),
    ("Bremen (tca/dpa) - ", 3, "Bremen", "DPA", None),
    ("Bremen (dpa-AFX) - ", 3, "Bremen", "DPA-AFX", None),
    ("PERTH May 4 AAP - ", 7, "PERTH", "AAP", (None, 5, 4)),
    ("Odense /ritzau/: ", 4, "Odense", "RITZAU", None),
    ("MOSCOW, Monday (Reuters) ", 3, "MOSCOW", "RTRS", None),
    ("(Boston, MA - May 4)", 7, "Boston, MA", None, (None, 5, 4)),
    ("KANSAS CITY, Mo. - March 13 - ", 7, "KANSAS CITY, Mo.", None, (None, 3, 13)),
    ("****LONDON, March 5 - ", 7, "LONDON", None, (None, 3, 5)),
    ("LONDON, MARCH 20 - ", 7, "LONDON", None, (None, 3, 20)),
    ("omaha, april 7 - ", 7, "omaha", None, (None, 4, 7)),
    ("NEW YORK, Narch 2 - ", 7, "NEW YORK", None, (None, 3, 2)),
    ("OSLO, March 224 - ", 7, "OSLO", None, (None, None, None)),
    ("LYON, France, Jully l - ", 7, "LYON, France", None, (None, None, None)),
    ("QUITO, May - ", 10, "QUITO", None, (None, None, None)),
    ("PATERSON, N.J,. March 3 - ", 7, "PATERSON, N.J", None, (None, 3, 3)),
    ("BERNE - ", 10, "BERNE", None, (None, None, None)),
    ("REYKJAVIK - ", 10, "REYKJAVIK", None, (None, None, None)),
    ("Jan 30 (Gracenote) - ", 6, None, None, (None, 1, 30)),
    ("DAVAO – ", 10, "DAVAO", None, None),
    ("ОМСК, 4 мая. /ТАСС/. ", 4, "ОМСК", "TASS", (None, 5, 4)),
    ("ОМСК, 4 мая. /Корр. ИТАР-ТАСС Анна Ильина/. ", 4, "ОМСК", "TASS", (None, 5, 4)),
    ("Омск. 4 мая. ИНТЕРФАКС - ", 7, "Омск", "INTERFAX", (None, 5, 4)),
    ("ОМСК, 4 мая - РИА Новости. ", 7, "ОМСК", "RIA", (None, 5, 4)),
    ("BRUXELLES 4/05 (BELGA) = ", 1, "BRUXELLES", "BELGA", (None, 5, 4)),
    ("LODZ, 4.5. (PAP) - ", 1, "LODZ", "PAP", (None, 5, 4)),
    ("04.05. Poznan (PAP) - ", 3, "Poznan", "PAP", (None, 5, 4)),
    ("Odense, onsdag /ritzau/", 4, "Odense", "RITZAU", None),
    ("新华社青岛５月４日电（记者 李明）", 11, "青岛", "XINHUA", (None, 5, 4)),
    ("(부산=연합뉴스) 홍길동 기자 = ", 11, "부산", "YONHAP", None),
    ("【奈良共同】", 11, "奈良", "KYODO", None),
    ("ЛЬВІВ, 3 травня /Укрінформ/. ", 4, "ЛЬВІВ", "UKRINFORM", (None, 5, 3)),
    ("МОСКВА, 4 мая 1999 (Интерфакс) - ", 1, "МОСКВА", "INTERFAX", (1999, 5, 4)),
    ("Москва. 4 мая. INTERFAX.RU - ", 7, "Москва", "INTERFAX", (None, 5, 4)),
    ("МОСКВА, 12 авг - РИА Новости. ", 7, "МОСКВА", "RIA", (None, 8, 12)),
    ("Ostrava 3. května (ČTK) - ", 1, "Ostrava", "CTK", (None, 5, 3)),
    ("Wrocław, 7 lipca (PAP) - ", 1, "Wrocław", "PAP", (None, 7, 7)),
    ("ΠΑΤΡΑ, 3 Μαΐου (ΑΠΕ-ΜΠΕ) - ", 1, "ΠΑΤΡΑ", "ANA-MPA", (None, 5, 3)),
    ("القاهرة 3 مارس (أ ش أ) - ", 1, "القاهرة", "MENA", (None, 3, 3)),
    ("دمشق (سانا) - ", 3, "دمشق", "SANA", None),
    ("חיפה (רויטרס) - ", 3, "חיפה", "RTRS", None),
    ("新华社武汉5月3日电（记者李明、王芳） ", 11, "武汉", "XINHUA", (None, 5, 3)),
    ("（中央社記者王小明高雄3日電） ", 11, "高雄", "CNA", None),
    ("【名古屋共同】 ", 11, "名古屋", "KYODO", None),
    ("【ワシントン時事】 ", 11, "ワシントン", "JIJI", None),
    ("(부산=연합뉴스) 김철수 기자 = ", 11, "부산", "YONHAP", None),
    ("VÄXJÖ, 5 maj (TT) - ", 1, "VÄXJÖ", "TT", (None, 5, 5)),
    ("BODØ, 15. desember (NTB) - ", 1, "BODØ", "NTB", (None, 12, 15)),
    ("Oulu, 9. maaliskuuta (STT) - ", 1, "Oulu", "STT", (None, 3, 9)),
    ("BREDA, 2 augustus (ANP) - ", 1, "BREDA", "ANP", (None, 8, 2)),
    ("GENT, 7 maart (BELGA) - ", 1, "GENT", "BELGA", (None, 3, 7)),
    ("Szeged, október 3. (MTI) - ", 1, "Szeged", "MTI", (None, 10, 3)),
    ("IASI, 4 iunie (Rompres) - ", 1, "IASI", "AGERPRES", (None, 6, 4)),
    ("İZMİR, 30 Ağustos (A.A) - ", 1, "İZMİR", "AA", (None, 8, 30)),
    ("NITRA 8. júla (TASR) - ", 1, "NITRA", "TASR", (None, 7, 8)),
    ("SPLIT, 1. srpnja (Hina) - ", 1, "SPLIT", "HINA", (None, 7, 1)),
    ("NOVI SAD, 6. avgusta (Tanjug) - ", 1, "NOVI SAD", "TANJUG", (None, 8, 6)),
    ("MARIBOR, 2. julija (STA) - ", 1, "MARIBOR", "STA", (None, 7, 2)),
    ("BANDUNG, 17 Agustus (Antara) - ", 1, "BANDUNG", "ANTARA", (None, 8, 17)),
    ("OMAHA, Nov. 4 (UP) - ", 1, "OMAHA", "UPI", (None, 11, 4)),
    ("Rostock, 9. Oktober (ADN) - ", 1, "Rostock", "ADN", (None, 10, 9)),
    ("Taiz, March 3 (Saba) - ", 1, "Taiz", "SABA", (None, 3, 3)),
]


@pytest.mark.parametrize(("text", "form", "place", "agency", "day"), FORMS)
def test_house_styles(text: str, form: int, place: str | None, agency: str | None, day: tuple[int | None, int, int] | None) -> None:
    found = datelines.alone(text)
    assert found
    assert (found.form, found.place, found.agency) == (form, place, agency)
    assert (found.year, found.month, found.day) == (day or (None, None, None))
    assert found.text == text.strip(" *")


@pytest.mark.parametrize(
    ("text", "agency"), [(text, agency) for text, form, _, agency, _ in FORMS if text.endswith((" ", ")")) and form != 8]
)
def test_the_text_behind_is_left(text: str, agency: str | None) -> None:
    sentence = "Two ministers met on Monday."
    line = f"{text.rstrip()} {sentence}"
    if text.endswith(")") and agency is None:
        return
    found = datelines.match(line)
    assert found
    assert line[found.span[1] :] == sentence
    assert found.text == text.strip(" *")


@pytest.mark.parametrize(
    "text",
    [
        "Fulda (KNA) Die Kirche",
        "Pune, May 4 (PTI) The minister",
        "Pune (PTI) The minister",
    ],
)
def test_agencies_without_a_dash(text: str) -> None:
    found = datelines.match(text)
    assert found
    assert found.agency in {"KNA", "PTI"}
    assert text[found.span[1] :][:3] in {"Die", "The"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "In Paris, March 3 - the day of the vote - was calm.",
        "The party (UPI) lost its seats.",
        "Members of the group (MENA) -- all of them -- left.",
        "OSLO, March 34 - Two ministers",
        "OSLO, February 30 - Two ministers",
        "He was born on May 4 (Reuters) and left.",
        "OSLO (Invented) - Two ministers",
        "GRAIN SHIPMENTS TO THE USSR -- USDA",
        "PORT SUBSIDY TO END JULY 1 - MINISTER",
        "WEEK AGO --- 4.5",
        "GOLD - The price fell",
        "SYRIA - A country profile",
        "Two ministers met in Oslo on March 4.",
        "Prices rose July 1-3 in Oslo",
        "a (AP) - b",
        "April 7 - Two ministers",
        "10,000 people, March 3 - the count",
    ],
)
def test_no_dateline(text: str) -> None:
    assert datelines.match(text) is None


@pytest.mark.parametrize(
    "line",
    [
        "【お知らせ】本日の配信は終了しました。",
        "（中央社）",
        "新华社的记者说，武汉5月的天气很好。",
        "(서울=뉴스) 기사",
        "12 авг - Рубль вырос. Доллар упал.",
        "新华社武汉13月3日电 天气很好。",
    ],
)
def test_other_scripts_have_lines_without_a_dateline_too(line: str) -> None:
    assert datelines.match(line) is None


def test_the_seeds_form_needs_no_separator() -> None:
    found = datelines.alone("LISBON (AFP) Mar 3, 2001")
    assert found
    assert found.span == (0, 24)


def test_find_looks_at_line_starts_near_the_top() -> None:
    head = "Ministers meet\nBy Jo Bloggs, Reuters\n    "
    text = f"{head}OSLO, March 4 - Two ministers met."
    found = datelines.find(text)
    assert found
    assert found.text == "OSLO, March 4 -"
    assert text[slice(*found.span)].strip() == "OSLO, March 4 -"
    assert datelines.find("\n" * 2_000 + "OSLO, March 4 - Two ministers met.") is None
    assert datelines.find("Ministers meet in OSLO, March 4 - the day") is None


def test_what_a_tag_declares_may_be_a_place_alone() -> None:
    for text in ("KUALA LUMPUR, Malaysia", "OSLO, March 4 -", " Oslo - "):
        found = datelines.declared(text)
        assert found
        assert found.place == text.strip(" -").removesuffix(", March 4")
    assert datelines.declared("MAR8  --     --") is None


@pytest.mark.parametrize(
    ("text", "place", "day"),
    [
        ("ALBANY, Sept. 2", "ALBANY", (None, 9, 2)),
        ("ALBANY, N.Y., Sept. 2, 2003", "ALBANY, N.Y.", (2003, 9, 2)),
        ("PARIS Feb. 3", "PARIS", (None, 2, 3)),
        ("Rom, 3. Januar", "Rom", (None, 1, 3)),
    ],
)
def test_what_a_tag_declares_may_end_with_a_date(text: str, place: str, day: tuple[int | None, int, int]) -> None:
    found = datelines.declared(text)
    assert found
    assert (found.place, (found.year, found.month, found.day)) == (place, day)


def _complete(text: str, reference: date | None = None, year: int | None = None) -> tuple[date | None, str | None, str | None]:
    found = datelines.match(text)
    assert found
    record = datelines.complete(found, reference=reference, year=year)
    return record.date, record.date_text, record.date_rule


@pytest.mark.parametrize(
    ("text", "reference", "year", "expected"),
    [
        ("OSLO (AFP) Mar 3, 2001", date(2009, 1, 1), 1950, (date(2001, 3, 3), "2001-03-03", "text")),
        ("OSLO, March 3 -", date(1987, 3, 4), 1950, (date(1987, 3, 3), "--03-03", "declared time")),
        ("OSLO, Dec 31 -", date(1988, 1, 1), None, (date(1987, 12, 31), "--12-31", "declared time")),
        ("OSLO, Jan 1 -", date(1987, 12, 31), None, (date(1988, 1, 1), "--01-01", "declared time")),
        ("OSLO, Jan 5 -", date(1987, 12, 31), None, (date(1987, 1, 5), "--01-05", "declared time")),
        ("OSLO, Feb 29 -", date(1990, 3, 1), None, (date(1988, 2, 29), "--02-29", "declared time")),
        ("OSLO, March 3 -", None, 1987, (date(1987, 3, 3), "--03-03", "given year")),
        ("OSLO, Feb 29 -", None, 1987, (None, "--02-29", None)),
        ("OSLO, March 3 -", None, None, (None, "--03-03", None)),
        ("OSLO (AP) --", date(1987, 3, 4), 1987, (None, None, None)),
        ("OSLO, Jan 1 -", date.max, None, (date(9999, 1, 1), "--01-01", "declared time")),
        ("OSLO, Dec 1 -", date.min, None, (None, "--12-01", "declared time")),
    ],
)
def test_where_the_year_comes_from(
    text: str, reference: date | None, year: int | None, expected: tuple[date | None, str | None, str | None]
) -> None:
    assert _complete(text, reference, year) == expected


@pytest.mark.parametrize(
    ("text", "neighbour", "day"),
    [
        ("OSLO, Oct 9 -", date(2003, 10, 8), date(2003, 10, 9)),
        ("OSLO, Oct 9 -", date(2003, 7, 1), date(2003, 10, 9)),
        ("OSLO, Jan 1 -", date(2003, 12, 31), date(2004, 1, 1)),
        ("OSLO, Dec 31 -", date(2004, 1, 1), date(2003, 12, 31)),
        ("OSLO, Feb 29 -", date(2003, 2, 27), date(2004, 2, 29)),
        ("OSLO, Feb 29 -", date(2002, 2, 27), None),
        ("OSLO, Dec 31 -", date.max, date.max),
        ("OSLO, Dec 31 -", date.min, date(1, 12, 31)),
    ],
)
def test_the_year_of_a_neighbour_is_the_nearest(text: str, neighbour: date, day: date | None) -> None:
    found = datelines.match(text)
    assert found
    record = datelines.complete(found, reference=None, year=None, neighbour=neighbour)
    assert (record.date, record.date_rule) == (day, "neighbour" if day else None)
    assert datelines.complete(found, reference=None, year=1987, neighbour=neighbour).date_rule != "neighbour"


def test_the_record_of_a_dateline() -> None:
    found = datelines.match("KABUL, Wednesday, Afghanistan (Reuters) - Two")
    assert found
    record = datelines.complete(found, reference=None, year=None)
    assert (record.place, record.city, record.country, record.weekday, record.agency) == (
        "KABUL, Afghanistan",
        "Kabul",
        "AF",
        "Wednesday",
        "RTRS",
    )
    assert record.latitude == pytest.approx(34.5, abs=0.2)


@pytest.mark.parametrize("blank", ["\r", "\t", "  ", "\u00a0"])
def test_a_place_is_printed_with_single_blanks(blank: str) -> None:
    found = datelines.match(f"NEW{blank}YORK, Oct 8 (Reuters) - Two")
    assert found
    assert found.place == "NEW YORK"


@pytest.mark.parametrize(
    ("printed", "city", "country", "rule"),
    [
        ("COLLE (SIENA)", "Colle", "IT", "beside a city"),
        ("LUGO (RAVENNA)", "Lugo", "IT", "city qualifier"),
        ("AUGUSTA (SIRACUSA)", "Augusta", "IT", "city qualifier"),
        ("VENOSTA (QWERTZUHEIM)", "Venosta", None, "unresolved"),
    ],
)
def test_the_province_behind_a_town_gives_its_country(printed: str, city: str, country: str | None, rule: str) -> None:
    found = datelines.match(f"(ANSA) - {printed}, 4 MAG - Due")
    assert found
    record = datelines.complete(found, reference=None, year=None)
    assert (record.city, record.country, record.rule) == (city, country, rule)


def test_an_unknown_place_keeps_its_name_and_no_country() -> None:
    found = datelines.match("QWERTZUHEIM, March 3 - Two")
    assert found
    record = datelines.complete(found, reference=None, year=None)
    assert (record.city, record.country, record.rule, record.confidence) == ("Qwertzuheim", None, "unresolved", 0.0)


@given(st.text(alphabet="LONDON, Mar3-(AFP)/\n *0 é.—", max_size=120) | st.text(max_size=200))
def test_any_text_is_answered(text: str) -> None:
    for find in (datelines.match, datelines.alone, datelines.find, datelines.declared):
        if found := find(text):
            start, end = found.span
            assert 0 <= start < end <= len(text)
            assert found.text in text[start:end]
            datelines.complete(found, reference=date(2003, 8, 13), year=None)


@pytest.mark.parametrize(
    "hostile", ["A" * 200_000, "A " * 100_000, "Aa of " * 30_000, "(" * 100_000, " " * 200_000, "March " * 40_000, "\n" * 100_000]
)
def test_hostile_text_takes_linear_time(hostile: str) -> None:
    began = time.monotonic()
    datelines.find(hostile)
    datelines.match(hostile)
    assert time.monotonic() - began < 2


def test_collected_lines(shared: Path) -> None:
    with (shared / "wire-samples" / "datelines.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert len(rows) == 36
    for row in rows:
        found = datelines.alone(row["dateline_text"])
        assert found, row
        record = datelines.complete(found, reference=None, year=None)
        facts = (record.city or "", record.country or "", record.agency or "", record.date_text or "")
        assert facts == (row["city_en"], row["country_iso2"], row["agency"], row["date"]), row
        assert record.text == row["dateline_text"]


_PIECES = [
    "Aug",
    "sept.",
    "de mayo",
    "MAY",
    "13",
    "3rd",
    "1er",
    "1987",
    "1987-03-04",
    "(AFP)",
    "(",
    ")",
    "/TASS/",
    "/",
    ",",
    ".",
    "-",
    "\n",
    "Lyon",
]


@given(st.lists(st.sampled_from(_PIECES) | st.sampled_from(["", " ", "\xa0"]), max_size=30).map("".join))
def test_the_anchor_looked_for_at_signs_is_the_first_in_the_line(text: str) -> None:
    line_end = text.find("\n")
    first = grammar._ANCHOR.search(text, 0, min(len(text) if line_end < 0 else line_end, grammar._REACH))
    found = grammar._anchor(text, 0, 0)
    assert (found and found.span()) == (first.span() if first and first.start() <= grammar._LONGEST_LEAD else None)
