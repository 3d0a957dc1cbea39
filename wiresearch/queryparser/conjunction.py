"""Operands side by side or joined by AND, until it is known which of them are loose words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from wiresearch.query import And, Query, Span, Words


@dataclass(slots=True)
class Operand:
    """One operand of a conjunction: its node (None: left out) and whether it is a loose word."""

    node: Query | None
    loose: bool


@dataclass(slots=True)
class Conjunction:
    """Operands side by side or joined by AND; `implied` when some stand side by side."""

    operands: list[Operand] = field(default_factory=list)
    implied: bool = False

    def node(self, *, top: bool) -> Query | None:
        """The tree; at the `top` the loose words become one node."""
        kept = [(operand.node, operand.loose and top) for operand in self.operands if operand.node is not None]
        loose = tuple(node for node, is_loose in kept if is_loose)
        if len(loose) < 2:
            return _joined([node for node, _ in kept])
        words = Words(loose, len(loose), span_of(loose))
        return _joined([words if node is loose[0] else node for node, is_loose in kept if not is_loose or node is loose[0]])


def _joined(nodes: list[Query]) -> Query | None:
    if len(nodes) < 2:
        return nodes[0] if nodes else None
    return And(tuple(nodes), span_of(nodes))


def span_of(nodes: Sequence[Query]) -> Span:
    """From the first to the last character of `nodes`."""
    return min(node.span[0] for node in nodes), max(node.span[1] for node in nodes)
