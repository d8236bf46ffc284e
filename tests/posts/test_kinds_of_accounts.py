"""Two districts whose rules list different kinds of post, from the proposal to the composer and the submission."""

from datetime import datetime

import pytest
from django.urls import reverse

from accounts import proposals
from accounts.models import PolicyProposal
from directives.editing import Spot, changed, index_of
from directives.pack import PackErrors
from governance.cast import Cast
from posts.submission import NotReady
from tests import people, rules
from tests.posts.desks import at, read, signed_in

__all__ = ["at"]
pytestmark = pytest.mark.django_db


def listing(**accounts: str) -> str:
    """Chicago's rules, of which each named kind is for one account alone."""
    source = rules.called(rules.text("chicago"), rules.NEXT)
    for kind, handle in accounts.items():
        index = index_of(source=source, table="category", name="key", called=kind)
        spot = Spot(table="category", index=index, key="accounts")
        source = changed(source=source, spot=spot, value=(handle,))
    return source


@pytest.fixture
def two_lists(chicago: Cast, at: datetime) -> Cast:
    """Tips are the 014th's alone, good news the 018th's."""
    own = {"safety_tip": chicago.accounts["014"].handle.upper(), "good_news": chicago.accounts["018"].handle}
    rules.adopt(agency=chicago.agency, source=listing(**own), effective_at=at, at=at)
    return chicago


def test_two_districts_choose_from_different_kinds_of_post_cpd_tw_iii_b(
    two_lists: Cast, at: datetime
) -> None:
    def kinds(by: str, unit: str) -> set[str]:
        post = people.drafted(engaged=two_lists, by=by, unit=unit, at=at)
        page = signed_in(two_lists.people[by]).get(reverse("composer", args=[post.pk]))
        return {one.key for one in page.context["composer"].categories}

    fourteenth, eighteenth = kinds("reyes", "014"), kinds("kowalczyk", "018")
    assert fourteenth - eighteenth == {"safety_tip"}
    assert eighteenth - fourteenth == {"good_news"}


def test_a_kind_of_another_district_stays_a_draft_cpd_tw_iii_b(two_lists: Cast, at: datetime) -> None:
    assert people.submitted(engaged=two_lists, at=at).category == "safety_tip"
    with pytest.raises(NotReady) as refused:
        people.submitted(engaged=two_lists, by="kowalczyk", unit="018", at=at)
    (finding,) = refused.value.judged.decision.at(level="must_fix")
    assert (finding.rule, finding.clause) == ("listed-kind", "CPD-TW.III.B")


def test_try_the_rules_denies_it_for_the_account_that_is_chosen(two_lists: Cast) -> None:
    client = signed_in(two_lists.natarajan)

    def denied(unit: str) -> bool:
        typed = {"text": "A tip.", "category": "safety_tip", "handle": two_lists.accounts[unit].handle}
        page = client.post(reverse("try_directive"), typed)
        return "listed-kind" in {one.rule for one in page.context["decision"].findings}

    assert denied("018") and not denied("014")


def test_a_kind_for_an_account_of_nobody_is_refused_where_it_is_proposed(chicago: Cast, at: datetime) -> None:
    source = listing(safety_tip="no_such_account")
    with pytest.raises(PackErrors, match="@no_such_account is not on the register") as faults:
        proposals.begin(agency=chicago.agency, source=source, actor=chicago.natarajan, at=at)
    (fault,) = faults.value.errors
    assert fault.key.startswith("category[") and "no_such_account" in source.splitlines()[fault.line - 1]
    assert not PolicyProposal.objects.exists()


def test_what_a_proposal_changes_says_for_which_accounts_a_kind_is(chicago: Cast, at: datetime) -> None:
    handle = chicago.accounts["014"].handle
    begun = proposals.begin(
        agency=chicago.agency, source=listing(safety_tip=handle), actor=chicago.natarajan, at=at
    )
    page = read(signed_in(chicago.natarajan).get(reverse("proposal", args=[begun.pk])))
    assert "Only for these accounts" in page and f"@{handle}" in page
