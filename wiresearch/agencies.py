"""News agencies as data: codes, names, and where in a text a name counts as a credit, a citation or a sign-off.

The code is the only value that is stored and counted. `*` behind a name in the table means that the bare word has other
meanings (parties, companies, given names): it counts in a dateline or credit, and in running text only beside a cue such
as "said" or "according to". With `**` it has so many that it counts in a dateline or credit only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from wiresearch.kept import kept
from wiresearch.words import fold_value

Role = Literal["agency", "newspaper", "supplier"]


@dataclass(frozen=True, slots=True)
class Agency:
    """One agency: stored `code`, display `name`, all its `names`, `home` country (ISO) or None.

    The names in `cued` need a cue in running text, those in `credited` are none there. A "newspaper" is a publisher in the place of
    an agency and is never a citation; a "supplier" of sport tables stands in datelines and never wrote the dispatch.
    """

    code: str
    name: str
    names: tuple[str, ...]
    home: str | None
    cued: frozenset[str]
    role: Role = "agency"
    credited: frozenset[str] = frozenset()

    @property
    def in_text(self) -> tuple[str, ...]:
        """The names that may be meant in running text."""
        return tuple(name for name in self.names if name not in self.credited)


_TABLE = """
AFP|FR|Agence France-Presse;Agence France Presse;AFP;أ ف ب*
AP|US|Associated Press;The Associated Press;AP*
RTRS|GB|Reuters;Thomson Reuters;REUTERS;Reuter*;REUTER*;RTR*;RTRS*;ロイター*;Рейтер*;رويترز*;רויטרס*
UPI|US|United Press International;UPI*;United Press*;UP**
INS|US|International News Service;INS**
TASS|RU|TASS*;Tass*;ITAR-TASS;Itar-Tass;Itar-TASS;Telegraph Agency of the Soviet Union;ТАСС*;ИТАР-ТАСС
INTERFAX|RU|Interfax;Интерфакс;INTERFAX;INTERFAX.RU;Interfax-Ukraine;Интерфакс-Украина;Інтерфакс-Україна
RIA|RU|RIA Novosti;RIA-Novosti;РИА Новости;RIA*;Sputnik*
APN|RU|Novosti Press Agency;APN**
XINHUA|CN|Xinhua;New China News Agency;XINHUA;NCNA;Hsinhua;新华社;新華社
CNS|CN|China News Service;CNS*;中新社
CNA|TW|Central News Agency*;CNA*;中央社*
YONHAP|KR|Yonhap;연합뉴스;YNA*
KCNA|KP|Korean Central News Agency;KCNA
KYODO|JP|Kyodo;Kyodo News;共同通信;共同*
JIJI|JP|Jiji Press;Jiji*;時事通信;時事*
DPA|DE|Deutsche Presse-Agentur;dpa;DPA*
DPA-AFX|DE|dpa-AFX;DPA-AFX
ADN|DE|Allgemeiner Deutscher Nachrichtendienst;ADN*
DDP|DE|Deutscher Depeschendienst;ddp**;DDP**
DAPD|DE|dapd;DAPD
DNB|DE|Deutsches Nachrichtenbüro;DNB**
WTB|DE|Wolffs Telegraphisches Bureau;WTB**
KNA|DE|Katholische Nachrichten-Agentur;KNA*
EPD|DE|Evangelischer Pressedienst;epd*;EPD*
SID|DE|Sport-Informations-Dienst;SID*
APA|AT|Austria Presse Agentur;APA*
SDA|CH|Keystone-SDA;Keystone-ATS;SDA*;sda*;ATS*;ats*
HAVAS|FR|Agence Havas;HAVAS**
EFE|ES|Agencia EFE;EFE;Efe
EP|ES|Europa Press;EP*
LUSA|PT|Lusa*
ANSA|IT|ANSA;Ansa
STEFANI|IT|Agenzia Stefani;STEFANI**
ADNK|IT|Adnkronos
AGI|IT|Agenzia Italia;AGI*
BELGA|BE|Belga*
ANP|NL|Algemeen Nederlands Persbureau;ANP*
PA|GB|Press Association*;PA Media;PA News;pressassociation*;PA*
NTB|NO|Norsk Telegrambyrå;NTB
TT|SE|TT Nyhetsbyrån;Tidningarnas Telegrambyrå;TT*
RITZAU|DK|Ritzau;Ritzaus Bureau
STT|FI|Suomen Tietotoimisto;STT*
PAP|PL|Polska Agencja Prasowa;PAP*
CTK|CZ|ČTK;CTK
TASR|SK|TASR
SITA|SK|SITA**
MTI|HU|Magyar Távirati Iroda;MTI*
AGERPRES|RO|Agerpres;Rompres
MEDIAFAX|RO|Mediafax
MOLDPRES|MD|Moldpres
BTA|BG|Bulgarian Telegraph Agency;BTA*;БТА*
TANJUG|RS|Tanjug;Tanyug
BETA|RS|Beta News Agency;BETA**
FONET|RS|FoNet
HINA|HR|Hina*
STA|SI|Slovenian Press Agency;Slovenska tiskovna agencija;STA**
SRNA|BA|SRNA
FENA|BA|FENA**
ONASA|BA|ONASA
MIA|MK|Macedonian Information Agency;MIA**
MAKFAX|MK|Makfax
ATA|AL|Albanian Telegraphic Agency;ATA**
ANA-MPA|GR|Athens-Macedonian News Agency;Athens News Agency;ANA-MPA;ANA/MPA;ANA**;MPA**;ΑΠΕ-ΜΠΕ;ΑΠΕ*
AA|TR|Anadolu Agency;Anatolian News Agency;Anadolu*;Anatolian*;AA*;A.A*;A.A.*
UNIAN|UA|UNIAN;УНИАН;УНІАН
UKRINFORM|UA|Ukrinform;Укринформ;Укрінформ
BELTA|BY|BelTA;Belta;БелТА
BNS|EE|Baltic News Service;BNS*
LETA|LV|LETA**
ELTA|LT|ELTA**
AZERTAC|AZ|AzerTAc;Azertac
ARMENPRESS|AM|Armenpress
KAZINFORM|KZ|Kazinform
KABAR|KG|Kabar News Agency;KABAR**
MONTSAME|MN|Montsame
BAKHTAR|AF|Bakhtar News Agency;BAKHTAR**
AIP|AF|Afghan Islamic Press;AIP**
PAJHWOK|AF|Pajhwok Afghan News;Pajhwok
IRNA|IR|Islamic Republic News Agency;IRNA
ISNA|IR|ISNA*
MEHR|IR|Mehr News Agency;Mehr*
FARS|IR|Fars News Agency;Fars*
TASNIM|IR|Tasnim News Agency;Tasnim*
MENA|EG|Middle East News Agency;MENA*;أ ش أ*
SANA|SY|Syrian Arab News Agency;SANA*;سانا*
PETRA|JO|Petra News Agency;Petra*;بترا*
WAFA|PS|WAFA;Wafa*
SPA|SA|Saudi Press Agency;SPA*;واس*
WAM|AE|Emirates News Agency;WAM*;وام*
KUNA|KW|Kuwait News Agency;KUNA;كونا*
QNA|QA|Qatar News Agency;QNA*;قنا*
INA|IQ|Iraqi News Agency;INA*
ONA|OM|Oman News Agency;ONA**
BNA|BH|Bahrain News Agency;BNA**
SABA|YE|Yemen News Agency;SABA**
NNA|LB|National News Agency*;NNA*
MAP|MA|Maghreb Arabe Presse;MAP*
APS|DZ|Algérie Presse Service;APS*
TAP|TN|Tunis Afrique Presse;TAP*
JANA|LY|Jamahiriya News Agency;Jamahiriyah News Agency;JANA*
SUNA|SD|Sudan News Agency;SUNA*
ENA|ET|Ethiopian News Agency;ENA**
PANA|SN|Panafrican News Agency;Panapress;PANA**
GNA|GH|Ghana News Agency;GNA**
PTI|IN|Press Trust of India;PTI*
UNI|IN|United News of India;UNI*
ANI|IN|Asian News International;ANI*
IANS|IN|Indo-Asian News Service;IANS
APP|PK|Associated Press of Pakistan;APP*
BSS|BD|Bangladesh Sangbad Sangstha;BSS*
RSS|NP|Rastriya Samachar Samiti;RSS**
TNA|TH|Thai News Agency;TNA**
KPL|LA|Lao News Agency;Khaosan Pathet Lao;KPL**
AKP|KH|Agence Kampuchea Presse;AKP**
BERNAMA|MY|Bernama
ANTARA|ID|Antara*
VNA|VN|Vietnam News Agency;VNA*
PNA|PH|Philippine News Agency;Philippines News Agency;PNA*
AAP|AU|Australian Associated Press;AAP*
NZPA|NZ|New Zealand Press Association;NZPA
CP|CA|The Canadian Press;Canadian Press;CP*
NAN|NG|News Agency of Nigeria;NAN*
ZIANA|ZW|Zimbabwe Inter-Africa News Agency;New Ziana;ZIANA
NAMPA|NA|Namibia Press Agency;NAMPA
ANGOP|AO|Angop
AIM|MZ|Agência de Informação de Moçambique;Mozambique News Agency;AIM**
SAPA|ZA|South African Press Association;SAPA*
TELAM|AR|Télam;Telam
DYN|AR|Diarios y Noticias;DyN**
ABI|BO|Agencia Boliviana de Información;ABI**
ANDINA|PE|Agencia Andina;ANDINA**
COLPRENSA|CO|Colprensa
ACAN-EFE|PA|ACAN-EFE;Acan-EFE;Acan-Efe
NOTIMEX|MX|Notimex
PL|CU|Prensa Latina;PL*
AGENCIABRASIL|BR|Agência Brasil
IPS|IT|Inter Press Service;IPS*
IRIN||Integrated Regional Information Networks;IRIN*
JTA|US|Jewish Telegraphic Agency;JTA*
BW|US|Business Wire;BW*
PRN|US|PR Newswire;PRNewswire;PRNewswire-FirstCall;PRN*
GLOBENEWSWIRE|US|GlobeNewswire;Globe Newswire
MARKETWIRE|CA|Marketwire;Marketwired
CNW|CA|Canada NewsWire;CNW Group;CNW**
M2|GB|M2 PressWIRE;M2 Presswire
AFX|GB|AFX News;AFX**
BLOOMBERG|US|Bloomberg*;Bloomberg News
DJ|US|Dow Jones*;Dow Jones Newswires;DJ*
NYT|US|New York Times News Service;The New York Times*;NYT*
TCA|US|Tribune Content Agency;TCA*;tca*
BUSINESSDESK||BusinessDesk|newspaper
WENN||WENN|newspaper
360INFO||360info|newspaper
FT|GB|Financial Times;FT|newspaper
LATIMES|US|Los Angeles Times;LATIMES|newspaper
WSJ|US|Wall Street Journal;WSJ|newspaper
GRACENOTE||Gracenote|supplier
OPTA||Opta|supplier
SPORTSNETWORK||Sports Network;The Sports Network|supplier
"""


_ROW = re.compile(r"(?P<code>[A-Z0-9][A-Z0-9-]*)\|(?P<home>[A-Z]{2})?\|(?P<names>[^|]+)(?:\|(?P<role>newspaper|supplier))?")


def row(line: str) -> Agency:
    """The agency of a row of the table. Raises ValueError saying what is wrong with it."""
    found = _ROW.fullmatch(line.strip())
    names = [name.strip() for name in found["names"].split(";")] if found else []
    if found is None or not all(name.rstrip("*") for name in names):
        raise ValueError("a row is CODE|HOME|name;name*;name**, the code in capitals, the home of two letters or empty")
    role: Role = "newspaper" if found["role"] == "newspaper" else "supplier" if found["role"] else "agency"
    cued, credited = (frozenset(name.rstrip("*") for name in names if name.endswith(mark)) for mark in ("*", "**"))
    clean = tuple(name.rstrip("*") for name in names)
    return Agency(found["code"], clean[0], clean, found["home"], cued, role, credited)


AGENCIES: tuple[Agency, ...] = tuple(row(line) for line in _TABLE.split("\n") if line)
_own: tuple[str, ...] = ()


def own() -> tuple[str, ...]:
    """The rows of the user that are in use in this process."""
    return _own


def use(rows: tuple[str, ...]) -> None:
    """Let the user's rows stand before those of the table; what is kept (kept.py) is to be forgotten behind it."""
    global _own
    _own = rows


@kept(None)
def every() -> tuple[Agency, ...]:
    """The agencies: the user's, and those of the table whose codes these do not take."""
    users = tuple(map(row, _own))
    taken = {agency.code for agency in users}
    return (*users, *(agency for agency in AGENCIES if agency.code not in taken))


@dataclass(frozen=True, slots=True)
class _Names:
    """What leads to the codes: any name, those in small letters, those in running text, those with a cue there, and those never there."""

    by_code: dict[str, Agency]
    by_name: dict[str, str]
    small: frozenset[str]
    in_text: dict[str, str]
    pattern: re.Pattern[str]
    cued: frozenset[str]
    credited: frozenset[str]


@kept(None)
def _names() -> _Names:
    found = every()
    in_text = {
        form: agency.code
        for agency in reversed(found)
        if agency.role == "agency"
        for name in agency.in_text
        for form in ((name, name.upper()) if len(name) > 4 else (name,))
    }
    return _Names(
        {agency.code: agency for agency in found},
        {fold_value(name): agency.code for agency in reversed(found) for name in (*agency.names, agency.code)},
        frozenset(name for agency in found for name in agency.names if name.islower()) | {"ritzau", "xinhua", "reuters"},
        in_text,
        re.compile(rf"(?<![\w-])(?:{_any_of(in_text)})(?!\w)"),
        frozenset(name for agency in found for name in agency.cued),
        frozenset(name for agency in found for name in agency.credited),
    )


def _any_of(forms: Iterable[str]) -> str:
    """A pattern of the forms, the longest first. One branch for each first letter: most words fit none of few."""
    by_letter = groupby(sorted(forms, key=lambda form: (form[0], -len(form), form)), key=lambda form: form[0])
    return "|".join(f"{re.escape(letter)}(?:{'|'.join(re.escape(form[1:]) for form in group)})" for letter, group in by_letter)


def by_code(code: str) -> Agency:
    """The agency of a code. Raises KeyError."""
    return _names().by_code[code]


_DESK = re.compile(r"\s+(?:[Cc]orrespondents?|[Ss]ports|[Bb]usiness|[Nn]ews)$")


def named(text: str) -> str | None:
    """The code of a code, name or alias of the table, whatever its case and accents, or None."""
    return _names().by_name.get(fold_value(text))


def credit(text: str) -> str | None:
    """The code of what stands in a dateline or credit ("AFP", "tca/dpa", "KCNA Correspondent"), or None.

    Of several joined by a slash the last known one wrote it, and of several joined by hyphens ("NTB-AFP") where all are
    known. Words in small letters count only where an agency writes itself so.
    """
    printed = text.strip(" \t©")
    if code := _known(printed) or _known(_DESK.sub("", printed)):
        return code
    codes = [_known(part.strip()) for part in printed.split("/" if "/" in printed else "-")]
    return next(filter(None, reversed(codes)), None) if "/" in printed or all(codes) else None


def _known(printed: str) -> str | None:
    return None if printed.islower() and printed not in _names().small else named(printed)


_CUE_BEFORE = re.compile(
    r"(?:\b(?:told|according to|quoted by|reported by|cited by|seg[uú]n|selon|laut)|\bnews agency|\bagenc(?:ia|e)(?: de \w{1,20})?"
    r"|\bagentur)(?:\s+(?:the|la|l[’']|der|die|il))?[\s’']*$",
    re.IGNORECASE,
)
_CUE_AFTER = re.compile(
    r"(?:[’']s)?,?\s+(?:(?:said|says|reported|reports|quoted|cited|added)|(?:state )?news agency|agency (?:said|reported|quoted|cited))\b"
)
_CUE_REACH = 60


def cited(text: str) -> Iterator[tuple[str, int, int]]:
    """Agencies quoted in running text as (code, start, end) of the name.

    The dispatch's own agency is not left out here. A name with other meanings needs a cue before or behind it.
    """
    names = _names()
    for found in names.pattern.finditer(text):
        name, start, end = found.group(), found.start(), found.end()
        if (
            name not in names.cued
            or _CUE_AFTER.match(text, end, end + _CUE_REACH)
            or _CUE_BEFORE.search(text[max(0, start - _CUE_REACH) : start])
        ):
            yield names.in_text[name], start, end


_AGENCY_LINE = re.compile(
    r"(?:(?P<reuter>REUTERS?|Reuters?)(?: \d{4} ?GMT)?|\(\s*©?\s*(?P<holder>[^()]{2,30})\)\.?"
    r"|/(?P<slashed>\w{2,12})/|(?:==|--? ?)(?P<marked>[A-Za-z]{3,10})"
    r"|(?P<trailer>AP)-[A-Z]{2}-\d\d-\d\d-\d\d \d{4}(?:GMT|E[SD]T)<?|(?P<initialled>[A-Za-z-]{2,9})(?P<initials>(?:\s+[\w/-]{2,16}){1,5}))"
)
_INITIALS = re.compile(r"[a-z]{2,3}(?:/[A-Za-z]{2,4}){0,3}/?|RTV|[A-Z]{2,3}(?:/[A-Za-z]{2,4}){1,3}|\d\d(?:[/-]\d\d){1,5}|\d{4}")
_PLAIN_SIGNOFF = re.compile(
    r"(?:(?:[Ee]nd ?[Ii]tem|END ?ITEM)(?:/\w{1,12}(?: \w{1,12})?)?|(?i:item ends)|\(?(?:MORE|ENDS?|FIN)\)?|ends?|fin|NNNN|nnnn"
    r"|-\s?3?0\s?-(?: [a-z]{2,4}(?:/[a-z]{2,4}){0,3})?|<>|#(?:\s?#){2,}|\*(?:\s?\*){2,}|[Xx](?:\s?[Xx]){2})\.?"
    r"|\((?i:more|ends?|fin)\)|Ends?|Fin"  # with a full stop these are a sentence
    r"|--?.{2,60}\b(?i:newsroom)\b.{0,40}|(?:MORE )?[a-z]{2,4}(?:-[a-z]{2,4}){0,2}/(?: ?[a-z]{2,4}(?:[/-][a-z]{2,4}){0,4}/?)?"
    r"|[(（][完了끝][)）]|(?:\((?i:fotos?|photos?|v[ií]deos?|audio)\) ?){1,4}|\d{4}(?:\*\*|/)\d{4}"
    r"|\((?:Schlu(?:ss|ß)|Forts\.?)\)(?: [a-z]{2,4}(?:[/-][a-z]{2,4}){0,3})?"
    r"|\([A-Z]{2,4}(?:-[A-Z]{2,4})?(?:/[a-z]{2,4}){1,4}\)|\([a-z]{2,4}(?:[-/][a-z]{2,4}){0,3}\)|\w{2,12}/[Ff]im|::[A-Za-z]{2,8}\b.{0,30}"
    r"|BBC Mon(?: \S{2,8}){1,8}|/BBC Monitoring/.{0,20}"
)
_LONGEST_SIGNOFF = 120
_CONTROLS = dict.fromkeys(range(32))


def signoff(line: str) -> str | None:
    """The code of the agency that a sign-off line names (`Reuter`, `AAP xx yy`, `(ANSA)`, `/ritzau/`), or None."""
    found = _AGENCY_LINE.fullmatch(_bare(line)) if len(line) <= _LONGEST_SIGNOFF else None
    if not found:
        return None
    match found.lastgroup:
        case "reuter":
            return "RTRS"
        case "initials":
            word = found["initialled"]
            signs = word not in _names().credited and all(map(_INITIALS.fullmatch, found["initials"].split()))
            return _known(word) if signs else None
        case group:
            return credit(found[group or 0])


def is_signoff(line: str) -> bool:
    """Whether a line is only a sign-off: an agency's, initials between slashes, `Enditem`, `NNNN`, `(MORE)` ..."""
    return len(line) <= _LONGEST_SIGNOFF and (signoff(line) is not None or _PLAIN_SIGNOFF.fullmatch(_bare(line)) is not None)


def _bare(line: str) -> str:
    return (line if line.isprintable() else line.translate(_CONTROLS)).strip()
