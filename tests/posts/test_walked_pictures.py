"""Pictures with people in them over everybody's pages: who is asked, what stops it, who decides, what is kept."""

import json
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from audit import blobs
from audit.models import Event
from posts import looking
from posts.models import Picture, Post, Status, Upload
from tests import drawn, people
from tests.filmed import CAPTIONS, mp4
from tests.posts.test_pictures_pages import begin, piece
from tests.posts.walking import Out, Person, accepted, goes_out

SOURCE = {"source": "Community policing office"}
ASKED = {"under_cover": "no", "asked": "Cmdr. Okafor, today"}
ALONE = ("whitfield",)
WITH_OFFICE = ("whitfield", "natarajan")


def adds(author: Person, post: Post, *, content: bytes = b"", alt: str = "People at a table") -> Picture:
    """A file sent in pieces as the page's script does, looked at by the worker, and described."""
    octets = content or drawn.png()
    address = json.loads(begin(author.client, post, size=len(octets)).content)["address"]
    piece(author.client, address, offset=0, content=octets)
    looking.look(upload_id=Upload.objects.latest("begun_at").pk, at=timezone.now())
    picture = Picture.objects.latest("pk")
    author.looks_again()
    author.writes(post, **{f"alt-{picture.pk}": alt})
    return picture


def says(author: Person, post: Post, picture: Picture, **typed: Any) -> str:
    """Whose it is and who is in it, on its own page; the page after that."""
    page = f"{reverse('media_rights', args=[picture.pk])}?post={post.pk}"
    return author.press(page, page, {"owner": "department", **typed})


@dataclass(frozen=True, kw_only=True)
class Shown:
    """Who is in a picture, what stops it first, and what whoever decides reads once it may go."""

    who: str
    stopped_by: dict[str, str]
    because: str
    desk: str
    by: tuple[str, ...]
    kept: str


PEOPLE = {
    "a child": Shown(
        who="juvenile",
        stopped_by={"consent": "not_given", **ASKED},
        because="Picture 1 shows a child, and no parent or guardian agreed. Blur the child, or remove it.",
        desk="Picture 1 shows a child. The author says a parent or guardian agreed.",
        by=ALONE,
        kept="It shows a child or teenager. They agreed.",
    ),
    "a victim": Shown(
        who="victim",
        stopped_by={"consent": "not_given", **ASKED},
        because="Picture 1 shows a victim who did not agree. Blur the victim, or remove it.",
        desk="Picture 1 shows a victim. The author says the victim agreed. Communications decides too.",
        by=WITH_OFFICE,
        kept="It shows a victim of a crime. They agreed.",
    ),
    "somebody who may work under cover": Shown(
        who="other",
        stopped_by={"consent": "given", "agreed": "All of them, today", "under_cover": "may"},
        because="Somebody in picture 1 works or may work under cover. Blur them, or remove it.",
        desk="Nobody works under cover; asked: Cmdr. Okafor, today.",
        by=ALONE,
        kept="Nobody works under cover, as was asked.",
    ),
}


@pytest.mark.parametrize("case", PEOPLE)
def test_who_is_in_a_picture_is_asked_stops_it_or_brings_in_who_decides_and_is_kept_cpd_sm_iii_c_4_d(
    out: Out, case: str
) -> None:
    (engaged, _), one = out, PEOPLE[case]
    author = Person(engaged, "reyes")
    post = author.drafts("safety_tip", f"Come to our table at the fair, {people.a_word()}.", SOURCE)
    picture = adds(author, post)
    assert "Say who can be recognized in picture 1." in author.submits(post)
    asked = says(author, post, picture, shown=[one.who])
    assert "Say whether they agreed." in asked and "Ask, then say what you were told." in asked
    assert "Ask the commander of each member who is shown. The portal holds no list of them." in asked

    says(author, post, picture, shown=[one.who], **one.stopped_by)
    assert one.because in author.submits(post)
    assert post.status == Status.DRAFT

    says(author, post, picture, shown=[one.who], consent="given", agreed="Her mother signed.", **ASKED)
    author.submits(post)
    for key in one.by:
        assert post.status == Status.IN_REVIEW, f"{key} was not waited for"
        desk = Person(engaged, key).at_desk(post)
        assert one.desk in desk and "Her mother signed." in desk
        Person(engaged, key).approves(post)
    assert one.kept in author.reads("record", goes_out(post).number)
    assert Event.objects.filter(verb="unit.picture_described", keys__picture_id=picture.pk).count() == 2


def test_somebody_under_arrest_is_shown_in_no_post_but_an_arrest_cpd_tw_v_d_9(out: Out) -> None:
    """CPD-SM.III.C.4.d"""
    author = Person(out[0], "reyes")
    post = author.drafts("safety_tip", f"Come to our table at the fair, {people.a_word()}.", SOURCE)
    picture = adds(author, post)
    says(author, post, picture, shown=["arrestee"], consent="not_given", **ASKED)
    refused = author.submits(post)
    assert "Picture 1 shows somebody under arrest. Choose the kind “Arrest”, or remove it." in refused
    assert "CPD-TW.V.D.9" in refused and post.status == Status.DRAFT


def test_a_picture_of_evidence_is_shown_as_no_good_news_and_as_evidence_over_both_offices_cpd_tw_v_d_10(
    out: Out,
) -> None:
    engaged, _ = out
    author, sergeant, office = (Person(engaged, key) for key in ("reyes", "whitfield", "natarajan"))
    text = f"Thank you to the night watch of the district, {people.a_word()}."
    post = author.drafts("good_news", text, {"people_agreed": "nobody_named", **SOURCE})
    picture = adds(author, post, alt="Two pistols on a table")
    page = says(author, post, picture, shown=["evidence"])
    assert "Say whether they agreed." not in page, "a thing is asked nothing"
    refused = author.submits(post)
    assert "Picture 1 shows evidence of a crime. Choose the kind “Evidence”, or remove it." in refused
    assert "CPD-TW.V.D.10" in refused and post.status == Status.DRAFT

    author.writes(post, category="evidence")
    author.answers(post, {key: said for key, said in people.EVIDENCE.answers.items() if key != "source"})
    author.confirms(post)
    assert "It shows evidence of a crime." in sergeant.at_desk(post)
    sergeant.approves(post)
    for who in (office, Person(engaged, "washington")):
        assert post.status == Status.IN_REVIEW
        who.approves(post, guidance="Without the serial numbers.")
    assert "It shows evidence of a crime." in office.reads("record", goes_out(post).number)


def test_music_in_a_video_stops_it_until_the_author_says_what_allows_it_cpd_sm_iii_c_4_c(out: Out) -> None:
    engaged, _ = out
    author, sergeant = Person(engaged, "reyes"), Person(engaged, "whitfield")
    post = author.drafts("safety_tip", f"See our coats as a film, {people.a_word()}.", SOURCE)
    video = adds(author, post, content=mp4(), alt=CAPTIONS)
    assert "Say whether music plays in it." in says(author, post, video, shown=["nobody"])
    says(author, post, video, shown=["nobody"], music="not_allowed")
    refused = author.submits(post)
    assert "The music in the video is somebody else's. Take it out, or get leave to use it." in refused
    assert "CPD-SM.III.C.4.c" in refused and post.status == Status.DRAFT

    allowed = {"shown": ["nobody"], "music": "allowed"}
    assert "Say what allows the music." in says(author, post, video, **allowed)
    says(author, post, video, **allowed, music_words="Licence 77 of the city")
    author.submits(post)
    assert "Music: Licence 77 of the city" in sergeant.at_desk(post)
    sergeant.approves(post)
    assert "Its music may be used." in sergeant.reads("record", goes_out(post).number)


def test_a_blurred_face_is_what_residents_and_the_record_have_and_the_other_is_shut_away_cpd_sm_iii_c_4_d(
    out: Out,
) -> None:
    engaged, ground = out
    author, sergeant, colleague = (Person(engaged, key) for key in ("reyes", "whitfield", "ortega"))
    post = author.drafts("safety_tip", f"Come to the fair, {people.a_word()}.", SOURCE)
    clear = adds(author, post, alt="A woman beside our table")
    page = says(author, post, clear, shown=["other"], consent="not_given", **ASKED)
    assert "Not everybody in picture 1 agreed. Blur who did not." in page

    blur = reverse("blur_picture", args=[post.pk, clear.pk])
    assert blur in author.client.get(reverse("composer", args=[post.pk])).content.decode()
    content = drawn.png(colour="grey")
    file = SimpleUploadedFile("blurred", content, content_type="image/png")
    go = author.client.post(blur, {"file": file}, headers={"Accept": "application/json"}).json()["go"]
    made = Picture.objects.get(blurred_from=clear)
    assert "Nothing to fix" in author.press(go, go, {"shown": ["nobody"]})
    author.submits(post)
    assert "Nobody can be recognized." in sergeant.at_desk(post)
    sergeant.approves(post)
    record = goes_out(post)

    [shown] = next(
        one["media"] for one in accepted(ground, engaged) if one["text"].startswith("Come to the fair")
    )
    assert shown["sha256"] == made.digest != clear.digest
    kept = sergeant.client.get(reverse("record_picture", args=[record.number, 1]))
    assert kept.content == blobs.content(digest=made.digest, agency_id=post.agency_id)
    assert colleague.client.get(reverse("picture", args=[clear.pk, "network"])).status_code == 404
    assert author.client.get(reverse("picture", args=[clear.pk, "original"])).status_code == 200
    opened = Event.objects.filter(verb__in=["unit.unblurred_opened", "unit.original_opened"])
    assert {event.actor_id for event in opened} == {engaged.reyes.pk}
