"""Reading stored subtrees: leaves from their table, larger ones from the nodes."""

from collections.abc import Iterable

from audit.models import Leaf, Node
from audit.tree import Fetch, Subtree


class MissingSubtree(Exception):
    """A hash that must be stored is not: the tables were tampered with."""


def fetcher(parts: Iterable[Subtree]) -> Fetch:
    """Reads these subtrees in at most two queries; what was not named raises MissingSubtree."""
    wanted = set(parts)
    singles = [position for level, position in wanted if level == 0]
    above = [part for part in wanted if part[0] > 0]
    known: dict[Subtree, bytes] = {}
    if singles:
        known |= {(0, leaf.index): bytes(leaf.hash) for leaf in Leaf.objects.filter(index__in=singles)}
    if above:
        known |= {(node.level, node.position): bytes(node.hash) for node in Node.objects.filter(pk__in=above)}

    def fetch(part: Subtree) -> bytes:
        if part not in known:
            raise MissingSubtree(f"The tree lacks the subtree {part[0]}/{part[1]}.")
        return known[part]

    return fetch
