"""A version of the rules that Communications proposes, waiting for an administrator to read what it changes."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from accounts import policies, proposals
from directives.editing import Spot, changed, index_of
from governance.demonstration.stage import Stage

CHOICE = "hashtag-case"


def story(stage: Stage) -> Iterator[datetime]:
    """Begun in the afternoon of yesterday and handed in an hour later, from next week on."""
    agency, writer = stage.cast.agency, stage.cast.people["natarajan"]
    at = stage.now - timedelta(hours=22)
    yield at
    source = policies.text_of(policy=agency.policy_at(at=at))
    spot = Spot(table="rule", index=index_of(source=source, table="rule", name="id", called=CHOICE), key="on")
    proposal = proposals.begin(
        agency=agency, source=changed(source=source, spot=spot, value=False), actor=writer, at=at
    )
    at += timedelta(hours=1)
    yield at
    proposals.propose(
        proposal_id=proposal.pk,
        why="The apps that read posts aloud split hashtags by themselves now. The advice only costs time.",
        effective_at=stage.now + timedelta(days=7),
        actor=writer,
        at=at,
    )
