"""What disposal takes of a post: its words wherever they stand, its pictures that no other post shows."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import transaction

from accounts import authority as authorities
from accounts.models import Capability
from audit import blobs, vault
from audit.models import Event, VaultText
from governance.cast import Cast
from outlets.exchange import Exchange
from outlets.outcomes import Deleted, Hidden
from posts import hidden, pictures, preserving, publishing, searching, settling, stopping, submission
from posts.models import (
    Draft,
    DraftPicture,
    HiddenReply,
    HideGround,
    Kept,
    PictureWords,
    Post,
    Publication,
    PublicationState,
    ReplyState,
    Status,
)
from posts.pictured import Pictured
from records import certificates, disposing
from records.keeping import keep
from records.models import Record
from records.schedule import enter
from records.sheet import canonical
from tests import people
from tests.posts.desks import signed_in
from tests.posts.illustrating import ALT, hold, illustrated
from tests.posts.writing import at
from tests.records.conftest import make_member, material_for
from tests.records.test_schedule import POSTS

__all__ = ["at"]
OLD = datetime(2019, 3, 4, 15, tzinfo=UTC)
WORDS = "A pelican was seen on the lake."
SAID = Exchange(
    method="PUT",
    path="/2/tweets/77",
    request_headers={},
    request_body="",
    status=200,
    response_headers={},
    response_body="{}",
    started_at=OLD,
    ended_at=OLD,
)


@pytest.fixture
def post(chicago: Cast, at: datetime) -> Post:
    """A post that shows two pictures; the second one stands in another draft as well."""
    post = illustrated(engaged=chicago, at=at, text=WORDS, alts=(ALT, "The same lake at night"))
    version = Draft.objects.get(post=post).version
    post = submission.submit(post_id=post.pk, actor=chicago.reyes, seen_version=version, at=at)
    people.approve(post=post, by=chicago.whitfield, at=at)
    other = people.drafted(engaged=chicago, written=people.TIP, at=at)
    second = DraftPicture.objects.get(draft__post=post, position=2)
    hold(
        post=other,
        by=chicago.reyes,
        pictures=(Pictured(picture_id=second.picture_id, alt_text="Night"),),
        at=at,
    )
    first = DraftPicture.objects.get(draft__post=post, position=1)
    PictureWords.objects.create(picture=first.picture, text="pelican crossing")
    return Post.objects.get(pk=post.pk)


def disposed(chicago: Cast, post: Post, at: datetime) -> Record:
    """Its record, of long ago, goes under a certificate."""
    assert post.revision
    shown = post.revision.pictured.order_by("position")
    media = [{"digest": row.digest, "type": row.media_type, "alt_text": ALT} for row in shown]
    received = canonical({"account": {"network": "x"}, "media": media, "reply_to": None, "text": WORDS})
    more: dict[str, Any] = {
        "received": received,
        "fingerprint": vault.digest_of(received),
        "post_id": post.pk,
    }
    material = material_for(unit=post.unit, text=WORDS, published_at=OLD, **more)
    with transaction.atomic():
        record = keep(material=material, at=OLD)
    zone, drawer = post.agency.tzinfo, make_member(unit=post.unit, first_name="Ruth")
    series = enter(entered=POSTS, actor=drawer, at=at)
    day = date(2026, 1, 5)
    drawn = certificates.draw_up(
        series_ids=[series.pk],
        commission="cook",
        actor=drawer,
        zone=zone,
        at=datetime(2026, 1, 5, 15, tzinfo=UTC),
    )
    certificates.send(
        certificate_id=drawn.pk, sent_on=day, disposal_on=day.replace(month=6), actor=drawer, zone=zone, at=at
    )
    certificates.approve(
        certificate_id=drawn.pk, approved_on=day, copy="Cook 24-117", actor=drawer, zone=zone, at=at
    )
    certificates.begin(certificate_id=drawn.pk, actor=chicago.marsh, zone=zone, at=at)
    assert disposing.carry_out(certificate_id=drawn.pk, at=at).disposed == 1
    record.refresh_from_db()
    return record


def test_the_words_and_pictures_of_a_disposed_post_are_gone_and_another_posts_picture_stays_cpd_sm_iii_c_3_b(
    chicago: Cast, post: Post, at: datetime
) -> None:
    assert post.revision
    first, second = [row.picture for row in post.revision.pictured.order_by("position")]
    found: Any = {"authority": authorities.load(member=chicago.marsh, at=at), "unit_ids": None}
    assert [one.post for one in searching.posts(**found, words="pelican").rows] == [post]

    record = disposed(chicago, post, at)

    agency = post.agency_id
    assert searching.posts(**found, words="pelican").rows == []
    digests = {post.revision.text_digest, *post.revision.pictured.values_list("alt_digest", flat=True)}
    assert vault.texts_there(digests=digests, agency_id=agency) == {}
    for digest in (first.digest, first.original_digest, first.preview_digest):
        assert not blobs.path(digest=digest, agency_id=agency).exists()
    for digest in (second.digest, second.original_digest, second.preview_digest):
        assert blobs.opened(digest=digest, agency_id=agency).read()
    reusable = {each.picture.pk for each in pictures.reusable(unit_id=post.unit_id).rows}
    assert (first.pk in reusable, second.pk in reusable) == (False, True)
    client = signed_in(chicago.marsh)
    for path in (f"/post/{post.pk}/", f"/records/{record.number}/", "/records/", "/"):
        assert client.get(path, follow=True).status_code == 200
    client = signed_in(chicago.reyes)
    for path in (f"/post/{post.pk}/", "/", f"/pictures/{first.pk}/preview/"):
        assert client.get(path, follow=True).status_code in {200, 404}


def test_what_is_taken_down_after_its_disposal_is_settled_and_owed_no_more(
    chicago: Cast, post: Post, at: datetime
) -> None:
    publication = _out(post, at)
    record = disposed(chicago, post, at)

    stopping.take_down(post_id=post.pk, actor=chicago.whitfield, reason="Wrong street.", at=at)
    claim = publishing.claim(publication_id=publication.pk, now_by=lambda: at)
    assert claim is not None
    assert settling.settle(attempt_id=claim.attempt_id, outcome=Deleted(exchange=SAID), at=at) == "deleted"

    publication.refresh_from_db()
    assert (publication.state, publication.kept, preserving.owed()) == ("deleted", Kept.DELETED, [])
    record.refresh_from_db()
    assert (record.disposed, record.entries.count()) == (True, 0)
    verbs = Event.objects.filter(subject="post", subject_id=post.pk).values_list("verb", flat=True)
    assert {"post.takedown_asked", "post.claimed", "post.settled"} <= set(verbs)


def test_a_reply_that_is_hidden_after_the_disposal_adds_nothing_to_the_record_and_the_vault(
    chicago: Cast, post: Post, at: datetime
) -> None:
    words, capture, why = vault.keep_all(contents=["Cheap watches", "{}", "Spam."], agency_id=post.agency_id)
    reply = HiddenReply.objects.create(
        agency=post.agency, publication=_out(post, at), account=post.account, external_id="77", due_at=at,
        words_digest=words, capture_digest=capture, reason_digest=why, ground=HideGround.SPAM,
        asked_by=chicago.whitfield, asked_at=at,
    )  # fmt: skip
    post.account.capabilities = [*post.account.capabilities, Capability.HIDE]
    post.account.save()
    record = disposed(chicago, post, at)
    claim = hidden.claim(reply_id=reply.pk, now_by=lambda: at)
    assert claim is not None
    exchange = settling.keep_exchange(SAID, post.agency_id)
    before = set(VaultText.objects.values_list("digest", flat=True))

    assert (
        settling.settle(attempt_id=claim.attempt_id, outcome=Hidden(hidden=True, exchange=SAID), at=at)
        == "done"
    )

    reply.refresh_from_db()
    assert (reply.state, record.entries.count()) == (ReplyState.HIDDEN, 0)
    assert set(VaultText.objects.values_list("digest", flat=True)) == before, exchange


def _out(post: Post, at: datetime) -> Publication:
    """As if it had gone out long ago and its record had been kept."""
    publication = Publication.objects.get(post=post)
    publication.state, publication.external_id = PublicationState.PUBLISHED, "185822072207"
    publication.published_at, publication.kept = OLD, Kept.PUBLISHED
    publication.save()
    Post.objects.filter(pk=post.pk).update(status=Status.PUBLISHED, changed_at=at)
    post.refresh_from_db()
    return publication
