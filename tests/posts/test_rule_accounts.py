"""Rules of one account, from the proposal to the post: it is of the register, and no other is judged by them."""

from datetime import datetime
from html import unescape
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts import proposals
from accounts.models import OutletAccount, PolicyProposal, ProposalState
from directives.editing import Spot, changed, index_of
from directives.pack import PackErrors, parse_pack
from governance.cast import Cast
from posts import judging
from tests import people, rules
from tests.posts.desks import at, read, signed_in

__all__ = ["at"]
pytestmark = pytest.mark.django_db
SOURCE = "source-named"


def naming(*handles: str, key: str = "accounts", rule: str = "") -> str:
    """Chicago's rules, of which one is for these accounts alone."""
    source = rules.called(rules.text("chicago"), rules.NEXT)
    index = index_of(source=source, table="rule", name="id", called=rule or SOURCE)
    return changed(source=source, spot=Spot(table="rule", index=index, key=key), value=handles)


def handle(cast: Cast, unit: str) -> str:
    return cast.accounts[unit].handle


def test_a_rule_of_one_account_judges_the_drafts_of_no_other(chicago: Cast, at: datetime) -> None:
    pack = parse_pack(file="rules.toml", source=naming(handle(chicago, "014").upper()))

    def found(unit: str) -> set[str]:
        judged = judging.judge_draft(
            account=OutletAccount.objects.select_related("agency", "unit").get(pk=chicago.accounts[unit].pk),
            category="safety_tip",
            text="Lock your garage side door tonight.",
            answers={},
            send_at=None,
            at=at,
            pack=pack,
        )
        return {one.rule for one in judged.decision.findings}

    assert found("014") - found("018") == {SOURCE}


def test_a_version_is_judged_by_its_own_account(chicago: Cast, at: datetime) -> None:
    """So do what waits under new rules, and past posts that a proposal is tried on."""
    written = people.with_answers(people.TIP)
    post = people.submitted(engaged=chicago, written=written, at=at)
    assert post.revision is not None
    for unit, counts in (("014", True), ("018", False)):
        pack = parse_pack(file="rules.toml", source=naming(handle(chicago, unit)))
        decision = judging.judge_frozen(revision=post.revision, post=post, pack=pack)
        assert (SOURCE in {one.rule for one in decision.clear}) is counts


def test_a_proposal_that_names_an_account_of_nobody_is_refused_by_rule_and_line(
    chicago: Cast, at: datetime
) -> None:
    source = naming(handle(chicago, "014"), "no_such_account")
    with pytest.raises(PackErrors) as faults:
        proposals.begin(agency=chicago.agency, source=source, actor=chicago.natarajan, at=at)
    (fault,) = faults.value.errors
    assert fault.key.endswith(".accounts") and "no_such_account" in source.splitlines()[fault.line - 1]
    assert not PolicyProposal.objects.exists()

    begun = proposals.begin(
        agency=chicago.agency, source=naming(handle(chicago, "014")), actor=chicago.natarajan, at=at
    )
    with pytest.raises(PackErrors, match="@no_such_account is not on the register"):
        proposals.change(proposal_id=begun.pk, source=source, actor=chicago.natarajan, at=at)


def test_the_shell_refuses_it_too(chicago: Cast, tmp_path: Path) -> None:
    file = tmp_path / "rules.toml"
    file.write_text(naming("no_such_account"), encoding="utf-8")
    with pytest.raises(CommandError, match="@no_such_account is not on the register"):
        call_command("adopt_pack", "chicago", str(file), "--dry-run")


@pytest.fixture
def in_force(chicago: Cast, at: datetime) -> Cast:
    """Rules of which one is for the 014th's account alone, and another spares it."""
    source = naming(handle(chicago, "014"))
    index = index_of(source=source, table="rule", name="id", called="plain-words")
    spot = Spot(table="rule", index=index, key="not_accounts")
    source = changed(source=source, spot=spot, value=(handle(chicago, "014"),))
    rules.adopt(agency=chicago.agency, source=source, effective_at=at, at=at)
    return chicago


def test_the_pages_of_the_rules_say_for_which_accounts_a_rule_is(in_force: Cast) -> None:
    mine = handle(in_force, "014")
    client = signed_in(in_force.natarajan)
    directive = read(client.get(reverse("directive")))
    assert f"Only for @{mine}." in directive and f"Not for @{mine}." in directive
    pack = judging.pack_in_force(
        agency=in_force.agency, at=in_force.agency.policies.latest("pk").effective_at
    )
    rule = pack.rule(id=SOURCE)
    assert rule is not None
    assert f"Only for @{mine}." in read(client.get(reverse("rule", args=[rule.clause])))
    client.post(reverse("begin_proposal"), {"begin_with": "present"})
    proposal = PolicyProposal.objects.latest("pk")
    assert f"Not for @{mine}." in read(client.get(reverse("proposal", args=[proposal.pk])))


def test_a_unit_tries_the_rules_for_its_own_accounts(in_force: Cast) -> None:
    page = signed_in(in_force.reyes).get(reverse("try_directive"))
    assert handle(in_force, "014") in page.context["handles"]
    assert handle(in_force, "018") not in page.context["handles"]


def test_the_rules_are_tried_for_an_account(in_force: Cast) -> None:
    client = signed_in(in_force.natarajan)

    def asks(**typed: str) -> bool:
        page = client.post(reverse("try_directive"), {"text": "A tip.", "category": "safety_tip", **typed})
        return SOURCE in {one.rule for one in page.context["decision"].findings}

    mine, other = handle(in_force, "014"), handle(in_force, "018")
    assert asks(handle=mine)
    assert not any((asks(handle=other), asks(), asks(handle="no_such_account"), asks(handle="\x00")))
    page = unescape(
        client.post(reverse("try_directive"), {"text": "A tip.", "handle": mine}).content.decode()
    )
    assert f'<option value="{mine}" selected>@{mine}</option>' in page


def test_what_does_not_fit_any_more_when_it_is_read_is_not_adopted(chicago: Cast, at: datetime) -> None:
    own, account = chicago.natarajan, chicago.accounts["014"]
    source = naming(handle(chicago, "014"))
    begun = proposals.begin(agency=chicago.agency, source=source, actor=own, at=at)
    proposals.propose(proposal_id=begun.pk, why="It is for them.", effective_at=None, actor=own, at=at)
    OutletAccount.objects.filter(pk=account.pk).update(handle="renamed_014")
    begun.refresh_from_db()
    with pytest.raises(proposals.NotPossible, match=f"@{account.handle} is not on the register"):
        proposals.adopt(
            proposal_id=begun.pk,
            read_against=proposals.replaced(proposal=begun, at=at).pk,
            answer="Agreed.",
            actor=chicago.foster,
            at=at,
        )
    begun.refresh_from_db()
    assert begun.state == ProposalState.PROPOSED
