"""Rules are proposed by one person, read and decided by another, and never edited in place (CPD-TW.I, VI)."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from accounts import adopting, policies, proposals
from accounts.models import AgencyPolicy, Message, PolicyProposal, ProposalState
from accounts.proposals import NotPossible
from audit import vault
from audit.models import Event
from directives.editing import Spot, changed, index_of
from directives.pack import PackErrors, parse_pack
from governance.cast import Cast
from tests import rules

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def without_plain_words(source: str) -> str:
    """The same rules with one choice switched off."""
    at = index_of(source=source, table="rule", name="id", called="plain-words")
    return changed(source=source, spot=Spot(table="rule", index=at, key="on"), value=False)


def begun(cast: Cast, at: datetime, source: str = "") -> PolicyProposal:
    source = source or without_plain_words(rules.text("chicago"))
    return proposals.begin(agency=cast.agency, source=source, actor=cast.natarajan, at=at)


def proposed(cast: Cast, at: datetime, *, effective_at: datetime | None = None) -> PolicyProposal:
    return proposals.propose(
        proposal_id=begun(cast, at).pk,
        why="Residents know these words by now.",
        effective_at=effective_at,
        actor=cast.natarajan,
        at=at,
    )


def adopted(cast: Cast, proposal: PolicyProposal, at: datetime) -> AgencyPolicy:
    return proposals.adopt(
        proposal_id=proposal.pk,
        read_against=proposals.replaced(proposal=proposal, at=at).pk,
        answer="",
        actor=cast.admin,
        at=at,
    )


def plain_words(policy: AgencyPolicy) -> bool:
    rule = policies.pack_of(policy_pack=policy.pack, digest=policy.digest).rule(id="plain-words")
    return rule is not None and rule.on


def test_a_reviewed_version_takes_effect_at_its_moment_and_the_past_keeps_its_own(
    chicago: Cast, at: datetime
) -> None:
    policy = adopted(chicago, proposed(chicago, at, effective_at=at + HOUR), at)
    assert policy.effective_at == at + HOUR
    assert policy.version.endswith("+1")
    assert plain_words(chicago.agency.policy_at(at=at))
    assert not plain_words(chicago.agency.policy_at(at=at + HOUR))
    verbs = Event.objects.filter(verb__startswith="policy.pro").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["policy.proposal_begun", "policy.proposed", "policy.proposal_adopted"]


def test_rules_that_were_written_here_are_read_from_the_vault_by_a_worker_that_never_saw_them(
    chicago: Cast, at: datetime
) -> None:
    policy = adopted(chicago, proposed(chicago, at), at)
    policies.pack_of.cache_clear()
    assert not plain_words(policy)
    assert policies.text_of(policy=policy) == proposals.source_of(proposal=policy.proposal)


def test_a_moment_that_passed_while_it_waited_is_now(chicago: Cast, at: datetime) -> None:
    proposal = proposed(chicago, at, effective_at=at + HOUR)
    assert adopted(chicago, proposal, at + 2 * HOUR).effective_at == at + 2 * HOUR


def test_those_who_may_review_are_asked_and_those_who_act_are_told(chicago: Cast, at: datetime) -> None:
    proposal = proposed(chicago, at)
    asked = set(Message.objects.filter(kind="rules_proposed").values_list("to__log_on_id", flat=True))
    assert "admin" in asked and "natarajan" not in asked and "reyes" not in asked
    adopted(chicago, proposal, at)
    told = set(Message.objects.filter(kind="rules_adopted").values_list("to__log_on_id", flat=True))
    assert {"reyes", "whitfield", "natarajan"} <= told and "lindqvist" not in told


def _adopt(cast: Cast, who: str, proposal: PolicyProposal, at: datetime) -> object:
    against = proposals.replaced(proposal=proposal, at=at).pk
    return proposals.adopt(
        proposal_id=proposal.pk, read_against=against, answer="", actor=cast.people[who], at=at
    )


def _decline(cast: Cast, who: str, proposal: PolicyProposal, at: datetime) -> object:
    return proposals.decline(proposal_id=proposal.pk, answer="No.", actor=cast.people[who], at=at)


def _withdraw(cast: Cast, who: str, proposal: PolicyProposal, at: datetime) -> object:
    return proposals.withdraw(proposal_id=proposal.pk, actor=cast.people[who], at=at)


def _change(cast: Cast, who: str, proposal: PolicyProposal, at: datetime) -> object:
    source = rules.text("chicago")
    return proposals.change(proposal_id=proposal.pk, source=source, actor=cast.people[who], at=at)


@pytest.mark.parametrize(
    ("act", "who", "said"),
    [
        (_adopt, "natarajan", "somebody else decides"),
        (_decline, "natarajan", "somebody else decides"),
        (_adopt, "reyes", "Communications and administrators"),
        (_decline, "okafor", "Communications and administrators"),
        (_withdraw, "admin", "writes this one"),
        (_change, "natarajan", "waits for review"),
    ],
)
def test_who_may_not_decide_is_told_why(
    chicago: Cast,
    at: datetime,
    act: Callable[[Cast, str, PolicyProposal, datetime], object],
    who: str,
    said: str,
) -> None:
    proposal = proposed(chicago, at)
    with pytest.raises(NotPossible, match=said):
        act(chicago, who, proposal, at)
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.PROPOSED


def test_what_a_reviewer_did_not_read_is_not_adopted(chicago: Cast, at: datetime) -> None:
    """Rules that were adopted meanwhile would be taken out without a word."""
    proposal = proposed(chicago, at)
    read = proposals.replaced(proposal=proposal, at=at).pk
    rules.adopt(
        agency=chicago.agency,
        source=rules.called(rules.text("chicago"), rules.NEXT),
        effective_at=at + HOUR,
        at=at + HOUR,
    )
    with pytest.raises(NotPossible, match="Read again"):
        proposals.adopt(
            proposal_id=proposal.pk, read_against=read, answer="", actor=chicago.admin, at=at + 2 * HOUR
        )


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        (rules.text("chicago").replace('"always"', '"sometimes"'), PackErrors),
        (rules.text("alsip"), NotPossible),
    ],
    ids=["unsound", "another department's"],
)
def test_a_text_that_is_no_sound_pack_of_the_department_begins_nothing(
    chicago: Cast, at: datetime, source: str, fault: type[Exception]
) -> None:
    with pytest.raises(fault):
        begun(chicago, at, source)
    assert not PolicyProposal.objects.exists()


def test_what_changes_nothing_is_not_handed_in(chicago: Cast, at: datetime) -> None:
    same = begun(chicago, at, rules.text("chicago"))
    with pytest.raises(NotPossible, match="Nothing differs"):
        proposals.propose(proposal_id=same.pk, why="x", effective_at=None, actor=chicago.natarajan, at=at)


@pytest.mark.parametrize(
    "change",
    [
        {"digest": "0" * 64},
        {"source_digest": "0" * 64},
        {"effective_at": datetime.fromisoformat("2030-01-01T00:00Z")},
        {"why": "Something else."},
        {"state": "writing", "proposed_at": None},
        {"state": "adopted"},
    ],
    ids=str,
)
def test_the_database_keeps_what_was_handed_in(
    chicago: Cast, at: datetime, change: dict[str, object]
) -> None:
    proposal = proposed(chicago, at)
    with pytest.raises(DatabaseError), transaction.atomic():
        PolicyProposal.objects.filter(pk=proposal.pk).update(**change)


def test_the_database_lets_nobody_review_their_own_rules(chicago: Cast, at: datetime) -> None:
    proposal = proposed(chicago, at)
    with pytest.raises(DatabaseError, match="a_second_person_reviews_rules"), transaction.atomic():
        PolicyProposal.objects.filter(pk=proposal.pk).update(
            state="declined", answer="No.", reviewed_by=chicago.natarajan, reviewed_at=at
        )


def test_the_database_adopts_only_what_was_proposed(chicago: Cast, at: datetime) -> None:
    proposal = proposed(chicago, at)
    with pytest.raises(DatabaseError, match="what is adopted is what was proposed"), transaction.atomic():
        PolicyProposal.objects.filter(pk=proposal.pk).update(
            state="adopted", policy=proposal.base, reviewed_by=chicago.admin, reviewed_at=at
        )


def test_an_adopted_version_is_never_edited(chicago: Cast, at: datetime) -> None:
    for act in (
        lambda: AgencyPolicy.objects.update(effective_at=at),
        lambda: AgencyPolicy.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_the_database_takes_no_rules_that_one_person_brings(chicago: Cast, at: datetime) -> None:
    """Whoever has the portal's role in the database, and whatever calls the act: only first rules come alone."""
    with pytest.raises(adopting.NotTheFirst):
        adopting.first(agency=chicago.agency, source=rules.text("chicago"), effective_at=at, at=at)
    source = rules.called(rules.text("chicago"), rules.NEXT)
    with pytest.raises(DatabaseError, match="two persons change rules"), transaction.atomic():
        adopting.adopt(agency=chicago.agency, source=source, effective_at=at, actor=chicago.admin, at=at)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_each_proposal_has_a_version_of_its_own(chicago: Cast, at: datetime) -> None:
    first, second = begun(chicago, at), begun(chicago, at)
    assert first.version.endswith("+1") and second.version.endswith("+2")


def test_adopting_keeps_the_text_of_what_comes_with_the_release_too(chicago: Cast) -> None:
    policy = chicago.agency.policies.get()
    assert policy.source_digest
    assert parse_pack(file="x", source=policies.text_of(policy=policy)).digest == policy.digest


def test_a_version_that_was_adopted_before_a_limit_is_read_and_not_proposed_again(
    chicago: Cast, at: datetime
) -> None:
    """Rules with days on what the directive itself says were adopted once, and posts rest on them."""
    source = rules.called(rules.text("chicago"), rules.NEXT)
    spot = Spot(
        table="rule",
        index=index_of(source=source, table="rule", name="id", called="felony"),
        key="until_on",
    )
    dated = changed(source=source, spot=spot, value=(at + timedelta(days=90)).date())
    policy = chicago.agency.policies.create(
        pack="chicago",
        version=rules.NEXT,
        digest=parse_pack(file="x", source=dated, adopted=True).digest,
        source_digest=vault.keep(content=dated, agency_id=chicago.agency.pk),
        effective_at=at,
        adopted_at=at,
    )
    rules.brought(policy=policy, at=at)
    assert policies.pack_of(policy_pack="chicago", digest=policy.digest).version == rules.NEXT
    assert proposals.pack_of(proposal=policy.proposal).version == rules.NEXT
    with pytest.raises(PackErrors, match="only a choice or a reading has days"):
        begun(chicago, at, dated)
