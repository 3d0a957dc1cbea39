"""Which language a dispatch is in, by its words. The only place that knows py3langid, which is an extra.

Without the extra nothing is detected. What the wire declares stays beside it.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from typing import Any

from wiresearch.dispatch import Dispatch, Evidence, WireWarning, warn

_LANGUAGES = (
    "en de fr es it pt nl sv no da fi is et lv lt pl cs sk sl hr sr bg mk ro hu sq el tr ru uk be ar fa he ur hi bn ta ja zh ko vi th id"
    " ms sw az ka hy kk"
)
"""Those of news agencies. py3langid knows 140; of few it is surer, and in a third of the time."""
_AS_IN_BCP_47 = {"no": "nb"}
_PIECE = 160
_LEAST_LETTERS = 20
_LEAST_WORDS, _PROSE_SHARE = 6, 0.85
_LEAST_CONFIDENCE = 0.5
_MOST_PIECES = 40
# Of a text in two languages: a sentence, not a name or a quotation, and one that is sure.
_MIXED_LETTERS, _MIXED_CONFIDENCE, _MIXED_SHARE = 100, 0.9, 0.15


def available() -> bool:
    """Whether languages can be detected here."""
    return find_spec("py3langid") is not None


def detected(dispatch: Dispatch) -> Dispatch:
    """The dispatch with `language_detected` (primary part of BCP 47), and a warning where its text is in several languages.

    It stays as it is without the extra, without enough words, or where the language is known from before. Looks at three
    pieces of the text; at every paragraph only where these differ.
    """
    if dispatch.language_detected is not None or _identifier() is None:
        return dispatch
    texts = [text for text in dispatch.paragraphs if len(text) >= _LEAST_LETTERS and (dispatch.body_format == "text" or _is_prose(text))]
    if not texts or dispatch.body_format != "text":
        texts += [text for text in (dispatch.headline,) if len(text) >= _LEAST_LETTERS]
    few = _read(dict.fromkeys((*texts[:1], *texts[len(texts) // 2 :][:1], *texts[-1:])))
    found = few if len({item.language for item in few}) < 2 else _read(texts[:: -(-len(texts) // _MOST_PIECES)])
    letters: Counter[str] = Counter()
    for item in found:
        letters[item.language] += item.letters
    if not letters:
        return dispatch
    language = letters.most_common(1)[0][0]
    confidence = max(item.confidence for item in found if item.language == language)
    evidence = Evidence("language_detected", f"py3langid, {confidence:.0%} sure", 0, 0)
    provenance = dataclasses.replace(dispatch.provenance, evidence=(*dispatch.provenance.evidence, evidence))
    dispatch = dataclasses.replace(dispatch, language_detected=language, provenance=provenance)
    mixed = _mixed(found)
    return warn(dispatch, WireWarning("mixed-languages", ", ".join(mixed))) if len(mixed) > 1 else dispatch


def _is_prose(text: str) -> bool:
    """Whether a line of a table is a sentence about it, not one of its rows."""
    words = text.split()
    return len(words) >= _LEAST_WORDS and sum(map(str.isalpha, text)) + len(words) >= _PROSE_SHARE * len(text)


@dataclasses.dataclass(frozen=True, slots=True)
class _Piece:
    """Part of a text: its language, how sure that is (0-1), and its length."""

    language: str
    confidence: float
    letters: int


def _read(texts: Sequence[str] | dict[str, None]) -> list[_Piece]:
    """The languages of the beginnings of texts, without those that are too unsure."""
    identifier = _identifier()
    found = []
    for text in texts:
        name, confidence = identifier.classify(text[:_PIECE])
        if confidence >= _LEAST_CONFIDENCE:
            found.append(_Piece(_AS_IN_BCP_47.get(name, name), confidence, min(len(text), _PIECE)))
    return found


def _mixed(found: Sequence[_Piece]) -> list[str]:
    """The languages that have a share of the text, the greatest first."""
    sure: Counter[str] = Counter()
    for item in found:
        if item.confidence >= _MIXED_CONFIDENCE:
            sure[item.language] += item.letters
    least = max(_MIXED_LETTERS, _MIXED_SHARE * sure.total())
    return [language for language, letters in sure.most_common() if letters >= least]


@cache
def _identifier() -> Any:
    """The classifier, or None without the extra."""
    if not available():
        return None
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # takes half a second and a hundred megabytes

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(_LANGUAGES.split())
    return identifier
