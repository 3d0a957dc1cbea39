"""Errors to a message and an exit code, in this one place (cli.md, sections 3 and 6)."""

from __future__ import annotations

import errno
import os
import traceback

import click

from wiresearch import errors
from wiresearch.render.terminal import Style, clean
from wiresearch.render.text import error as error_text

DONE, NOTHING_FOUND, USAGE, SOME_FAILED, NO_INDEX, LOCKED, IO, BELOW, INTERRUPTED = 0, 1, 2, 3, 4, 5, 6, 7, 130

_CODES: tuple[tuple[type[BaseException], int], ...] = (
    (errors.QueryError, USAGE),
    (errors.ConfigError, USAGE),
    (errors.EvaluationError, USAGE),
    (errors.UnknownFormat, USAGE),
    (errors.ReadError, SOME_FAILED),
    (errors.IndexLocked, LOCKED),
    (errors.IndexDamaged, IO),
    (errors.IndexingError, NO_INDEX),
    (errors.EngineError, IO),
    (OSError, IO),
    (KeyboardInterrupt, INTERRUPTED),
    (click.Abort, INTERRUPTED),
)


class Refusal(click.ClickException):
    """What the command line alone can tell to be impossible, with its mend and exit code."""

    def __init__(self, message: str, hint: str | None = None, code: int = USAGE) -> None:
        super().__init__(message)
        self.hint = hint
        self.code = code


def exit_code(error: BaseException) -> int | None:
    """The code for an error that is ours to report, or None for a fault of the program."""
    if isinstance(error, Refusal):
        return error.code
    if isinstance(error, click.ClickException):
        return USAGE
    return next((code for kind, code in _CODES if isinstance(error, kind)), None)


def message(error: BaseException, style: Style, *, verbose: bool = False) -> str:
    """What is wrong, where, and what to do; with `verbose` also where it came from."""
    origin = clean("".join(traceback.format_exception(error)), layout=True) if verbose else ""
    return error_text(_as_ours(error), style) + origin


def _as_ours(error: BaseException) -> errors.WiresearchError:
    """The error as one of errors.py, so that all have one shape."""
    match error:
        case errors.WiresearchError():
            return error
        case Refusal():
            return errors.WiresearchError(error.message, error.hint)
        case click.UsageError(ctx=context):
            return errors.WiresearchError(_sentence(error), _usage_hint(error, context.command_path if context else "wiresearch"))
        case click.ClickException():
            return errors.WiresearchError(_sentence(error))
        case OSError(errno=errno.ENOSPC):
            return errors.WiresearchError("no space is left on the disk", "make room and give the same command again")
        case OSError(strerror=str(reason), filename=str() | bytes() as name):
            return errors.WiresearchError(f"{os.fsdecode(name)}: {reason}")
        case KeyboardInterrupt() | click.Abort():
            return errors.WiresearchError("interrupted")
        case _:
            return errors.WiresearchError(str(error) or type(error).__name__)


def _sentence(error: click.ClickException) -> str:
    text = (error.message if getattr(error, "possibilities", None) else error.format_message()).rstrip(".")
    return text[:1].lower() + text[1:]


def _usage_hint(error: click.UsageError, command: str) -> str:
    mend = f"see:  {command} --help"
    if near := getattr(error, "possibilities", None):
        return f"did you mean: {near[0]}        ({mend})"
    if isinstance(error, click.NoSuchOption) and not error.option_name.startswith("--"):
        return f"query words that begin with - follow a --        ({mend})"
    return mend
