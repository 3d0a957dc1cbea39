"""Errors to a message and an exit code, in this one place (cli.md, sections 3 and 6)."""

from __future__ import annotations

import errno
import sys
import traceback

import click

from wiresearch import errors
from wiresearch.render.terminal import clean, columns, one_line

DONE, NOTHING_FOUND, USAGE, SOME_FAILED, NO_INDEX, LOCKED, IO, INTERRUPTED = 0, 1, 2, 3, 4, 5, 6, 130

_CODES: tuple[tuple[type[BaseException], int], ...] = (
    (errors.QueryError, USAGE),
    (errors.ConfigError, USAGE),
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
_CONTEXT = 60


class Refusal(click.ClickException):
    """What the command line alone can tell to be impossible, with its mend and exit code."""

    def __init__(self, message: str, hint: str | None = None, code: int = USAGE) -> None:
        super().__init__(message)
        self.hint = hint
        self.exit_code = code


def exit_code(error: BaseException) -> int | None:
    """The code for an error that is ours to report, or None for a fault of the program."""
    if isinstance(error, click.ClickException):
        return error.exit_code
    return next((code for kind, code in _CODES if isinstance(error, kind)), None)


def tell(error: BaseException, *, verbose: bool = False) -> None:
    """Say on stderr what is wrong, where, and what to do; with `verbose` also where it came from."""
    lines = [f"wiresearch: {message(error)}"]
    if isinstance(error, errors.QueryError):
        lines += pointed(error.text, error.start, error.end)
    if mend := hint(error):
        lines += [f"    {clean(line)}" for line in mend.splitlines()]
    if verbose:
        lines += [clean(line.rstrip(), layout=True) for line in traceback.format_exception(error)]
    sys.stderr.write("\n".join(lines) + "\n")


def message(error: BaseException) -> str:
    """One line for the error, safe on a terminal."""
    match error:
        case errors.WiresearchError():
            text = error.message
        case click.ClickException():
            text = _uncapitalised(error.format_message())
        case OSError(errno=errno.ENOSPC):
            text = "no space is left on the disk"
        case OSError(strerror=str(reason), filename=str(name)):
            text = f"{name}: {reason}"
        case KeyboardInterrupt() | click.Abort():
            text = "interrupted"
        case _:
            text = str(error) or type(error).__name__
    return clean(one_line(text))


def hint(error: BaseException) -> str | None:
    """What to do about the error, if that is known."""
    match error:
        case errors.WiresearchError() | Refusal():
            return error.hint
        case click.NoSuchOption(ctx=click.Context() as context, option_name=name) if not name.startswith("--"):
            return f"see:  {context.command_path} --help    (words that begin with - follow a --)"
        case click.UsageError(ctx=click.Context() as context):
            return f"see:  {context.command_path} --help"
        case OSError(errno=errno.ENOSPC):
            return "make room and give the same command again"
        case _:
            return None


def pointed(text: str, start: int, end: int) -> list[str]:
    """The text, or the part of a long one around the fault, with a caret line below, both indented."""
    text = one_line(text)
    end = min(max(end, start + 1), max(len(text), start + 1))
    left, right = max(0, start - _CONTEXT), min(len(text), max(start + _CONTEXT, min(end, start + 2 * _CONTEXT)))
    before = ("…" if left else "") + clean(text[left:start])
    blamed = clean(text[start : min(end, right)])
    after = clean(text[min(end, right) : right]) + ("…" if right < len(text) else "")
    caret = "^" + "~" * (max(1, columns(blamed)) - 1)
    return [f"    {before}{blamed}{after}", f"    {' ' * columns(before)}{caret}"]


def _uncapitalised(text: str) -> str:
    text = text.rstrip(".")
    return text[:1].lower() + text[1:]
