"""What disposal takes of a post: its words wherever they stand, its pictures that no other post shows."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import transaction

from accounts import authority as authorities
from audit import blobs, vault
from governance.cast import Cast
from posts import pictures, searching, submission
from posts.models import Draft, DraftPicture, PictureWords, Post
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
    drawn = certificates.draw_up(series_ids=[series.pk], commission="cook", actor=drawer, zone=zone, at=at)
    day = date(2024, 4, 1)
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
    reusable = {each.picture.pk for each in pictures.reusable(unit_id=post.unit_id).pictures}
    assert (first.pk in reusable, second.pk in reusable) == (False, True)
    client = signed_in(chicago.marsh)
    for path in (f"/post/{post.pk}/", f"/records/{record.number}/", "/records/", "/"):
        assert client.get(path, follow=True).status_code == 200
    client = signed_in(chicago.reyes)
    for path in (f"/post/{post.pk}/", "/", f"/pictures/{first.pk}/preview/"):
        assert client.get(path, follow=True).status_code in {200, 404}
