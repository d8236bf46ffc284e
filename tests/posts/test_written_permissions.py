"""Written permissions: asked for, decided by another, named by a post, asked about again at the claim, and ended."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts import authority, written
from accounts.models import Member, Message, PermissionKind, WrittenPermission
from audit import blobs, vault
from audit.models import Event
from governance.cast import Cast
from posts import history, judging, permitting, publishing
from posts.models import Attempt, AttemptKind, Post, Publication, RevisionPermission, Status
from posts.submission import NotReady
from tests import people
from tests.posts.desks import read, signed_in

DAY = timedelta(days=1)


def asked(
    by: Member, at: datetime, kind: str = "confidential", paper: written.Paper | None = None
) -> WrittenPermission:
    return written.ask(
        member=by,
        kind=kind,
        covers="The drill of 21 Nov: where and why.",
        wanted_until=None,
        paper=paper,
        at=at,
    )


def given(
    engaged: Cast, at: datetime, *, by: str = "reyes", kind: str = "confidential", lasts: timedelta = DAY
) -> WrittenPermission:
    permission = asked(engaged.people[by], at, kind)
    written.decide(
        permission_id=permission.pk,
        actor=engaged.natarajan,
        granted=True,
        reason="Residents should know of the drill.",
        expires_at=at + lasts,
        at=at,
    )
    permission.refresh_from_db()
    return permission


def drill(permission: WrittenPermission | None = None) -> people.Written:
    named = {"confidential_permission": str(permission.pk)} if permission else {}
    return people.with_answers(people.TIP, confidential="yes", **named)


def open_case(engaged: Cast, at: datetime) -> Post:
    tip = people.with_answers(people.TIP, open_case="yes")
    written_ = replace(tip, text="The fire on Oak is under investigation. Call us if you saw it.")
    post = people.submitted(engaged=engaged, written=written_, at=at)
    people.approve(post=post, by=engaged.whitfield, at=at)
    return people.approve(post=post, by=engaged.natarajan, at=at)


def told(post: Post, act: str) -> list[str]:
    return [entry.sentence for entry in history.of(post) if entry.act == act]


# ------------------------------------------------------------------------------------ asked for and decided


def test_a_member_asks_to_use_the_logo_and_gets_a_letter_cpd_sm_iii_d(chicago: Cast, at: datetime) -> None:
    paper = written.Paper(name="flyer.pdf", content=b"%PDF-1.7 flyer")
    permission = asked(chicago.reyes, at, PermissionKind.MARKS, paper)
    assert blobs.content(digest=permission.file_digest, agency_id=permission.agency_id) == paper.content
    assert Message.objects.filter(kind="permission-asked", to=chicago.natarajan).exists()

    done = written.decide(
        permission_id=permission.pk,
        actor=chicago.natarajan,
        granted=False,
        reason="The flyer sells something.",
        expires_at=None,
        at=at,
    )

    permission.refresh_from_db()
    letter = vault.text(digest=permission.letter_digest, agency_id=permission.agency_id)
    assert done and "It is not permitted." in letter and "The flyer sells something." in letter
    assert Message.objects.filter(kind="permission-decided", to=chicago.reyes).count() == 1
    event = Event.objects.get(verb="permission.declined")
    assert event.keys == {"permission_id": permission.pk, "kind": "marks"}, "nothing of what it covers"


def test_what_was_decided_stays_so_and_nobody_decides_about_their_own(chicago: Cast, at: datetime) -> None:
    permission = given(chicago, at)
    assert not written.decide(
        permission_id=permission.pk, actor=chicago.foster, granted=False, reason="No.", expires_at=None, at=at
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        WrittenPermission.objects.filter(pk=permission.pk).update(expires_at=at + 30 * DAY)
    own = asked(chicago.natarajan, at)
    held = authority.load(member=chicago.natarajan, at=at)
    assert not written.may_decide(authority=held, permission=own)
    with pytest.raises(written.NotYours):
        written.decide(
            permission_id=own.pk,
            actor=chicago.natarajan,
            granted=True,
            reason="Mine.",
            expires_at=at + DAY,
            at=at,
        )
    mine = {"granted": True, "decided_by": chicago.natarajan, "decided_at": at, "expires_at": at + DAY}
    with pytest.raises(DatabaseError), transaction.atomic():
        WrittenPermission.objects.filter(pk=own.pk).update(**mine)


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("natarajan", True),
        ("foster", True),
        ("whitfield", False),
        ("okafor", False),
        ("washington", False),
        ("reyes", False),
    ],
)
def test_communications_decides_for_the_superintendent(
    chicago: Cast, at: datetime, who: str, may: bool
) -> None:
    permission = asked(chicago.reyes, at)
    held = authority.load(member=chicago.people[who], at=at)
    assert written.may_decide(authority=held, permission=permission) is may


# --------------------------------------------------------------------------------- named by a post, and bound


def test_confidential_material_without_permission_is_blocked_cpd_sm_ii_c_2(
    chicago: Cast, at: datetime
) -> None:
    with pytest.raises(NotReady) as refused:
        people.submitted(engaged=chicago, written=drill(), at=at)
    (finding,) = refused.value.judged.decision.at(level="must_fix")
    assert (finding.clause, finding.question) == ("CPD-SM.II.C.2", "confidential_permission")

    permission = given(chicago, at)
    post = people.submitted(engaged=chicago, written=drill(permission), at=at)
    post = people.approve(post=post, by=chicago.whitfield, at=at)

    assert post.status == Status.APPROVED
    assert [one.pk for one in permitting.of_post(post=post)] == [permission.pk]
    said = told(post, "permitted")
    assert said == [
        f"It rests on permission {permission.pk}: confidential material, given by {chicago.natarajan.titled_name}"
    ]
    page = read(signed_in(chicago.whitfield).get(reverse("post", args=[post.pk])))
    assert f'<span class="told__words">{said[0]}' in page, "who gave it is named once"
    later = at + timedelta(minutes=1)
    publication = Publication.objects.get(post=post)
    assert publishing.claim(publication_id=publication.pk, now_by=lambda: later) is not None


@pytest.mark.parametrize("what", ["another kind", "another unit", "asked only", "over by then", "ended"])
def test_what_is_not_in_force_for_the_unit_when_it_goes_out_permits_nothing(
    chicago: Cast, at: datetime, what: str
) -> None:
    permission = given(chicago, at, kind="material" if what == "another kind" else "confidential")
    text = drill(permission)
    if what == "another unit":
        other = asked(chicago.people["kowalczyk"], at)
        written.decide(
            permission_id=other.pk,
            actor=chicago.foster,
            granted=True,
            reason="Yes.",
            expires_at=at + DAY,
            at=at,
        )
        text = drill(other)
    if what == "asked only":
        text = drill(asked(chicago.reyes, at))
    if what == "over by then":
        text = replace(text, send_at=at + 2 * DAY)
    if what == "ended":
        written.end(permission_id=permission.pk, actor=chicago.foster, reason="Too early.", at=at)
    with pytest.raises(NotReady):
        people.submitted(engaged=chicago, written=text, at=at)


# --------------------------------------------------------------------------------------- asked at the claim


def approved_drill(engaged: Cast, at: datetime) -> tuple[Post, WrittenPermission]:
    permission = given(engaged, at)
    post = people.submitted(engaged=engaged, written=drill(permission), at=at)
    return people.approve(post=post, by=engaged.whitfield, at=at), permission


def test_a_permission_that_is_over_at_the_claim_holds_the_post_back(chicago: Cast, at: datetime) -> None:
    permission = given(chicago, at, lasts=timedelta(minutes=2))
    post = people.submitted(engaged=chicago, written=drill(permission), at=at)
    post = people.approve(post=post, by=chicago.whitfield, at=at)
    publication = Publication.objects.get(post=post)
    after = at + timedelta(minutes=2)

    assert publishing.claim(publication_id=publication.pk, now_by=lambda: after) is None

    post.refresh_from_db()
    assert post.status == Status.RETURNED
    assert Event.objects.get(verb="post.held_back").keys["why"] == "permission_ended"


def test_the_database_refuses_an_attempt_without_the_permission(chicago: Cast, at: datetime) -> None:
    post, permission = approved_drill(chicago, at)
    written.end(permission_id=permission.pk, actor=chicago.foster, reason="Too early.", at=at)
    publication = Publication.objects.get(post=post)
    Publication.objects.filter(pk=publication.pk).update(state="sending")
    assert post.revision is not None
    with pytest.raises(DatabaseError, match="written permission"), transaction.atomic():
        Attempt.objects.create(
            publication=publication,
            number=1,
            kind=AttemptKind.PUBLISH,
            digest=post.revision.digest,
            claimed_at=at,
        )


def test_ending_a_permission_sends_back_what_waits_at_once_and_names_what_is_out(
    chicago: Cast, at: datetime
) -> None:
    post, permission = approved_drill(chicago, at)
    live = people.submitted(engaged=chicago, written=drill(permission), at=at)
    people.approve(post=live, by=chicago.whitfield, at=at)
    Publication.objects.filter(post=live).update(state="published")
    Post.objects.filter(pk=live.pk).update(status=Status.PUBLISHED)

    out = permitting.end(
        permission_id=permission.pk, actor=chicago.natarajan, reason="The drill is off.", at=at
    )

    post.refresh_from_db()
    assert post.status == Status.RETURNED
    assert Publication.objects.get(post=post).state == "cancelled"
    assert [one.pk for one in out or ()] == [live.pk]
    assert told(post, "returned") == [
        f"{chicago.natarajan.titled_name} ended a written permission it rests on, so it went back"
    ]
    assert Message.objects.filter(kind="permission_ended", to=chicago.reyes).count() == 1
    assert permitting.end(permission_id=permission.pk, actor=chicago.foster, reason="Again.", at=at) is None


# ------------------------------------------------------------------------------------------ an open case


def test_communications_authorisation_of_an_open_case_is_an_object_of_its_own_cpd_tw_v_d_11(
    chicago: Cast, at: datetime
) -> None:
    post = open_case(chicago, at)
    assert post.status == Status.APPROVED and post.revision is not None

    (permission,) = permitting.of_post(post=post)

    assert (permission.kind, permission.decided_by) == ("open_case", chicago.natarajan)
    assert permission.covers == f"Post {post.pk}, version 1"
    assert told(post, "permitted") == [
        f"{chicago.natarajan.titled_name} permitted it in writing: an open case, permission {permission.pk}"
    ]
    later = at + timedelta(minutes=1)
    publication = Publication.objects.get(post=post)
    assert publishing.claim(publication_id=publication.pk, now_by=lambda: later) is not None


def test_an_authorisation_that_communications_ends_keeps_the_post_from_going_out_cpd_tw_v_d_11(
    chicago: Cast, at: datetime
) -> None:
    post = open_case(chicago, at)
    (permission,) = permitting.of_post(post=post)
    permitting.end(permission_id=permission.pk, actor=chicago.foster, reason="A witness asks.", at=at)
    post.refresh_from_db()
    assert post.status == Status.RETURNED
    assert RevisionPermission.objects.filter(revision=post.revision_id).count() == 1, (
        "what it rested on is kept"
    )


def test_an_open_case_is_not_permitted_beforehand(chicago: Cast, at: datetime) -> None:
    permission = given(chicago, at, kind="open_case")
    pack = judging.pack_in_force(agency=chicago.agency, at=at)
    answers = {"confidential_permission": str(permission.pk)}
    assert not permitting.named(pack=pack, answers=answers, account=chicago.accounts["014"], at=at)


def test_the_desk_leads_to_the_permission_with_what_it_covers_and_until_when(
    chicago: Cast, at: datetime
) -> None:
    # The composer reads the real clock.
    lasts = timezone.now() - at + DAY
    permission = given(chicago, at, lasts=lasts)
    other = given(chicago, at, kind="marks", lasts=lasts)
    draft = people.drafted(engaged=chicago, written=drill(permission), at=at)
    composer = signed_in(chicago.reyes).get(reverse("composer", args=[draft.pk])).content.decode()
    assert f'<option value="{permission.pk}" selected>' in composer
    giver = f"given to {permission.asked_by.titled_name} for “The drill of 21 Nov: where and why.”"
    assert giver in composer and "for: “The drill of 21 Nov: where and why.”</p>" in composer
    assert f"Permission {other.pk}:" not in composer, "one for something else is not offered"

    post = people.submitted(engaged=chicago, written=drill(permission), at=at)
    page = read(signed_in(chicago.whitfield).get(reverse("desk", args=[post.pk])))

    link = reverse("permission", args=[permission.pk])
    assert f'<a href="{link}">Permission {permission.pk}</a>: Confidential material, through' in page
    assert "“The drill of 21 Nov: where and why.”" in page
    assert signed_in(chicago.whitfield).get(link).status_code == 200
