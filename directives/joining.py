"""Two drafts that are decided about together: each takes every step that either of them asks for."""

from collections.abc import Iterable
from dataclasses import replace

from directives.decision import Decision, Step
from directives.pack import Pack


def joined(*, decision: Decision, pack: Pack, beside: Iterable[Step]) -> Decision:
    """The decision with the steps of the other draft added, in the pack's order; steps of both are its own."""
    taken = {step.key: step for step in (*beside, *decision.route)}
    if len(taken) == len(decision.route):
        return decision
    kinds = sorted(
        (kind for kind in pack.steps if kind.key in taken), key=lambda kind: (kind.position, kind.key)
    )
    places = sorted({kind.position for kind in kinds})
    return replace(
        decision,
        route=tuple(replace(taken[kind.key], position=places.index(kind.position) + 1) for kind in kinds),
        skipped_steps=tuple(step for step in decision.skipped_steps if step.key not in taken),
        review_after=False,
    )
