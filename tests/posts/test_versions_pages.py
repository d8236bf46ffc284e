"""Rules are proposed, read and adopted in the portal, and one post is read under two versions (CPD-TW.I, VI)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import proposals
from accounts.models import AgencyPolicy, Member, PolicyProposal, ProposalState
from audit import vault
from audit.models import Event
from directives.editing import Spot, changed, index_of
from directives.pack import load_pack, parse_pack
from governance.cast import Cast
from posts import rejudging
from posts.forms.rule_settings import CHOSEN, MINUTES
from posts.models import Post
from tests import people, rules

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(at: datetime) -> Iterator[None]:
    with time_machine.travel(at, tick=False):
        yield


def screen(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def text(client: Client, name: str, *args: object, **asked: str) -> str:
    answer = client.get(reverse(name, args=args), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def sent(client: Client, name: str, *args: object, **typed: object) -> str:
    return client.post(reverse(name, args=args), typed, follow=True).content.decode()


def begun(writer: Client, **typed: object) -> PolicyProposal:
    sent(writer, "begin_proposal", **{"begin_with": "present", **typed})
    return PolicyProposal.objects.latest("pk")


def a_file(source: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("rules.toml", source.encode())


def test_a_choice_is_switched_off_in_one_tap_reviewed_by_another_and_then_asks_no_more(chicago: Cast) -> None:
    """From the button to the composer: nothing of it takes effect before a second person has read it."""
    writer, reviewer = screen(chicago.natarajan), screen(chicago.admin)
    proposal = begun(writer)
    page = sent(writer, "switch_choice", proposal.pk, rule="plain-words")
    assert "is switched off in this proposal" in page and "Switched off" in page
    page = sent(writer, "hand_in_proposal", proposal.pk, why="Residents know these words.")
    assert "Handed in" in page and "Adopt these rules" not in page

    page = text(reviewer, "proposal", proposal.pk)
    assert "Plain words" in page and "Residents know these words." in page and "Adopt these rules" in page
    page = sent(reviewer, "adopt_proposal", proposal.pk, read_against=proposal.base_id, answer="Agreed.")
    assert "is adopted" in page

    policy = chicago.agency.policies.latest("pk")
    assert policy.proposal.state == ProposalState.ADOPTED
    page = text(screen(chicago.reyes), "policy_version", policy.pk)
    assert "Switched off" in page and "Read and confirm it" in page and "Agreed." in page


def test_who_wrote_it_is_refused_and_the_trail_knows(chicago: Cast) -> None:
    writer = screen(chicago.natarajan)
    proposal = begun(writer)
    sent(writer, "switch_choice", proposal.pk, rule="plain-words")
    sent(writer, "hand_in_proposal", proposal.pk, why="Why not.")
    page = sent(writer, "adopt_proposal", proposal.pk, read_against=proposal.base_id)
    assert "somebody else decides about it" in page
    assert Event.objects.filter(verb="act.refused", keys__reason="own_proposal").exists()
    assert AgencyPolicy.objects.filter(agency=chicago.agency).count() == 1


def test_words_of_a_choice_are_changed_and_a_wrong_one_is_told_with_what_was_typed(chicago: Cast) -> None:
    writer = screen(chicago.natarajan)
    proposal = begun(writer)
    form = {
        "title": "Plain words",
        "sentence": "Say “{words}” plainly.",
        "level": "needs_somebody",
        "terms": "perp | suspect\nvic | victim",
        "idioms": "",
    }
    page = sent(writer, "change_rule", proposal.pk, "plain-words", **{**form, "sentence": "Say {nothing}."})
    assert "cannot be filled in" in page and "Say {nothing}." in page
    page = sent(writer, "change_rule", proposal.pk, "plain-words", **form)
    for said in ("Say “{words}” plainly.", "“vic”, better “victim”", "Needs somebody", "CAPS office"):
        assert said in page


@pytest.mark.parametrize(
    ("rule", "was", "becomes", "said"),
    [
        ("evidence-suspected", "asks", "advises", "Gives advice, and asks nothing"),
        ("evidence-hinted", "advises", "asks", "Asks, and waits for the answer"),
    ],
)
def test_what_a_check_notices_is_turned_into_advice_or_made_to_ask_on_the_page_of_a_proposal(
    chicago: Cast, rule: str, was: str, becomes: str, said: str
) -> None:
    writer = screen(chicago.natarajan)
    proposal = begun(writer)
    form = writer.get(reverse("change_rule", args=[proposal.pk, rule])).context["form"]
    typed = {field.name: field.value() or "" for field in form}
    assert typed["strength"] == was
    page = sent(writer, "change_rule", proposal.pk, rule, **{**typed, "strength": becomes})
    assert said in page
    source = vault.text(
        digest=PolicyProposal.objects.get(pk=proposal.pk).source_digest, agency_id=chicago.agency.pk
    )
    pack = parse_pack(file="rules.toml", source=source)
    changed = {one.id for one in pack.rules if one != load_pack("chicago").rule(id=one.id)}
    assert changed == {rule} and getattr(pack.rule(id=rule), "strength", "") == becomes


@pytest.mark.parametrize("rule", ["sergeant-decides", "member-involved", "nowhere"])
def test_what_the_directive_itself_says_has_no_form_and_is_not_switched_off(chicago: Cast, rule: str) -> None:
    """CPD-TW.V.D.9.NOTE: that Communications decides, too, is nobody's to take out."""
    writer = screen(chicago.natarajan)
    proposal = begun(writer)
    assert writer.get(reverse("change_rule", args=[proposal.pk, rule])).status_code == 404
    for said in (rule, "source-named"):
        switched = writer.post(reverse("switch_choice", args=[proposal.pk]), {"rule": said})
        assert switched.status_code == 404


def test_a_file_is_checked_whole_and_each_fault_is_told_with_its_line(chicago: Cast) -> None:
    writer = screen(chicago.natarajan)
    source = rules.text("chicago").replace('"always"', '"sometimes"').replace("precedence = 10\n", "", 1)
    page = sent(writer, "begin_proposal", begin_with="file", file=a_file(source))
    line = next(n for n, row in enumerate(source.split("\n"), 1) if '"sometimes"' in row)
    assert f"Line {line}" in page and "Nothing was changed" in page
    assert not PolicyProposal.objects.exists()

    proposal = begun(writer)
    page = sent(writer, "replace_proposal", proposal.pk, file=a_file(source))
    assert f"Line {line}" in page
    page = sent(writer, "replace_proposal", proposal.pk, file=a_file("root:x:0:0\n"))
    assert "Line 1" in page and "is not TOML" in page
    better = (
        rules.text("chicago").replace("Residents may not know", "Few residents know").replace("\n", "\r\n")
    )
    page = sent(writer, "replace_proposal", proposal.pk, file=a_file(better))
    assert "The file is sound" in page and "Few residents know" in page


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (None, "No file was chosen"),
        (SimpleUploadedFile("x.toml", b"\xff\xfe\x00"), "The file is no text"),
        (SimpleUploadedFile("x.toml", b"x" * 1_000_001), "larger than 1 MB"),
        (a_file("= 3"), "is not TOML"),
    ],
    ids=["none", "no text", "large", "not toml"],
)
def test_a_file_that_is_none_of_ours_is_told_so(
    chicago: Cast, file: SimpleUploadedFile | None, said: str
) -> None:
    typed = {"begin_with": "file"} | ({"file": file} if file else {})
    assert said in sent(screen(chicago.natarajan), "begin_proposal", **typed)


def test_a_declined_proposal_says_why_and_can_be_begun_again(chicago: Cast) -> None:
    writer, reviewer = screen(chicago.natarajan), screen(chicago.admin)
    proposal = begun(writer)
    sent(writer, "switch_choice", proposal.pk, rule="plain-words")
    sent(writer, "hand_in_proposal", proposal.pk, why="Residents know these words.")
    assert "Say why it is declined" in sent(reviewer, "decline_proposal", proposal.pk, answer="")
    sent(reviewer, "decline_proposal", proposal.pk, answer="Not all do.")
    assert "Not all do." in text(writer, "proposal", proposal.pk)
    page = sent(writer, "begin_again", proposal.pk)
    again = PolicyProposal.objects.latest("pk")
    assert again.version != proposal.version and again.version in page and "Switched off" in page


def test_the_text_comes_back_as_it_was_adopted(chicago: Cast) -> None:
    policy = chicago.agency.policies.get()
    answer = screen(chicago.reyes).get(reverse("version_file", args=[policy.pk]))
    assert answer.content.decode() == rules.text("chicago")
    assert "attachment" in answer.headers["Content-Disposition"]


def an_arrest_unasked(chicago: Cast, at: datetime) -> Post:
    """A post that was sent in under the first rules, which did not ask about notable incidents."""
    rules.adopt(agency=chicago.agency, source=rules.text(rules.EARLIEST), effective_at=at, at=at)
    answers = {key: said for key, said in people.ARREST.answers.items() if key != "notable"}
    return people.submitted(engaged=chicago, written=replace(people.ARREST, answers=answers), at=at)


def test_one_post_stands_side_by_side_under_two_versions_with_the_difference_explained(
    chicago: Cast, at: datetime
) -> None:
    newest = chicago.agency.policies.get()
    post = an_arrest_unasked(chicago, at)
    page = text(screen(chicago.reyes), "compare_versions", post.pk, right=f"v{newest.pk}")
    assert "The versions treat this post differently." in page
    assert "Say whether this is something the news will ask about." in page
    assert "The rule “Whether the news will ask” is new." in page
    assert "The question “Is this something the news will ask about?” is new." in page
    assert "The changes behind it" in page
    alike = text(
        screen(chicago.reyes), "compare_versions", post.pk, left=f"v{newest.pk}", right=f"v{newest.pk}"
    )
    assert "one and the same version" in alike


def test_the_difference_tells_which_rule_is_new_gone_or_changed_and_which_of_two_stands(
    chicago: Cast, at: datetime
) -> None:
    """CPD-TW.VI: one post under its own version, under one from before and under one that changes words and days."""
    own = chicago.agency.policies.get()
    post = people.submitted(engaged=chicago, written=people.ARREST, at=at)
    reader = screen(chicago.reyes)
    before = rules.adopt(
        agency=chicago.agency,
        source=rules.text(rules.EARLIEST),
        effective_at=own.effective_at - timedelta(days=1),
        at=at,
    )
    won = next(one for one in load_pack("chicago").rules if one.id == "arrest-told")
    lost = next(one for one in load_pack("chicago").rules if one.id == "pending-case")
    stands = f"“{won.title}” stands and “{lost.title}” gives way."
    for left, right, how in ((before, own, "is new."), (own, before, "no longer.")):
        page = text(reader, "compare_versions", post.pk, left=f"v{left.pk}", right=f"v{right.pk}")
        assert stands in page and "“Social Media Outlet: Twitter” goes before" in page
        told = [one.partition("</p>")[0] for one in page.split("<b>Only here.</b> ")[1:]]
        assert any(f"“{won.title}”" in one and one.endswith(how) for one in told)

    source = rules.called(rules.text("chicago"), rules.NEXT)
    for called, key, value in (
        ("felony", "sentence", "Communications decides about a felony."),
        ("every-arrest", "from_on", date(2026, 12, 24)),
    ):
        row = index_of(source=source, table="rule", name="id", called=called)
        source = changed(source=source, spot=Spot(table="rule", index=row, key=key), value=value)
    after = rules.adopt(agency=chicago.agency, source=source, effective_at=at + timedelta(days=1), at=at)
    page = text(reader, "compare_versions", post.pk, left=f"v{own.pk}", right=f"v{after.pk}")
    assert "says now otherwise (it says)." in page and "said otherwise (it says)." in page
    assert "has other days in the newer version (counts from 24 December 2026)." in page
    assert page.count(stands) == 2


def test_a_post_of_the_rules_in_force_stands_beside_the_next_version_that_is_not_its_own(
    chicago: Cast, at: datetime
) -> None:
    newest = chicago.agency.policies.get()
    post = people.submitted(engaged=chicago, written=people.ARREST, at=at)
    alone = text(screen(chicago.reyes), "compare_versions", post.pk)
    assert "one and the same version" in alone
    rules.adopt(
        agency=chicago.agency,
        source=rules.text(rules.EARLIEST),
        effective_at=newest.effective_at - timedelta(days=1),
        at=at,
    )
    page = text(screen(chicago.reyes), "compare_versions", post.pk)
    assert "The versions treat this post differently." in page
    assert "Version 2020-12-01.7, in force" in page and "earlier" in page


def test_what_is_only_proposed_is_laid_beside_for_those_who_review_it(chicago: Cast, at: datetime) -> None:
    post = an_arrest_unasked(chicago, at)
    writer = screen(chicago.natarajan)
    proposal = begun(writer, begin_with="file", file=a_file(rules.text("chicago")))
    page = text(writer, "proposal_posts", proposal.pk)
    assert "1 waiting post would go back" in page
    assert "Say whether this is something the news will ask about." in page
    assert "Only here." in text(writer, "compare_versions", post.pk, right=f"p{proposal.pk}")
    stranger = reverse("compare_versions", args=[post.pk])
    assert screen(chicago.reyes).get(stranger, {"right": f"p{proposal.pk}"}).status_code == 404


def test_the_outlook_of_a_proposal_is_what_happens_when_it_takes_effect(chicago: Cast, at: datetime) -> None:
    post = an_arrest_unasked(chicago, at)
    writer, reviewer = screen(chicago.natarajan), screen(chicago.admin)
    proposal = begun(writer, begin_with="file", file=a_file(rules.text("chicago")))
    sent(writer, "hand_in_proposal", proposal.pk, why="The present rules.")
    base = PolicyProposal.objects.get(pk=proposal.pk).base_id
    sent(reviewer, "adopt_proposal", proposal.pk, read_against=base)
    assert rejudging.owed(at=at) == [post.pk]
    assert not rejudging.judge_again(post_id=post.pk, at=at)


def test_the_pages_ask_few_questions(chicago: Cast, at: datetime) -> None:
    post = an_arrest_unasked(chicago, at)
    writer = screen(chicago.natarajan)
    proposal = begun(writer)
    policy = chicago.agency.policies.latest("pk")
    for name, pk in (
        ("policy_versions", None),
        ("policy_version", policy.pk),
        ("proposal", proposal.pk),
        ("compare_versions", post.pk),
    ):
        with CaptureQueriesContext(connection) as asked:
            text(writer, name, *([pk] if pk else []))
        assert len(asked) <= 24, (name, len(asked))


def test_settings_and_minutes_are_changed_without_a_file_and_the_difference_says_so(chicago: Cast) -> None:
    writer = screen(chicago.natarajan)
    proposal = begun(writer)
    pack = proposals.pack_of(proposal=proposal)
    said = {key: getattr(pack.settings, key) for key in CHOSEN}
    page = sent(writer, "change_settings", proposal.pk, **{**said, "device_policy": "supervisor"})
    assert "Devices" in page and "Where a supervisor agrees" in page and "Settings" in page

    minutes = {f"{kind.key}-{key}": getattr(kind, key) for kind in pack.categories for key in MINUTES}
    typed = minutes | {"community_event-review_minutes": 90}
    page = sent(writer, "change_minutes", proposal.pk, **{**typed, "good_news-late_minutes": 20_000})
    assert "less than or equal to 10080" in page and 'value="20000"' in page and 'value="90"' in page
    page = sent(writer, "change_minutes", proposal.pk, **typed)
    assert "Kinds of post" in page and "<del>120</del>" in page and "<ins>90</ins>" in page
    after = proposals.pack_of(proposal=PolicyProposal.objects.get(pk=proposal.pk))
    assert after.settings == replace(pack.settings, device_policy="supervisor")
    assert [one for one in after.categories if one not in pack.categories] == [
        replace(pack.category(key="community_event"), review_minutes=90)
    ]
    unused = sent(writer, "change_minutes", proposal.pk, **typed)
    assert unused.count("<ins>90</ins>") == 1
    sent(writer, "hand_in_proposal", proposal.pk, why="Sergeants asked for it.")
    for name in ("change_settings", "change_minutes"):
        assert writer.get(reverse(name, args=[proposal.pk])).status_code == 404


def test_a_file_gives_nobody_longer_than_a_week(chicago: Cast) -> None:
    source = rules.text("chicago").replace("late_minutes = 60", "late_minutes = 40000", 1)
    page = sent(screen(chicago.natarajan), "begin_proposal", begin_with="file", file=a_file(source))
    assert "not be more than 10,080 minutes" in page
