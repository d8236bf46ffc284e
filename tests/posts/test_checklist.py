"""The checklist of the training at the sergeant's desk: shown, kept with the approval, and changed by rules."""

import json
from datetime import datetime
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import PolicyProposal
from audit import vault
from audit.models import Event
from directives.pack import PackErrors, load_pack, parse_pack
from governance.cast import Cast
from posts import history, judging, preserving
from posts.models import Approval, Post
from tests import people, rules
from tests.posts.desks import at, decide, read, said, signed_in

__all__ = ["at"]
pytestmark = pytest.mark.django_db
LINES = load_pack("chicago").training.checklist
SAID = "By approving, you say this is current, correct, valid and fit to post."


def test_the_desk_shows_the_checklist_of_the_training_and_the_approval_keeps_it_cpd_tw_v_b_2(
    chicago: Cast, at: datetime
) -> None:
    post = people.submitted(engaged=chicago, at=at)
    desk = unescape(read(signed_in(chicago.whitfield).get(f"/review/{post.pk}/")))
    version = load_pack("chicago").version
    assert all(line in desk for line in LINES)
    assert "You also say that you went through the" in desk
    assert 4 <= len(LINES) <= 6

    client = signed_in(chicago.whitfield)
    assert "Approved." in said(client, decide(client, post, "approve"))
    digest = Approval.objects.get().attested_digest
    kept = json.loads(vault.text(digest=digest, agency_id=post.agency_id))
    assert kept["said"] == [SAID]
    assert kept["checklist"] == {"version": version, "clause": "CPD-TW.V.B.2", "lines": list(LINES)}
    sealed = vault.sealed_digest(digest=digest, agency_id=post.agency_id)
    assert Event.objects.get(verb="post.approved", subject_id=post.pk).keys["attested_sealed"] == sealed

    told = f"“{SAID}” Checklist {version} (CPD-TW.V.B.2): “{' '.join(LINES)}”"
    post = Post.objects.get(pk=post.pk)
    assert next(one.detail for one in history.of(post) if one.act == "approved") == told
    assert next(one.detail for one in preserving.chain_of(post) if one.act == "approved") == told
    page = read(signed_in(chicago.reyes).get(f"/post/{post.pk}/"))
    assert f"approved it: by the checklist of the training, in the rules of {version}" in page


def test_an_office_has_no_checklist_of_the_sergeants(chicago: Cast, at: datetime) -> None:
    post = people.submitted(engaged=chicago, written=people.ARREST, at=at)
    ticked = ["current", "correct", "valid", "appropriate"]
    decide(signed_in(chicago.whitfield), post, "approve", attested=ticked)
    desk = unescape(read(signed_in(chicago.natarajan).get(f"/review/{post.pk}/")))
    assert "It is correct: I compared it with the source." in desk
    assert 'id="checklist"' not in desk
    decide(signed_in(chicago.natarajan), post, "approve", attested=ticked)
    kept = [
        json.loads(vault.text(digest=one.attested_digest, agency_id=post.agency_id))
        for one in Approval.objects.order_by("pk")
    ]
    assert ["checklist" in one for one in kept] == [True, False]


def test_where_the_training_has_no_checklist_nothing_is_shown(alsip: Cast, at: datetime) -> None:
    assert load_pack("alsip").training.guide is None
    pack = judging.pack_in_force(agency=alsip.agency, at=at)
    assert pack.training.guide is None


def test_another_checklist_is_entered_with_the_rules_and_asked_of_what_is_submitted_then(
    chicago: Cast, at: datetime
) -> None:
    before = people.submitted(engaged=chicago, at=at)
    writer, reviewer = signed_in(chicago.natarajan), signed_in(chicago.admin)
    writer.post(reverse("begin_proposal"), {"begin_with": "present"})
    proposal = PolicyProposal.objects.latest("pk")
    page = writer.get(reverse("change_settings", args=[proposal.pk]))
    form = {field.name: field.value() for field in page.context["form"]}
    assert form["checklist"] == "\n".join(LINES)

    address = reverse("change_settings", args=[proposal.pk])
    wrong = writer.post(address, {**form, "checklist": "Once.\nOnce."})
    assert "Holds a line twice." in read(wrong)
    writer.post(address, {**form, "checklist": "  I called who is named.  \n\nI read it aloud."})
    page = read(writer.get(reverse("proposal", args=[proposal.pk])))
    assert "Checklist for who approves" in page and "I called who is named." in page
    writer.post(reverse("hand_in_proposal", args=[proposal.pk]), {"why": "The course of autumn."})
    adopted = {"read_against": proposal.base_id, "answer": "Agreed."}
    reviewer.post(reverse("adopt_proposal", args=[proposal.pk]), adopted)

    after = people.submitted(engaged=chicago, at=timezone.now())
    client = signed_in(chicago.whitfield)
    old, new = (unescape(read(client.get(f"/review/{post.pk}/"))) for post in (before, after))
    assert LINES[0] in old
    assert LINES[0] not in new and "I called who is named." in new


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ('checklist_clause = "CPD-TW.NONE"', "checklist_clause"),
        ('checklist = ["a", "a"]', "holds a line twice"),
        ('checklist = [" "]', "must hold words in quotes only"),
        (f'checklist = ["{"x" * 121}"]', "has 120 characters at most"),
        ('checklist = ["1", "2", "3", "4", "5", "6", "7", "8", "9"]', "has 8 lines at most"),
    ],
)
def test_a_checklist_that_nobody_could_go_through_stops_the_load(changed: str, fault: str) -> None:
    source = rules.text("alsip").replace("[training]\n", f"[training]\n{changed}\n")
    with pytest.raises(PackErrors, match=fault):
        parse_pack(file="alsip.toml", source=source)
