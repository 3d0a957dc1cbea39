"""Printed place names to country, area and English name. Expected values: an atlas, not the table."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiresearch import places

QUALIFIED = [
    ("FORT WASHINGTON, Pa.", "Fort Washington", "US", "PA"),
    ("KIEV, U.S.S.R.", "Kyiv", "UA", None),
    ("ZAGREB, Yugoslavia", "Zagreb", "HR", None),
    ("SARAJEVO, Yugoslavia", "Sarajevo", "BA", None),
    ("BRATISLAVA, Czechoslovakia", "Bratislava", "SK", None),
    ("MACON, Georgia", "Macon", "US", "GA"),
    ("Portland, Maine, United States", "Portland", "US", "ME"),
    ("Springfield, Vermont, USA", "Springfield", "US", "VT"),
    ("Portland, Oregon, U.S.A.", "Portland", "US", "OR"),
    ("TBILISI, Georgia", "Tbilisi", "GE", None),
    ("New York, NY", "New York", "US", "NY"),
    ("RICHMOND Va.", "Richmond", "US", "VA"),
    ("NITRO, W.Va.", "Nitro", "US", "WV"),
    ("OAKLAND , N.J.", "Oakland", "US", "NJ"),
    ("DALLAS/FORT WORTH, Texas", "Dallas/Fort Worth", "US", "TX"),
    ("MOSCOW, Idaho", "Moscow", "US", "ID"),
    ("ATHENS, Ga.", "Athens", "US", "GA"),
    ("PARIS, Texas", "Paris", "US", "TX"),
    ("SAN JOSE, Calif.", "San Jose", "US", "CA"),
    ("BIRMINGHAM, Ala.", "Birmingham", "US", "AL"),
    ("BIRMINGHAM, England", "Birmingham", "GB", "ENG"),
    ("LONDON, Ontario", "London", "CA", "ON"),
    ("KINGSTON, Ontario", "Kingston", "CA", "ON"),
    ("VALENCIA, Venezuela", "Valencia", "VE", None),
    ("TRIPOLI, Lebanon", "Tripoli", "LB", None),
    ("ST. PETERSBURG, Fla.", "St. Petersburg", "US", "FL"),
    ("SAINT-DENIS, Reunion", "Saint-Denis", "RE", None),
    ("Amsterdam, the Netherlands", "Amsterdam", "NL", None),
    ("BONN, West Germany", "Bonn", "DE", None),
]

BARE = [
    ("MOSCOW", "Moscow", "RU"),
    ("PARIS", "Paris", "FR"),
    ("WASHINGTON", "Washington", "US"),
    ("SAN JOSE", "San Jose", "CR"),
    ("SALVADOR", "Salvador", "BR"),
    ("BIRMINGHAM", "Birmingham", "GB"),
    ("SANTIAGO", "Santiago", "CL"),
    ("SAINT-DENIS", "Saint-Denis", "FR"),
    ("LUXEMBOURG", "Luxembourg", "LU"),
    ("BAHRAIN", "Bahrain", "BH"),
    ("Moscú", "Moscow", "RU"),
    ("LA HAYA", "The Hague", "NL"),
    ("EL CAIRO", "Cairo", "EG"),
    ("Nueva Delhi", "New Delhi", "IN"),
    ("København", "Copenhagen", "DK"),
    ("Genf", "Geneva", "CH"),
    ("Parigi", "Paris", "FR"),
    ("Peking", "Beijing", "CN"),
    ("Bombay", "Mumbai", "IN"),
    ("Saigon", "Ho Chi Minh City", "VN"),
    ("LENINGRAD", "Saint Petersburg", "RU"),
    ("Lourenco Marques", "Maputo", "MZ"),
    ("WEST BERLIN", "West Berlin", "DE"),
    ("GUANTANAMO BAY", "Guantanamo Bay", "CU"),
    ("YONGBYON", "Yongbyon", "KP"),
    ("PANMUNJOM", "Panmunjom", "KR"),
    ("UNITED NATIONS", "United Nations", "US"),
    ("Waghäusel", "Waghäusel", "DE"),
    ("Cancún", "Cancún", "MX"),
    ("PORT-AU-PRINCE", "Port-au-Prince", "HT"),
    ("NARA", "Nara", "JP"),
    ("FUKUI", "Fukui", "JP"),
    ("Wonsan", "Wonsan", "KP"),
    ("SARIWON", "Sariwon", "KP"),
    ("GOYANG", "Goyang", "KR"),
    ("XI'AN", "Xi'an", "CN"),
    ("KANDAHAR", "Kandahar", "AF"),
    ("TAIF", "Taif", "SA"),
    ("AMARAH", "Al Amarah", "IQ"),
    ("BASRA", "Basra", "IQ"),
    ("JENIN", "Jenin", "PS"),
    ("Nara-shi", "Nara", "JP"),
    ("Wŏnsan", "Wonsan", "KP"),
]


@pytest.mark.parametrize(("printed", "name", "country", "area"), QUALIFIED)
def test_a_qualifier_decides(printed: str, name: str, country: str, area: str | None) -> None:
    place = places.resolve(printed)
    assert place
    assert (place.name, place.country) == (name, country)
    assert area is None or place.area == area


@pytest.mark.parametrize(("printed", "name", "country"), BARE)
def test_a_city_without_qualifier(printed: str, name: str, country: str) -> None:
    place = places.resolve(printed)
    assert place
    assert (place.name, place.country) == (name, country)


@pytest.mark.parametrize(
    ("printed", "name", "country"),
    [("МОСКВА", "Moscow", "RU"), ("Київ", "Kyiv", "UA"), ("ΠΑΤΡΑ", "Patra", "GR"), ("武汉", "Wuhan", "CN"), ("부산", "Busan", "KR")],
)
def test_a_great_city_in_its_own_script(printed: str, name: str, country: str) -> None:
    place = places.resolve(printed)
    assert place
    assert (place.name, place.country) == (name, country)


def test_coordinates_of_moscow() -> None:
    place = places.resolve("MOSCOW")
    assert place
    assert place.latitude == pytest.approx(55.752, abs=0.01)
    assert place.longitude == pytest.approx(37.618, abs=0.01)
    assert place.population > 10_000_000


@pytest.mark.parametrize(
    ("printed", "city", "country"),
    [("МОСКВА", "Moscow", "RU"), ("Нью-Йорк", "New York", "US"), ("东京", "Tokyo", "JP"), ("서울", "Seoul", "KR")],
)
def test_cities_in_other_letters(printed: str, city: str, country: str) -> None:
    place = places.resolve(printed)
    assert place
    assert (place.name, place.country) == (city, country)


@pytest.mark.parametrize(("printed", "country"), [("GEORGIA", "GE"), ("ARUBA", "AW"), ("USA", "US"), ("Corsica", "FR")])
def test_countries_and_regions_alone(printed: str, country: str) -> None:
    place = places.resolve(printed)
    assert place
    assert place.country == country


def test_a_dissolved_country_alone_is_a_set() -> None:
    place = places.resolve("USSR")
    assert place
    assert place.country == "RU"
    assert {"RU", "UA", "KZ"} <= set(place.candidates)


def test_at_sea_there_is_no_country() -> None:
    place = places.resolve("ABOARD THE FERRY NORDIC")
    assert place
    assert (place.country, place.rule) == (None, "nowhere")


@pytest.mark.parametrize("printed", ["Qwertzuheim", "", " , ", "YEAR AGO", "GRAIN SHIPMENTS TO THE USSR"])
def test_unknown_names_are_not_guessed(printed: str) -> None:
    assert places.resolve(printed) is None


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Russia", "RU"),
        ("russie", "RU"),
        ("Corée du Sud", "KR"),
        ("Alemania", "DE"),
        ("U.S.", "US"),
        ("Soviet Union", "RU"),
        ("Côte d'Ivoire", "CI"),
        ("Burma", "MM"),
        ("Holland", "NL"),
        ("fr", "FR"),
        ("America", None),
        ("Paris", None),
        ("xx", None),
    ],
)
def test_country(name: str, code: str | None) -> None:
    assert places.country(name) == code


def test_country_names_are_english() -> None:
    assert places.country_name("KP") == "North Korea"
    assert places.country_name("ci") == "Ivory Coast"
    assert places.country_name("??") == "??"


def test_regions() -> None:
    texas, gaza = places.region("Tex."), places.region("Gaza Strip")
    assert texas
    assert (texas.name, texas.country, texas.area) == ("Texas", "US", "TX")
    assert gaza
    assert gaza.country == "PS"
    assert places.region("Moscow") is None


def test_a_city_in_any_spelling() -> None:
    for name in ("st louis", "Saint Louis", "ST. LOUIS"):
        found = places.city(name)
        assert found
        assert (found.name, found.country) == ("St. Louis", "US")
    assert places.city("the") is None


@pytest.mark.parametrize(
    ("printed", "title"),
    [("RIO DE JANEIRO", "Rio de Janeiro"), ("ST. LOUIS", "St. Louis"), ("Den Haag", "Den Haag"), ("THE HAGUE", "The Hague")],
)
def test_title_case(printed: str, title: str) -> None:
    assert places.title_case(printed) == title


@given(st.text(max_size=60))
def test_any_text_is_answered(text: str) -> None:
    place = places.resolve(text)
    assert place is None or 0 <= place.confidence <= 1
    places.city(text)
    places.country(text)
    places.region(text)


@given(st.text(max_size=40))
def test_folding_is_idempotent(text: str) -> None:
    assert places.fold_place(places.fold_place(text)) == places.fold_place(text)
