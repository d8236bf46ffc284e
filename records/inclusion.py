"""Whether the events of a record stand in the trail under its newest signed checkpoint, in sentences."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audit import checkpoints, proofs
from audit.models import Event
from audit.proofs import Proof


@dataclass(frozen=True, kw_only=True)
class Proven:
    """What could be proved of some events."""

    proof: Proof
    signed: bytes
    """Exactly what the signature is over; empty without a checkpoint."""
    signer: str
    """SHA-256 of the checkpoint's public key; empty without one."""
    waiting: tuple[Event, ...]
    """Those that have no signed place yet."""
    failures: tuple[str, ...]


def proven(*, events: Sequence[Event]) -> Proven:
    """Find and check the path of each event: four queries, however many events and however long the trail."""
    proof = proofs.prove(events=events)
    waiting = set(proof.waiting)
    checkpoint = proof.checkpoint
    return Proven(
        proof=proof,
        signed=checkpoints.signed_bytes(checkpoint) if checkpoint else b"",
        signer=hashlib.sha256(bytes(checkpoint.public_key)).hexdigest() if checkpoint else "",
        waiting=tuple(event for event in events if event.pk in waiting),
        failures=tuple(_failures(proof, events)),
    )


def _failures(proof: Proof, events: Sequence[Event]) -> Iterator[str]:
    if proof.checkpoint is not None and not checkpoints.is_signed(proof.checkpoint):
        yield f"The signature of checkpoint {proof.checkpoint.size} is not its key's."
    broken = set(proof.broken)
    for event in events:
        if event.pk in broken:
            yield f"What happened at {event.at:%Y-%m-%d %H:%M} UTC ({event.verb}) is not so in the trail."
