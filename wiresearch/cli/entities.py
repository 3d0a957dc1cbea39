"""`wiresearch entities`: people, organisations and places of the archive, and the file in which a user sets them right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import click

from wiresearch.cli import failures, output
from wiresearch.cli.naming import aliases_option, naming, naming_options, read_additions, read_aliases, warn_of_other_aliases, with_model
from wiresearch.cli.options import Choice, Command, Globals, Group, Whole, output_formats
from wiresearch.cli.question import QueryCommand, Question, asks, finish, tell_notes
from wiresearch.dispatch import NAME_KINDS, NameKind
from wiresearch.results import FacetRequest

if TYPE_CHECKING:
    from wiresearch.associations import Pair

_TOP = 20
_LISTED = 20


@click.group("entities", cls=Group)
def entities() -> None:
    """People, organisations, places.

    \b
    wiresearch entities list korea             who and what is named in these dispatches
    wiresearch entities pairs korea            which names are in the same dispatches
    wiresearch entities show 'Kim Jong Il'     forms, rules, dates, company of one name
    wiresearch entities check                  read the aliases, and find what they miss
    """


def _kinds(command: Callable[..., None]) -> Callable[..., None]:
    option = click.option(
        "--of", "kinds", type=Choice(NAME_KINDS), multiple=True, help="Names of this kind; may be repeated  [default: all]."
    )
    return option(command)


def _all_or(kinds: Sequence[NameKind]) -> tuple[NameKind, ...]:
    return tuple(dict.fromkeys(kinds)) or NAME_KINDS


@entities.command("list", cls=QueryCommand)
@asks
@_kinds
@click.option("--top", type=Whole(1), metavar="N", default=_TOP, show_default=True, help="So many names.")
@output_formats("text", "json", "tsv")
def list_names(state: Globals, question: Question, kinds: tuple[NameKind, ...], top: int, output_format: str | None) -> None:
    """List names by how many dispatches have them.

    Of what the query finds; where there is no query, of every dispatch."""
    from wiresearch.render.names import names_json
    from wiresearch.searching import Archive

    config = state.settings()
    with Archive(config.index) as archive:
        facets = tuple(FacetRequest(kind, top) for kind in _all_or(kinds))
        page = archive.search(question.text, question.options(config, facets=facets, limit=0, snippets=0))
        warn_of_other_aliases(state, config, archive)
    named = [(kind, count) for kind, counts in page.facets.items() for count in counts]
    named = sorted(named, key=lambda item: (-item[1].count, item[1].value))[:top]
    if output_format == "json":
        output.deliver([names_json(page, named) + "\n"])
    else:
        rows = [(f"{count.count:,}" if output_format == "text" else str(count.count), kind, count.value) for kind, count in named]
        output.deliver(output.columned(["dispatches", "kind", "name"], rows))
    tell_notes(state, page)
    finish(question, page)


@entities.command("pairs", cls=QueryCommand)
@asks
@_kinds
@click.option("--top", type=Whole(1), metavar="N", default=_TOP, show_default=True, help="So many pairs.")
@click.option("--least", type=Whole(1), metavar="N", default=3, show_default=True, help="Pairs that so many dispatches have both of.")
@click.option("--sort", type=Choice(["npmi", "count"]), default="npmi", show_default=True, help="Strongest or most frequent first.")
@output_formats("text", "json", "tsv")
def pairs(
    state: Globals, question: Question, kinds: tuple[NameKind, ...], top: int, least: int, sort: str, output_format: str | None
) -> None:
    """List names that are in the same dispatches.

    Of what the query finds; where there is no query, of every dispatch. NPMI is the normalised pointwise mutual
    information of Bouma (2009) among them: 1 for two names that are always together, 0 for two that meet as by chance."""
    from wiresearch.render.names import pairs_json
    from wiresearch.searching import Archive

    config = state.settings()
    with Archive(config.index) as archive:
        found = archive.pairs(question.text, question.options(config), kinds=_all_or(kinds), least=least)
        warn_of_other_aliases(state, config, archive)
    chosen = sorted(found.pairs, key=lambda pair: -pair.count) if sort == "count" else found.pairs
    shown = chosen[:top]
    if output_format == "json":
        output.deliver([pairs_json(question.text, found, shown) + "\n"])
    else:
        output.deliver(output.columned(["npmi", "both", "kind", "name", "alone", "kind", "name", "alone"], [_row(pair) for pair in shown]))
    state.note(f"{len(shown):,} of {len(found.pairs):,} pairs that {least:,} or more of {found.total:,} dispatches have both of")
    if found.names < found.different:
        state.note(f"the {found.names:,} most frequent of {found.different:,} names were paired")
    if not found.pairs and not question.exit_zero:
        raise click.exceptions.Exit(failures.NOTHING_FOUND)


def _row(pair: Pair) -> list[str]:
    names = (cell for name in (pair.first, pair.second) for cell in (name.kind, name.name, str(name.count)))
    return [f"{pair.npmi:.3f}", str(pair.count), *names]


@entities.command("show", cls=Command)
@click.argument("words", nargs=-1, required=True, metavar="NAME")
@_kinds
@output_formats("text", "json")
@click.pass_obj
def show_name(state: Globals, words: tuple[str, ...], kinds: tuple[NameKind, ...], output_format: str | None) -> None:
    """Tell all that is known of one name.

    How it is printed, by which rule it was found, when, with whom."""
    from wiresearch.render.names import profile, profiles_json
    from wiresearch.searching import Archive

    config, name = state.settings(), " ".join(words)
    with Archive(config.index) as archive:
        found = archive.profiles(name, _all_or(kinds))
        near = [] if found else archive.similar_names(name, _all_or(kinds))
        warn_of_other_aliases(state, config, archive)
    if not found:
        listed = ", ".join(f"{other} ({count:,})" for other, count in near)
        hint = f"did you mean: {listed}" if near else f"see:  wiresearch search '\"{name}\"'"
        raise failures.Refusal(f"no dispatch names {name!r}", hint, failures.NOTHING_FOUND)
    if output_format == "json":
        output.deliver([profiles_json(found) + "\n"])
    else:
        style = state.style()
        state.show("\n".join(profile(item, style) for item in found), config)


@entities.command("check", cls=Command)
@aliases_option
@click.pass_obj
def check(state: Globals, aliases_file: str | None) -> None:
    """Read the aliases and say what is wrong with them.

    Contradictions are errors. Told beside: names of the file that no dispatch of the index has in its text, and names of
    the index that differ in case, dots or hyphens alone."""
    from wiresearch.render.names import merge_line
    from wiresearch.searching import Archive

    config = state.settings()
    aliases = read_aliases(config, aliases_file)
    read_additions(config, aliases_file)
    with Archive(config.index) as archive:
        unused = [(section, name) for section, name in aliases.names if not archive.has_words(name)]
        alike = archive.alike_names()
        warn_of_other_aliases(state, config, archive, aliases_file)
    lines = [f"{section}: no dispatch has {name!r} in its text" for section, name in unused]
    lines += [f"{kind}: alike, and two names:  {merge_line(names)}" for kind, names in alike[:_LISTED]]
    output.deliver(f"{line}\n" for line in lines)
    if len(alike) > _LISTED:
        state.note(f"and {len(alike) - _LISTED:,} more that are alike")
    state.note(f"{len(aliases.names):,} names in the aliases, {len(unused):,} of them in no dispatch")


@entities.command("apply", cls=Command)
@naming_options
@click.pass_obj
def apply(state: Globals, aliases_file: str | None, ner_model: str | None, ner_mode: str | None) -> None:
    """Find the names of all dispatches in the index again.

    After a change of the aliases or of the model. No source is read; `wiresearch index` does the same beside what it reads."""
    from wiresearch.indexing import IndexOptions, build
    from wiresearch.searching import Archive

    config = with_model(state.settings(), ner_model, ner_mode)
    Archive(config.index).close()
    options = IndexOptions(limits=config.limits, lock_timeout=config.lock_timeout, **naming(config, aliases_file))
    report = build([], config.index, options)
    for remark in report.notes or ("aliases and model are those of the last run: nothing to do",):
        state.note(remark)
    if report.interrupted:
        raise click.exceptions.Exit(failures.INTERRUPTED)
