"""What `extract` finds in dispatches of our own words."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from wiresearch.dispatch import Dateline, Dispatch, Entity, Provenance
from wiresearch.entities import extract


def dispatch(
    *paragraphs: str, headline: str = "", agency: str | None = None, city: str | None = None, country: str | None = None
) -> Dispatch:
    dateline = Dateline(f"{city} -", place=city, city=city, country=country, date=date(2001, 5, 4)) if city else None
    provenance = Provenance("test", 0, 0, "", "plaintext", "ascii")
    return Dispatch(provenance, headline=headline, paragraphs=paragraphs, agency=agency, dateline=dateline)


def names(kind: str, *paragraphs: str, headline: str = "") -> list[str]:
    return [entity.name for entity in extract(dispatch(*paragraphs, headline=headline)).entities if entity.kind == kind]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The offer was made by Margaret Wainwright in a letter.", ["Margaret Wainwright"]),
        ("Talks with Prime Minister Tolvo Grask went well.", ["Tolvo Grask"]),
        ("North Korea's Vice Foreign Minister Rim Do-Jun arrived.", ["Rim Do-Jun"]),
        ("A note by Treasury Secretary Emil Q. Garth was read.", ["Emil Q. Garth"]),
        ("It was seen by analyst Borvin Hask in the morning.", ["Borvin Hask"]),
        ("The plan of Thrask Obolo, chairman of the board, failed.", ["Thrask Obolo"]),
        ("Secretary of State for Energy Harold Binks resigned.", ["Harold Binks"]),
        ("United Nations Secretary General Perez De Tavira left.", ["Perez De Tavira"]),
        ("They met Deng Guoping and Mr Tarle.", ["Deng Guoping", "Tarle"]),
        ("A letter to Vice-Chairman Thrask Obolo was read.", ["Thrask Obolo"]),
        ("A speech by Chief Executive Thrask Obolo was heard.", ["Thrask Obolo"]),
        ("It was signed by Senator Don Tarle and Colonel Harold North.", ["Don Tarle", "Harold North"]),
        ("The author, Secretary Edward Pope, met Mr King.", ["Edward Pope", "King"]),
        ("He saw Sheikh Obar bin Sultan al-Tosk and President Daniel arap Tosk.", ["Obar bin Sultan al-Tosk", "Daniel arap Tosk"]),
        ("The Office of Trade and Budget Harold Binks was there.", ["Harold Binks"]),
        ("The analyst Hask said so, and so did the minister Tomas.", ["Hask"]),
        ("Chairman of the Presidential Commission on Roads and Minister of Industrial Growth.", []),
        ("The lead manager Grindle, Tosk and Co and the one major producer, Obolo, left.", []),
        ("Chancellor Corp and the Franco-U.S. Engines.", []),
        ("The Martin Stock Index, the Marshall Aid Plan, Harold Township and Peter Buses.", []),
        ("A speech by Rafael Perez de Tavira was heard.", ["Rafael Perez de Tavira"]),
        ("Grimble walked away.", []),
        ("The ruling was read by P W Bothwell and S J Tarlekar.", ["P W Bothwell", "S J Tarlekar"]),
        ("A Company of Foot marched.", []),
        ("Ulf Torvind met Grethel von Arnsholm and Pangiran bin Yusof.", ["Ulf Torvind", "Grethel von Arnsholm", "Pangiran bin Yusof"]),
        ("SEN. TARBLE AND DR GRASK LEFT.", ["Tarble", "Grask"]),
        ("PRESIDENT TARBLE SAID HE WOULD GO.", ["Tarble"]),
        ("PRESIDENT VETOES A BILL ON SHIPS.", []),
        ("SRI LANKA OFFERS TALKS.", []),
        ("They met at the Marina Hotel and the Perry Tarvak Power Plant.", []),
        ("Bundeskanzlerin Angela Tarble kam, Angreifer Otto von Grask nicht.", ["Angela Tarble", "Otto von Grask"]),
        ("CAPT. ROBERT T. TARBLE RAISED THE FLAG FOR QUEEN ELIZABETH OPENED IT.", ["Robert T. Tarble", "Elizabeth"]),
        ("Profits of Blue Chip Trading fell.", []),
        ("General Widgets said it would close.", []),
        ("The two Koreas met in the North.", []),
        ("Swiss francs, U.S. Dlrs and the Dow rose on Wall Street on Monday.", []),
    ],
)
def test_persons(text: str, expected: list[str]) -> None:
    assert names("person", text) == expected


def test_a_surname_stands_for_the_full_name_before_it() -> None:
    found = extract(
        dispatch("Alexander Morozkin met John Tarle and Peter Tarle.", "Morozkin said Tarle was late.", headline="Morozkin meets two")
    )
    persons = {entity.name: entity for entity in found.entities if entity.kind == "person"}
    assert list(persons) == ["Alexander Morozkin", "John Tarle", "Peter Tarle"]
    assert persons["Alexander Morozkin"].surfaces == ("Morozkin", "Alexander Morozkin")
    assert persons["Alexander Morozkin"].mentions == 3
    assert persons["Peter Tarle"].spans[-1] == (1, 14, 19)


def test_a_surname_of_two_words_leads_to_the_full_name() -> None:
    found = extract(dispatch("Minister Rafael De Tavira arrived.", "De Tavira said no.", "The Loans Rafael De Tavira said are small."))
    assert [(e.name, e.mentions) for e in found.entities if e.kind == "person"] == [("Rafael De Tavira", 3)]


def test_a_firm_with_a_personal_name_is_no_person_unless_somebody_is_called_so() -> None:
    firm = extract(dispatch("Jane Grindle Inc makes shoes.", "Jane Grindle fell four pct.", "Grindle was up before."))
    assert [(e.kind, e.name, e.mentions) for e in firm.entities] == [("organisation", "Jane Grindle", 3)]
    both = extract(dispatch("Jane Grindle Inc makes shoes.", "Its founder Jane Grindle left."))
    assert [(e.kind, e.name) for e in both.entities] == [("organisation", "Jane Grindle"), ("person", "Jane Grindle")]


def test_korean_names_are_linked_by_their_first_word() -> None:
    found = extract(dispatch("Deputy Minister Kim Dae Shik arrived.", "The guests met Kim in private."))
    assert [(e.name, e.mentions) for e in found.entities if e.kind == "person"] == [("Kim Dae Shik", 2)]


def test_a_person_of_the_dispatch_wins_over_a_city_and_a_firm_of_that_name() -> None:
    found = extract(dispatch("Senator Harold Houston spoke.", "In the end Houston agreed."))
    assert [(e.kind, e.name) for e in found.entities] == [("person", "Harold Houston")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The International Atomic Energy Agency said so.", ["International Atomic Energy Agency"]),
        ("It expelled International Atomic Energy Agencymonitors on Monday.", ["International Atomic Energy Agency"]),
        ("Shares of Grindle Holdings Inc fell.", ["Grindle Holdings"]),
        ("Shares of Grindle and Tosk Corp fell.", ["Grindle and Tosk"]),
        ("The Ministry of Trade and Industry denied it.", ["Ministry of Trade and Industry"]),
        ("Merrill Lynch and Goldman Sachs were the managers.", ["Merrill Lynch", "Goldman Sachs"]),
        ("The IMF and the World Bank meet.", ["International Monetary Fund", "World Bank"]),
        ("First Tosk Savings and Loan Association closed.", ["First Tosk Savings and Loan Association"]),
        ("The Russian foreign ministry said no.", ["Russian foreign ministry"]),
        ("The Bank of Lurdia Governor spoke.", ["Bank of Lurdia"]),
        ("The Ministry said no. The Bank agreed.", []),
        ("U.S. Oil and Japanese Steel are dear.", []),
        ("Loans of U.S. Banks and the Swiss Bank Corp.", ["Swiss Bank Corporation"]),
        ("The International Tosk Rubber Agreement and the Grindle Securities Act were read.", []),
        ("Grindle Motor Co of Canada Ltd and Reuters Holdings Plc met.", ["Grindle Motor"]),
        ("Tosk Trust and Banking Co Ltd has it.", ["Tosk Trust and Banking"]),
    ],
)
def test_organisations(text: str, expected: list[str]) -> None:
    assert names("organisation", text) == expected


def test_short_names_and_acronyms_lead_to_the_body() -> None:
    found = extract(dispatch("Lurdian Electric Power Corp (Lepco) said no.", "Lepco and Lurdian Electric are one.", "The LEPCO plant."))
    assert [(e.name, e.mentions) for e in found.entities if e.kind == "organisation"] == [("Lurdian Electric Power", 5)]


def test_an_unknown_acronym_is_no_organisation_and_a_ticker_is_nothing() -> None:
    found = extract(dispatch("The ZXQ talks failed.", "Shares of it <QRZ.L> fell."))
    assert [(e.kind, e.name) for e in found.entities] == [("acronym", "ZXQ")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Envoys left Beijing and Pyongyang.", [("Beijing", "CN"), ("Pyongyang", "KP")]),
        ("The reactor at Yongbyon stopped.", [("Yongbyon", "KP")]),
        ("The firm of Reading moved to Reading, England.", [("Reading", "GB"), ("England", "GB")]),
        ("Unrest in the Middle East and the Persian Gulf.", [("Middle East", None), ("Persian Gulf", None)]),
        ("Ships near Lake Tosk and the Obolo River.", [("Lake Tosk", None), ("Obolo River", None)]),
        ("US officials left.", [("United States", "US")]),
        ("The U.S. and the United States.", [("United States", "US")]),
        ("The Iran-Iraq war.", [("Iran", "IR"), ("Iraq", "IQ")]),
        ("The Iran-U.S. Talks.", [("Iran", "IR"), ("United States", "US")]),
        ("An anti-U.S. Mood.", [("United States", "US")]),
        ("The U.S.S.R. and Yugoslavia signed.", [("Soviet Union", "RU"), ("Yugoslavia", "RS")]),
        ("The Louvre meeting.", []),
        ("Exports went to Israel, Jordan and Chad.", [("Israel", "IL"), ("Jordan", "JO"), ("Chad", "TD")]),
        ("The Boston-based firm.", []),
        ("Officials of the two Koreas.", [("North Korea", "KP"), ("South Korea", "KR")]),
        ("He read a book.", []),
        ("The Bank will be part of it. Part of it is lost.", []),
    ],
)
def test_places(text: str, expected: list[tuple[str, str | None]]) -> None:
    found = extract(dispatch(text))
    assert [(e.name, e.country) for e in found.entities if e.kind == "place"] == expected


def test_countries_have_their_code_and_cities_none() -> None:
    found = {e.name: e for e in extract(dispatch("From Paris to Japan.")).entities}
    assert found["Japan"].code == found["Japan"].country == "JP"
    assert (found["Paris"].code, found["Paris"].country) == (None, "FR")


def test_demonyms_are_evidence_for_a_country_and_no_place() -> None:
    found = extract(dispatch("A Dutch envoy, two Filipinos and North and South Korean officials."))
    assert [(e.kind, e.name, e.code) for e in found.entities] == [
        ("demonym", "Dutch", "NL"),
        ("demonym", "Filipino", "PH"),
        ("demonym", "North Korean", "KP"),
        ("demonym", "South Korean", "KR"),
    ]
    assert found.countries_all == ("NL", "PH", "KP", "KR")
    assert found.countries == ()


def test_salient_countries_are_that_of_the_dateline_those_named_early_and_again_and_those_named_often() -> None:
    found = extract(dispatch("Brazil wrote to Chile.", "Brazilian envoys left Lima.", city="Quito", country="EC"))
    assert found.countries == ("EC", "BR")
    assert found.countries_all == ("EC", "BR", "CL", "PE")
    late = ("Kenya sells tea.", "It is sold in Malta.")
    assert extract(dispatch("A quiet day.", *late, "Kenya and Malta met.", "The Kenyan side was late.")).countries == ("KE",)
    assert extract(dispatch("A quiet day.", *late, "Malta is small.", headline="Malta buys tea")).countries == ("MT",)


def test_a_currency_is_evidence_for_its_country_but_no_mention() -> None:
    found = extract(dispatch("It paid 3 mln Swiss francs, then 4 mln Swiss francs."))
    assert (found.countries, found.countries_all) == ((), ("CH",))


def test_a_dateline_city_needs_no_context() -> None:
    text = "Silvertown council met."
    assert names("place", text) == []
    assert [e.name for e in extract(dispatch("Kenosha council met.", city="Kenosha", country="US")).entities] == ["Kenosha"]


@pytest.mark.parametrize(
    ("headline", "expected"),
    [
        ("MOROZKIN TELLS US TO WAIT IN PARIS", [("person", "Igor Morozkin"), ("place", "Paris")]),
        ("IMF SEES BRITISH GROWTH", [("organisation", "International Monetary Fund"), ("demonym", "British")]),
        ("TOSK SUES FIRM OF TEXAS OVER ORE IN QUEBEC", [("place", "Texas"), ("place", "Quebec")]),
        ("WHO SAYS IT WILL CHASE PART OF SOUTH KOREA", [("place", "South Korea")]),
        ("Morozkin Tells Grim Reaper About Good Times In London", [("person", "Igor Morozkin"), ("place", "London")]),
    ],
)
def test_lines_in_capitals_give_names_of_the_tables_and_people_of_the_text(headline: str, expected: list[tuple[str, str]]) -> None:
    found = extract(dispatch("It was Igor Morozkin.", headline=headline))
    in_headline = [(e.kind, e.name) for e in found.entities if len(e.spans) < e.mentions]
    assert in_headline == expected


def test_agencies_are_cited_and_never_entities_nor_the_own_agency() -> None:
    found = extract(dispatch("The ITAR-TASS news agency and Interfax said so, AFP learnt.", "He told AFP.", agency="AFP"))
    assert found.cited_agencies == ("TASS", "INTERFAX")
    assert found.entities == ()


def test_an_agency_in_capitals_or_small_letters_is_cited() -> None:
    assert extract(dispatch("INTERFAX SAID NO.")).cited_agencies == ("INTERFAX",)
    assert extract(dispatch("He told dpa no.")).cited_agencies == ("DPA",)
    assert extract(dispatch("Il fait chaud, selon l'ANSA.")).cited_agencies == ("ANSA",)


def test_citations_that_normalising_found_are_kept() -> None:
    start = dataclasses.replace(dispatch("Interfax said no."), cited_agencies=("GRACENOTE",))
    assert extract(start).cited_agencies == ("GRACENOTE", "INTERFAX")


def test_entities_of_the_feed_are_kept_and_count_for_no_country() -> None:
    feed = Entity("place", "Lisbon", country="PT", origin="feed")
    found = extract(dataclasses.replace(dispatch("Peru said no."), entities=(feed,)))
    assert [(e.name, e.origin) for e in found.entities] == [("Lisbon", "feed"), ("Peru", "rules")]
    assert found.countries_all == ("PE",)


def test_a_dispatch_without_text_has_no_entities() -> None:
    assert extract(dispatch()) == dispatch()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He came from Paris, Texas, on Monday.", [("Paris", "US"), ("Texas", "US")]),
        ("He came from London, Ontario, on Monday.", [("London", "CA"), ("Ontario", "CA")]),
        ("He flew to Paris, Rome and Texas.", [("Paris", "FR"), ("Rome", "IT"), ("Texas", "US")]),
        ("Paris, Spain and Italy agreed.", [("Paris", "FR"), ("Spain", "ES"), ("Italy", "IT")]),
        ("A bus left Mexico City for Guatemala City.", [("Mexico City", "MX"), ("Guatemala City", "GT")]),
        ("They climbed Mt. Tarvak in snow.", [("Mt. Tarvak", None)]),
        ("It cost US$ 12 million.", []),
        ("Voters in Lower Saxony and Uttar Pradesh stayed away.", [("Lower Saxony", "DE"), ("Uttar Pradesh", "IN")]),
        ("The dam of San Lucas Tarvak broke.", []),
        ("Senegal sent doctors to Saint-Louis.", [("Senegal", "SN"), ("Saint-Louis", "SN")]),
        ("A Spanish nun came from Toledo.", [("Toledo", "ES")]),
        ("A nun came from Toledo.", [("Toledo", "US")]),
        ("Canadian ministers flew to London.", [("London", "GB")]),
        ("A probe near Jupiter saw Mars.", []),
        ("Rain fell on the Outer Banks.", [("Outer Banks", "US")]),
        ("Rebels in Congo fought near Kinshasa.", [("Democratic Republic of the Congo", "CD"), ("Kinshasa", "CD")]),
        ("Rebels in Congo fought near Brazzaville.", [("Republic of the Congo", "CG"), ("Brazzaville", "CG")]),
    ],
)
def test_places_and_their_countries(text: str, expected: list[tuple[str, str | None]]) -> None:
    found = extract(dispatch(text)).entities
    assert [(entity.name, entity.country) for entity in found if entity.kind == "place"] == expected


def test_monsieur_is_no_initial() -> None:
    found = extract(dispatch("Luc Delvaux est parti.", "M. Delvaux reviendra. M. Tarbelle reste."))
    persons = {entity.name: entity.mentions for entity in found.entities if entity.kind == "person"}
    assert persons == {"Luc Delvaux": 2, "M. Tarbelle": 1}


def test_bodies_of_other_languages_by_their_first_word() -> None:
    found = extract(dispatch("Lo dijo ayer el Instituto de Cooperación Tarbelina. Radio Tarbela calló."))
    assert [entity.name for entity in found.entities if entity.kind == "organisation"] == [
        "Instituto de Cooperación Tarbelina",
        "Radio Tarbela",
    ]


@pytest.mark.parametrize(
    ("text", "nations"),
    [
        (
            "Les ministres des pays voisins ont vu une délégation belge et des experts sénégalais, avec un groupe qui est grec.",
            ["BE", "SN", "GR"],
        ),
        ("Los ministros de la zona vieron por la tarde a una delegación peruana con los expertos alemanes para el acuerdo.", ["PE", "DE"]),
        ("Der Minister und die tschechischen Gäste sahen den Vertrag mit der Delegation, das Volk der Franzosen nicht.", ["CZ", "FR"]),
        ("I ministri della zona sono dei tedeschi, una delegazione con la quale gli ospiti greci per anni.", ["DE", "GR"]),
        ("Os ministros não viram uma delegação espanhola e os peritos franceses das empresas para o acordo.", ["ES", "FR"]),
        ("The ministers said the belge and the peruana were ships of the line.", []),
    ],
)
def test_adjectives_of_countries_in_other_languages(text: str, nations: list[str]) -> None:
    found = extract(dispatch(text))
    assert [entity.country for entity in found.entities if entity.kind == "demonym"] == nations
    assert set(nations) <= set(found.countries_all)


def test_a_declared_language_is_believed() -> None:
    text = dataclasses.replace(dispatch("Le texte belge."), language="fr-BE")
    assert extract(text).countries_all == ("BE",)
    assert extract(dataclasses.replace(text, language="en")).countries_all == ()


@pytest.mark.parametrize(
    ("headline", "text", "bodies"),
    [
        ("TARVAK INDUSTRIES INC <TVK> 4TH QTR NET", "Shr 12 cts vs 10 cts.", ["Tarvak Industries"]),
        ("TVX CORP AND TARVAK OIL CO IN TALKS", "Nothing was signed.", ["TVX", "Tarvak Oil"]),
        ("TEXACO INC SETS DIVIDEND", "It is paid in May.", ["Texaco"]),
        ("McTARVAK CORP BUYS MILL", "McTarvak Corp said it bought a mill.", ["McTarvak"]),
        ("SHARES OF CO FALL", "They fell.", []),
        ("TVX SEES TARVAK OAK CORP BUY TEXAS CO", "Nothing was signed.", ["Tarvak Oak"]),
    ],
)
def test_firms_in_lines_of_capitals(headline: str, text: str, bodies: list[str]) -> None:
    found = extract(dispatch(text, headline=headline))
    assert [entity.name for entity in found.entities if entity.kind == "organisation"] == bodies
