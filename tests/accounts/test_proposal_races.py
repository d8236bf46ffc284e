"""Two people adopt at the same moment, on real threads: one set of rules takes effect, and it was read as such."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

from django.db import connection

from accounts import proposals
from accounts.models import Member, PolicyProposal, ProposalState
from accounts.proposals import NotPossible
from audit.models import Event
from directives.editing import Spot, changed, index_of
from governance import cast
from governance.cast import Cast
from tests import people, rules


def _proposed(engaged: Cast, rule: str, at: datetime) -> PolicyProposal:
    """A choice switched off, handed in."""
    source = rules.text("chicago")
    index = index_of(source=source, table="rule", name="id", called=rule)
    source = changed(source=source, spot=Spot(table="rule", index=index, key="on"), value=False)
    begun = proposals.begin(agency=engaged.agency, source=source, actor=engaged.natarajan, at=at)
    return proposals.propose(
        proposal_id=begun.pk, why="Not needed.", effective_at=None, actor=engaged.natarajan, at=at
    )


def test_of_adoptions_at_the_same_moment_one_wins_and_the_others_must_read_again(
    committed_db: str, at: datetime
) -> None:
    engaged = people.engage_on_duty(house=cast.CHICAGO, at=at)
    foster = engaged.foster
    one, other = (_proposed(engaged, rule, at) for rule in ("plain-words", "hashtag-case"))
    acts = [(one, engaged.admin), (one, foster), (other, engaged.admin), (other, foster)]
    at_once = Barrier(len(acts))

    def adopts(act: tuple[PolicyProposal, Member]) -> str:
        proposal, actor = act
        try:
            at_once.wait()
            adopted = proposals.adopt(
                proposal_id=proposal.pk, read_against=proposal.base_id, answer="", actor=actor, at=at
            )
        except NotPossible as no:
            return str(no)
        else:
            return f"adopted {adopted.version}"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        said = sorted(threads.map(adopts, acts))

    assert [words.partition(" ")[0] for words in said].count("adopted") == 1
    assert sum("Read again what would change" in words for words in said) == 2
    assert sum("not open for that: adopted" in words for words in said) == 1
    adopted = PolicyProposal.objects.get(state=ProposalState.ADOPTED)
    assert engaged.agency.policies.count() == 2
    assert engaged.agency.policies.latest("pk") == adopted.policy
    assert Event.objects.filter(verb="policy.adopted").count() == 2
