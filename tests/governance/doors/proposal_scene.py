"""What stands behind the doors of proposed rules: one that is being written, and one that waits for its review."""

from datetime import datetime
from typing import TYPE_CHECKING

from accounts import proposals
from accounts.models import PolicyProposal
from directives.editing import Spot, changed, index_of
from tests import rules

if TYPE_CHECKING:
    from tests.governance.doors.scene import Scene

CHOICE = "plain-words"


def build(scene: "Scene", at: datetime) -> None:
    """Both by Communications of Chicago, noted under the 14th; `nowhere` comes with the other things."""
    writing, handed_in = _begun(scene, at), _begun(scene, at)
    proposals.propose(
        proposal_id=handed_in.pk,
        why="Residents know these words.",
        effective_at=None,
        actor=scene.casts["chicago"].natarajan,
        at=at,
    )
    for kind, row in (("proposal", writing), ("handed_in", handed_in)):
        scene.keep(kind, "014", row, of_agency="chicago", proposal_id=row.pk)
    scene.keep("proposed_rule", "014", writing, of_agency="chicago", proposal_id=writing.pk, rule_id=CHOICE)


def _begun(scene: "Scene", at: datetime) -> PolicyProposal:
    source = rules.text("chicago")
    spot = Spot(table="rule", index=index_of(source=source, table="rule", name="id", called=CHOICE), key="on")
    return proposals.begin(
        agency=scene.casts["chicago"].agency,
        source=changed(source=source, spot=spot, value=False),
        actor=scene.casts["chicago"].natarajan,
        at=at,
    )
