"""Use of force and deaths on duty: no unit posts or shares, Communications speaks, also from a unit's account."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts import outbox
from accounts.models import OutletAccount
from audit.models import Event
from directives.engine import judge
from directives.facts import Facts
from directives.pack import Pack, load_pack
from governance.cast import Cast
from posts import drafting, duties, history, reposting, sending, submission
from posts.models import Post, Publication, Status
from posts.submission import NotReady
from tests import people, rules
from tests.posts.test_gave_way import out_now, seen_by

PROCESSION = people.Written(
    category="duty_death",
    text="The procession for Officer Lee passes Fullerton at 10 a.m. The road is closed until noon.",
    answers={"use_of_force": "yes", "family_told": "yes", "source": "Office of the superintendent"},
)


def test_a_unit_does_not_post_about_a_death_on_duty_cpd_tw_iv_h(chicago: Cast, at: datetime) -> None:
    with pytest.raises(NotReady) as refused:
        people.submitted(engaged=chicago, written=PROCESSION, at=at)
    clauses = {finding.clause for finding in refused.value.judged.decision.at(level="must_fix")}
    assert clauses == {"CPD-TW.IV.H", "CPD-TW.III.B"}, "neither what it tells nor this kind is the unit's"


def test_communications_publishes_it_from_the_units_account_cpd_tw_iv_h(chicago: Cast, at: datetime) -> None:
    post = people.drafted(engaged=chicago, by="natarajan", unit="014", written=PROCESSION, at=at)
    post = submission.submit(post_id=post.pk, actor=chicago.natarajan, seen_version=1, at=at)
    assert (post.by_office, post.account.unit) == (True, chicago.units["014"])
    assert list(post.turns.values_list("role", flat=True)) == ["communications"]
    with pytest.raises(PermissionDenied):
        people.approve(post=post, by=chicago.whitfield, at=at)
    with pytest.raises(PermissionDenied):
        people.approve(post=post, by=chicago.natarajan, at=at)

    assert people.approve(post=post, by=chicago.foster, at=at).status == Status.APPROVED

    roles = {entry.role for entry in history.of(post) if entry.act in {"begun", "submitted"}}
    assert roles == {"Communications Division"}


RULE = ("communications-speaks", "“Communications speaks for the department” held", "CPD-TW.IV.H")


@pytest.mark.parametrize("declared", [True, False], ids=["declared", "by its kind alone"])
def test_what_lets_communications_publish_it_stands_from_the_desk_to_the_record_cpd_tw_iv_h(
    out: tuple[Cast, Any], early: datetime, declared: bool
) -> None:
    engaged, _ = out
    answers = PROCESSION.answers if declared else {**PROCESSION.answers, "use_of_force": ""}
    written = replace(PROCESSION, answers=answers, text=f"{PROCESSION.text} {people.a_word()}")
    post = people.drafted(engaged=engaged, by="natarajan", unit="014", written=written, at=early)
    post = submission.submit(post_id=post.pk, actor=engaged.natarajan, seen_version=1, at=early)
    desk = seen_by(engaged.foster, "desk", post.pk)
    rule, sentence, clause = RULE
    assert "“Communications speaks for the department” holds" in desk and clause in desk
    event = Event.objects.get(verb="post.submitted", subject_id=post.pk)
    assert event.keys["rule_held"] == rule

    people.approve(post=post, by=engaged.foster, at=early)
    record = seen_by(engaged.natarajan, "record", out_now(post).number)
    (entry,) = [one for one in history.of(post) if one.act == "gave_way"]
    assert sentence in entry.sentence and entry.clause == clause
    assert sentence in record and "“Use of force” (CPD-TW.IV.H) gave way." in record


def test_each_rule_that_held_stands_in_the_trail_cpd_tw_iv_h(chicago: Cast, at: datetime) -> None:
    written = people.with_answers(people.ARREST, use_of_force="yes", open_case="yes")
    written = replace(
        written, text=f"{written.text} An officer used a taser. The case is under investigation."
    )
    post = people.drafted(engaged=chicago, by="natarajan", unit="014", written=written, at=at)
    post = submission.submit(post_id=post.pk, actor=chicago.natarajan, seen_version=1, at=at)
    event = Event.objects.get(verb="post.submitted", subject_id=post.pk)
    further = Event.objects.filter(verb="post.rule_held_too", subject_id=post.pk)
    named = {event.keys["rule_held"], *(one.keys["rule"] for one in further)}
    assert named == {"communications-speaks", "arrest-told"} and len(further) == 1


def test_a_units_other_posts_name_no_rule_that_held(chicago: Cast, at: datetime) -> None:
    post = people.submitted(engaged=chicago, at=at)
    assert Event.objects.get(verb="post.submitted", subject_id=post.pk).keys["rule_held"] is None


def test_it_waits_until_the_family_knows_as_the_department_chose(chicago: Cast, at: datetime) -> None:
    written = people.with_answers(PROCESSION, family_told="not_yet")
    post = people.drafted(engaged=chicago, by="natarajan", unit="014", written=written, at=at)
    with pytest.raises(NotReady) as refused:
        submission.submit(post_id=post.pk, actor=chicago.natarajan, seen_version=1, at=at)
    (finding,) = refused.value.judged.decision.at(level="must_fix")
    assert (finding.clause, finding.basis) == ("CPD-TW.IV.H", "choice")


def test_what_communications_writes_there_is_not_the_units_to_write_on(chicago: Cast, at: datetime) -> None:
    post = people.drafted(engaged=chicago, by="natarajan", unit="014", written=PROCESSION, at=at)
    written = replace(PROCESSION, text="Ours now.")
    with pytest.raises(PermissionDenied):
        drafting.save(post_id=post.pk, actor=chicago.reyes, written=written, seen_version=1, at=at)
    other = chicago.accounts["018"]
    with pytest.raises(OutletAccount.DoesNotExist):
        drafting.change_account(
            post_id=post.pk, account_id=other.pk, actor=chicago.natarajan, seen_version=1, at=at
        )


@pytest.mark.parametrize("who", ["whitfield", "okafor", "washington", "admin", "kowalczyk"])
def test_nobody_else_writes_from_an_account_that_is_not_theirs(chicago: Cast, at: datetime, who: str) -> None:
    with pytest.raises(OutletAccount.DoesNotExist):
        people.drafted(engaged=chicago, by=who, unit="014", written=PROCESSION, at=at)


# ------------------------------------------------------------------------ sharing the official statement


def chosen(pack: Pack) -> Pack:
    """The rules of a department that lets its units share its own statement."""
    rules = (replace(rule, on=True) if rule.id == "statement-shared" else rule for rule in pack.rules)
    return replace(pack, rules=tuple(rules))


@pytest.mark.parametrize(
    ("on", "official", "may"), [(False, True, False), (True, True, True), (True, False, False)]
)
def test_units_share_the_official_statement_only_where_the_department_chose_it_cpd_tw_iv_h(
    at: datetime, on: bool, official: bool, may: bool
) -> None:
    pack = load_pack("chicago")
    facts = Facts(
        category="department_statement",
        text="We mourn Officer Lee, killed in the line of duty.",
        today=at.date(),
        answers={"use_of_force": "yes", "source": "The department's account"},
        reposts=True,
        reposts_statement=official,
    )
    decision = judge(pack=chosen(pack) if on else pack, facts=facts)
    stopped = [one for one in decision.at(level="must_fix") if one.rule == "force-declared"]
    assert bool(stopped) is not may
    rule = pack.rule(id="statement-shared")
    assert rule is not None and (rule.basis, rule.on) == ("choice", False), (
        "a labelled choice, off by default"
    )


SHARED = {
    "use_of_force": "yes",
    "source": "The department's account",
    "member_involved": "yes",
    "notable": "yes",
}


def adopted(engaged: Cast, at: datetime) -> None:
    """From now on the department lets its units share its own statement."""
    off = "of_statement = true\non = "
    source = rules.called(rules.text("chicago"), rules.NEXT)
    assert source.count(f"{off}false") == 1
    source = source.replace(f"{off}false", f"{off}true")
    rules.adopt(agency=engaged.agency, source=source, effective_at=at, at=at)


def reposted(out: tuple[Cast, Any], *, official: bool, at: datetime) -> Post:
    """A repost by a unit of what the department's own account says about a death, or of what another says."""
    engaged, ground = out
    other = engaged.accounts["018"]
    OutletAccount.objects.filter(pk=other.pk).update(corporate=official)
    words = f"We mourn Officer Lee, killed in the line of duty. {people.a_word()}"
    number = sending.reach(other)._client.create_tweet(text=words).json()["data"]["id"]
    address = f"{ground.base_url}/{other.handle}/status/{number}"
    return reposting.begin(account_id=engaged.accounts["014"].pk, actor=engaged.reyes, typed=address, at=at)


def sent_in(engaged: Cast, post: Post, at: datetime) -> Post:
    kind = post.category or "good_news"
    more = {} if post.repost_official else {"people_agreed": "agreed"}
    kept = drafting.written_in(draft=post.draft, category=kind)
    written = replace(kept, answers=SHARED | more | {"endorsement": "read"})
    saved = drafting.save(post_id=post.pk, actor=engaged.reyes, written=written, seen_version=1, at=at)
    return submission.submit(post_id=post.pk, actor=engaged.reyes, seen_version=saved.version, at=at)


def test_a_units_repost_of_the_official_statement_goes_out_where_the_department_chose_it_cpd_tw_iv_h(
    out: tuple[Cast, Any], early: datetime
) -> None:
    engaged, ground = out
    adopted(engaged, early)
    post = sent_in(engaged, reposted(out, official=True, at=early), early)
    for who in (engaged.whitfield, engaged.natarajan):
        post = people.approve(post=post, by=who, at=early)
    while outbox.deliver_due(at=early):
        pass
    for post_id in duties.reached():
        duties.go_on(post_id=post_id, at=early)

    assert sending.send(publication_id=Publication.objects.get(post=post).pk) == "published"

    post.refresh_from_db()
    assert post.status == Status.PUBLISHED
    told = ground.control("GET", "acts", account=engaged.accounts["014"].external_id)["acts"]
    assert (told[-1]["kind"], told[-1]["ended_at"]) == ("repost", None)


@pytest.mark.parametrize(("on", "official"), [(False, True), (True, False)], ids=["not chosen", "not ours"])
def test_without_that_choice_or_of_another_account_a_unit_reposts_no_such_statement_cpd_tw_iv_h(
    out: tuple[Cast, Any], early: datetime, on: bool, official: bool
) -> None:
    engaged, _ = out
    if on:
        adopted(engaged, early)
    post = reposted(out, official=official, at=early)
    with pytest.raises(NotReady) as refused:
        sent_in(engaged, post, early)
    stopped = refused.value.judged.decision.at(level="must_fix")
    assert [(one.rule, one.clause) for one in stopped] == [("force-declared", "CPD-TW.IV.H")]
    post.refresh_from_db()
    assert post.status == Status.DRAFT


# --------------------------------------------------------------------------------------- official positions


def test_an_official_position_goes_to_communications_which_says_so_cpd_tw_v_e_1(
    chicago: Cast, at: datetime
) -> None:
    text = "We urge lawmakers to put lamps on every corner."
    written = replace(people.with_answers(people.TIP, takes_position="yes"), text=text)
    post = people.submitted(engaged=chicago, written=written, at=at)
    post = people.approve(post=post, by=chicago.whitfield, at=at)
    assert list(post.turns.values_list("role", flat=True)) == ["communications"]
    people.approve(post=post, by=chicago.natarajan, at=at)
    said = [entry.detail for entry in history.of(post) if entry.act == "approved"]
    assert any("Communications lets this account say this for the department." in detail for detail in said)


def test_words_that_take_a_position_ask_and_a_no_goes_on_cpd_tw_v_e_1(chicago: Cast, at: datetime) -> None:
    text = "We urge lawmakers to visit the open house on Oak."
    written = replace(people.TIP, text=text)
    with pytest.raises(NotReady):
        people.submitted(engaged=chicago, written=written, at=at)
    answered = people.with_answers(
        written, takes_position="no", position_reason="It invites, and asks for no law."
    )
    assert people.submitted(engaged=chicago, written=answered, at=at).status == Status.IN_REVIEW


def test_the_departments_own_words_have_a_kind_of_their_own_cpd_tw_iv_h(
    out: tuple[Cast, Any], early: datetime
) -> None:
    engaged, _ = out
    post = reposted(out, official=True, at=early)
    assert (post.category, post.draft.answers) == (
        "department_statement",
        {"source": f"@{engaged.accounts['018'].handle}"},
    )
    kinds = load_pack("chicago").categories_for(unit_kind="district", statement=True)
    assert "department_statement" in [one.key for one in kinds]


def test_nobody_writes_words_of_that_kind_or_shares_anybody_elses_as_it_cpd_tw_iv_h(
    out: tuple[Cast, Any], early: datetime
) -> None:
    engaged, _ = out
    post = reposted(out, official=False, at=early)
    kept = drafting.written_in(draft=post.draft, category="department_statement")
    answered = replace(kept, answers=SHARED | {"use_of_force": "no", "endorsement": "read"})
    saved = drafting.save(post_id=post.pk, actor=engaged.reyes, written=answered, seen_version=1, at=early)
    with pytest.raises(NotReady) as refused:
        submission.submit(post_id=post.pk, actor=engaged.reyes, seen_version=saved.version, at=early)
    assert "listed-kind" in [one.rule for one in refused.value.judged.decision.at(level="must_fix")]


@pytest.mark.parametrize("official", [True, False])
def test_a_repost_keeps_whether_it_is_of_the_departments_own_account_cpd_tw_iv_h(
    out: tuple[Cast, Any], early: datetime, official: bool
) -> None:
    post = reposted(out, official=official, at=early)
    post.refresh_from_db()
    assert post.repost_official is official
