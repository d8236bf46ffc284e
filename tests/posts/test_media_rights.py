"""CPD-SM.III.C.4.c and d: whose a picture is and who is in it, from the composer to the frozen version."""

import html
import json
from datetime import date, datetime
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from audit import vault
from audit.models import Event
from governance.cast import Cast
from posts import drafting, pictures, rights, said, submission
from posts.models import MediaRights, Picture, Post, RevisionPicture
from posts.rights import SaidMeanwhile
from posts.said import Rights
from posts.workflow import Refused
from tests import drawn
from tests.posts import picturing
from tests.posts.illustrating import looked_at
from tests.posts.writing import at, check, draft, form, reyes, signed_in, submit

__all__ = ["at", "draft", "reyes"]
pytestmark = pytest.mark.django_db
BORROWED: dict[str, Any] = {
    "owner": "somebody_else",
    "licence": "The photographer gave leave by e-mail.",
    "reference": "Mail of 20 Nov",
    "shown": ["other"],
    "consent": "given",
    "agreed": "Both signed the form on 20 Nov.",
    "under_cover": "no",
    "asked": "Cmdr. Castellanos, 20 Nov",
}


@pytest.fixture
def unsaid(chicago: Cast, draft: Post, at: datetime) -> Picture:
    """A picture that stands in the draft and of which nobody said anything."""
    made = looked_at(post=draft, by=chicago.reyes, content=drawn.png(), at=at).picture
    assert made is not None
    pictures.attach(post_id=draft.pk, picture_id=made.pk, alt_text="Coats", actor=chicago.reyes, at=at)
    return made


def page(answer: Any) -> str:
    return " ".join(html.unescape(answer.content.decode()).split())


def describe(client: Client, picture: Picture, post: Post, **typed: Any) -> Any:
    last = MediaRights.objects.filter(picture=picture).order_by("-pk").first()
    sent = {"seen": last.pk if last else 0, "post": post.pk} | typed
    return client.post(reverse("media_rights", args=[picture.pk]), sent)


def test_cpd_sm_iii_c_4_c_a_picture_without_rights_stays_with_its_author_until_one_tap(
    reyes: Client, draft: Post, unsaid: Picture
) -> None:
    assert "Say whose picture 1 is." in page(submit(reyes, draft))
    draft.refresh_from_db()
    assert draft.status == "draft"

    check(reyes, draft, rights_own=str(unsaid.pk))
    assert "The department made it. Nobody can be recognized." in page(
        reyes.get(reverse("composer", args=[draft.pk]))
    )
    assert submit(reyes, draft).status_code == 302

    frozen = RevisionPicture.objects.select_related("rights", "revision").get(picture=unsaid)
    assert frozen.rights is not None and frozen.rights == MediaRights.objects.get()
    decision = json.loads(vault.text(digest=frozen.revision.decision_digest, agency_id=draft.agency_id))
    assert [(one["owner"], one["shown"]) for one in decision["media"]] == [("department", [])]


def test_cpd_sm_iii_c_4_c_what_others_made_names_its_licence_its_document_and_its_end(
    reyes: Client, draft: Post, unsaid: Picture
) -> None:
    assert "Say what allows us to use it." in page(
        describe(reyes, unsaid, draft, owner="somebody_else", shown="nobody")
    )
    paper = SimpleUploadedFile("leave.pdf", b"%PDF-1.7 leave")
    typed = BORROWED | {"reference": "", "document": paper, "ends_on": "2027-01-31"}
    assert describe(reyes, unsaid, draft, **typed).status_code == 302

    row = MediaRights.objects.get()
    assert (row.owner, row.ends_on, bool(row.document_digest)) == ("somebody_else", date(2027, 1, 31), True)
    assert submit(reyes, draft).status_code == 302
    # The words, with their names, are in the vault; the trail has the sealed digest alone.
    event = Event.objects.get(verb="unit.picture_described")
    assert "photographer" not in json.dumps(event.keys)


def test_two_taps_before_one_save_are_two_statements(
    chicago: Cast, reyes: Client, draft: Post, unsaid: Picture, at: datetime
) -> None:
    second = looked_at(post=draft, by=chicago.reyes, content=drawn.png(colour="navy"), at=at).picture
    assert second is not None
    pictures.attach(post_id=draft.pk, picture_id=second.pk, alt_text="Hats", actor=chicago.reyes, at=at)
    taps = {"rights_own": [str(unsaid.pk), str(second.pk), "x"]}
    reyes.post(reverse("check_draft", args=[draft.pk]), form(draft) | taps)
    assert set(MediaRights.objects.values_list("picture_id", flat=True)) == {unsaid.pk, second.pk}


@pytest.mark.parametrize(
    ("who", "status"),
    [("reyes", 200), ("whitfield", 200), ("natarajan", 200), ("ortega", 403), ("tran", 404)],
)
def test_cpd_sm_iii_c_4_d_a_paper_of_consent_is_read_by_few_and_the_trail_knows_who(
    chicago: Cast, reyes: Client, draft: Post, unsaid: Picture, who: str, status: int
) -> None:
    paper = SimpleUploadedFile("form.pdf", b"%PDF-1.7 signed")
    describe(reyes, unsaid, draft, **BORROWED | {"reference": "", "document": paper})
    client, row = signed_in(chicago, who), MediaRights.objects.get()
    answer = client.get(reverse("rights_document", args=[row.pk]))
    read = Event.objects.filter(verb="unit.rights_document_read", actor_id=chicago.people[who].pk)
    assert (answer.status_code, read.count()) == (status, int(status == 200))
    if status == 200:
        assert b"".join(answer.streaming_content) == b"%PDF-1.7 signed"
        assert read.get().keys == {"picture_id": unsaid.pk, "rights_id": row.pk}
    shown = page(client.get(reverse("media_rights", args=[unsaid.pk])))
    assert ("Save the document" in shown) == (status == 200)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"shown": ["nobody", "other"]}, "Choose either nobody, or who can be recognized."),
        ({"shown": []}, "Choose who can be recognized, or nobody."),
        ({"consent": ""}, "Say whether they agreed."),
        ({"agreed": ""}, "Say who agreed, and how."),
        ({"under_cover": ""}, "Ask, then say what you were told."),
        ({"asked": ""}, "Say whom you asked."),
        ({"owner": ""}, "Choose who made it."),
        ({"ends_on": "soon"}, "Choose a day, such as 12/31/2026."),
        ({"document": SimpleUploadedFile("a.exe", b"MZ\0")}, "This file is no PDF, JPEG or PNG."),
    ],
)
def test_cpd_sm_iii_c_4_d_what_is_missing_is_asked_and_nothing_typed_is_lost(
    reyes: Client, draft: Post, unsaid: Picture, typed: dict[str, Any], sentence: str
) -> None:
    answer = page(describe(reyes, unsaid, draft, **BORROWED | typed))
    assert sentence in answer
    assert "The photographer gave leave by e-mail." in answer
    assert not MediaRights.objects.exists()


def test_cpd_sm_iii_c_4_d_somebody_who_may_work_under_cover_keeps_the_post_back(
    reyes: Client, draft: Post, unsaid: Picture
) -> None:
    describe(reyes, unsaid, draft, **BORROWED | {"under_cover": "may", "asked": ""})
    assert "Somebody in picture 1 works or may work under cover." in page(submit(reyes, draft))
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_cpd_sm_iii_c_4_d_the_portal_holds_no_list_of_who_works_under_cover(
    chicago: Cast, reyes: Client, draft: Post, unsaid: Picture
) -> None:
    """Neither a name, nor a column to search by, nor a row where offices look for pictures."""
    describe(reyes, unsaid, draft, **BORROWED | {"under_cover": "may", "agreed": "The commander, 20 Nov"})
    row = MediaRights.objects.get()
    kept = json.loads(vault.text(digest=row.facts_digest, agency_id=draft.agency_id))
    assert (kept["under_cover"], kept["asked"]) == ("may", "")
    columns = {field.name for model in apps.get_models() for field in model._meta.get_fields()}
    assert not [name for name in columns if "under_cover" in name or "undercover" in name]
    listed = page(signed_in(chicago, "natarajan").get(reverse("expired_rights")))
    assert "under cover" not in listed and f"/pictures/{unsaid.pk}/" not in listed


def test_a_statement_is_written_over_the_one_that_was_seen_and_never_changed(
    chicago: Cast, draft: Post, unsaid: Picture, at: datetime
) -> None:
    first = rights.own(picture=unsaid, actor=chicago.reyes, at=at)
    assert rights.own(picture=unsaid, actor=chicago.ortega, at=at) == first
    shown = Rights(owner="department", shown=("plate",))
    with pytest.raises(SaidMeanwhile, match="Reyes described this picture"):
        rights.say(picture=unsaid, rights=shown, seen=0, actor=chicago.ortega, at=at)
    second = rights.say(picture=unsaid, rights=shown, seen=first.pk, actor=chicago.ortega, at=at)
    assert said.of_pictures(pictures=[unsaid])[unsaid.pk].row == second
    assert MediaRights.objects.count() == 2


def test_only_who_writes_for_a_unit_or_leads_it_speaks_for_its_pictures(
    chicago: Cast, draft: Post, unsaid: Picture, at: datetime
) -> None:
    with pytest.raises(Refused):
        rights.own(picture=unsaid, actor=chicago.tran, at=at)


def test_what_was_said_goes_with_the_picture_and_an_approval_binds_it(
    chicago: Cast, draft: Post, at: datetime
) -> None:
    picture = picturing.placed(post=draft, by=chicago.reyes, at=at)
    first = submission.submit(post_id=draft.pk, actor=chicago.reyes, seen_version=2, at=at).revision
    drafting.reopen(post_id=draft.pk, actor=chicago.reyes, at=at)
    seen = MediaRights.objects.get()
    plate = Rights(owner="department", shown=("plate",))
    rights.say(picture=picture, rights=plate, seen=seen.pk, actor=chicago.reyes, at=at)
    second = submission.submit(post_id=draft.pk, actor=chicago.reyes, seen_version=2, at=at).revision
    assert first is not None and second is not None
    assert first.digest == second.digest
    assert first.binding != second.binding
    both = pictures.of_revisions(revision_ids=[first.pk, second.pk])
    shown = [both[one.pk][0].said for one in (first, second)]
    assert [one.rights.shown for one in shown if one] == [(), ("plate",)]
