"""Pictures in a post: whose they are, who wrote with them, and that each has words before anybody reviews it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from audit.models import Event
from governance.cast import Cast
from posts import drafting, history, pictures, reviewing, submission
from posts.drafting import SavedMeanwhile
from posts.models import Draft, Picture, Post, RevisionPicture
from posts.pictured import Pictured, TooManyPictures
from posts.submission import NotReady
from posts.workflow import Refused
from tests import drawn, people
from tests.posts.illustrating import ALT, arrived, hold, illustrated, picture


@pytest.fixture
def draft(chicago: Cast, at: datetime) -> Post:
    return people.drafted(engaged=chicago, at=at)


def attach(engaged: Cast, post: Post, shown: Picture, at: datetime, by: str = "reyes") -> Draft:
    return pictures.attach(
        post_id=post.pk, picture_id=shown.pk, alt_text=ALT, actor=engaged.people[by], at=at
    )


def submit(engaged: Cast, post: Post, at: datetime) -> Post:
    version = Draft.objects.get(post=post).version
    return submission.submit(post_id=post.pk, actor=engaged.reyes, seen_version=version, at=at)


def findings(engaged: Cast, post: Post, at: datetime) -> list[str]:
    with pytest.raises(NotReady) as refused:
        submit(engaged, post, at)
    left = refused.value.judged.decision.at(level="must_fix")
    assert {finding.basis for finding in left} == {"network"}
    return [finding.sentence for finding in left]


def test_a_picture_is_put_in_described_moved_and_taken_out_by_saving(
    chicago: Cast, draft: Post, at: datetime
) -> None:
    one, two = (
        picture(post=draft, by=chicago.reyes, at=at, content=drawn.png(colour=colour))
        for colour in ("red", "blue")
    )
    assert attach(chicago, draft, one, at).version == 2
    assert attach(chicago, draft, one, at).version == 2
    attach(chicago, draft, two, at)
    assert [(each.picture, each.alt_text) for each in pictures.of_draft(post_id=draft.pk)] == [
        (one, ALT),
        (two, ALT),
    ]
    swapped = (Pictured(picture_id=two.pk, alt_text="Two"), Pictured(picture_id=one.pk, alt_text="One"))
    saved = hold(post=draft, by=chicago.reyes, pictures=swapped, at=at)
    assert hold(post=draft, by=chicago.reyes, pictures=swapped, at=at).version == saved.version
    assert [each.alt_text for each in pictures.of_draft(post_id=draft.pk)] == ["Two", "One"]

    pictures.detach(post_id=draft.pk, picture_id=two.pk, actor=chicago.reyes, at=at)
    assert [each.picture for each in pictures.of_draft(post_id=draft.pk)] == [one]


def test_two_windows_never_overwrite_each_others_pictures(chicago: Cast, draft: Post, at: datetime) -> None:
    shown = picture(post=draft, by=chicago.reyes, at=at)
    attach(chicago, draft, shown, at)
    with pytest.raises(SavedMeanwhile):
        drafting.save(
            post_id=draft.pk,
            actor=chicago.reyes,
            written=replace(people.TIP, text="Typed before the picture came."),
            seen_version=1,
            at=at,
        )
    with pytest.raises(SavedMeanwhile):
        pictures.detach(post_id=draft.pk, picture_id=shown.pk, actor=chicago.reyes, at=at, seen_version=1)
    assert len(pictures.of_draft(post_id=draft.pk)) == 1


def test_a_fifth_picture_and_one_picture_twice_are_refused(chicago: Cast, at: datetime) -> None:
    post = illustrated(engaged=chicago, at=at, alts=("1", "2", "3", "4"))
    fifth = picture(post=people.drafted(engaged=chicago, at=at), by=chicago.reyes, at=at)
    with pytest.raises(TooManyPictures, match="A post can hold 4 pictures"):
        attach(chicago, post, fifth, at)
    twice = (Pictured(picture_id=fifth.pk), Pictured(picture_id=fifth.pk))
    with pytest.raises(Picture.DoesNotExist):
        hold(post=post, by=chicago.reyes, pictures=twice, at=at)


def test_a_picture_of_another_unit_or_agency_cannot_be_put_in_by_a_forged_number(
    chicago: Cast, alsip: Cast, draft: Post, at: datetime
) -> None:
    theirs = picture(
        post=people.drafted(engaged=chicago, by="tran", unit="001", at=at), by=chicago.tran, at=at
    )
    foreign = picture(
        post=people.drafted(engaged=alsip, by="vance", unit="PAT", at=at), by=alsip.vance, at=at
    )
    for shown in (theirs, foreign):
        with pytest.raises(Picture.DoesNotExist):
            attach(chicago, draft, shown, at)
        with pytest.raises(Picture.DoesNotExist):
            hold(post=draft, by=chicago.reyes, pictures=(Pictured(picture_id=shown.pk),), at=at)
    with pytest.raises(Picture.DoesNotExist):
        pictures.seen_by(picture_id=foreign.pk, actor=chicago.natarajan, at=at)
    with pytest.raises(Picture.DoesNotExist):
        pictures.seen_by(picture_id=theirs.pk, actor=chicago.reyes, at=at)
    assert pictures.seen_by(picture_id=theirs.pk, actor=chicago.natarajan, at=at) == theirs


def test_only_who_may_write_puts_a_picture_in(chicago: Cast, draft: Post, at: datetime) -> None:
    shown = picture(post=draft, by=chicago.reyes, at=at)
    with pytest.raises(Refused):
        attach(chicago, draft, shown, at, by="whitfield")
    with pytest.raises(Post.DoesNotExist):
        attach(chicago, draft, shown, at, by="tran")


def test_who_put_a_picture_in_wrote_the_post_and_cannot_approve_it(
    chicago: Cast, draft: Post, at: datetime
) -> None:
    shown = picture(post=draft, by=chicago.reyes, at=at)
    pictures.attach(post_id=draft.pk, picture_id=shown.pk, alt_text=ALT, actor=chicago.ortega, at=at)
    post = submit(chicago, draft, at)
    assert post.revision is not None
    authors = set(post.revision.authors.values_list("member__log_on_id", flat=True))
    assert authors == {"reyes", "ortega"}


@pytest.mark.parametrize("words", ["", "   ", "\u200b", "\n"])
def test_a_picture_without_words_is_to_be_fixed(chicago: Cast, at: datetime, words: str) -> None:
    post = illustrated(engaged=chicago, at=at, alts=(ALT, words))
    assert findings(chicago, post, at) == ["Describe picture 2 for people who cannot see it."]


def test_a_description_has_at_most_a_thousand_characters(chicago: Cast, at: datetime) -> None:
    submit(chicago, illustrated(engaged=chicago, at=at, alts=("ä" * 1000,)), at)
    post = illustrated(engaged=chicago, at=at, alts=("ä" * 1001,))
    assert findings(chicago, post, at) == ["The description of picture 1 is 1 character too long."]


def test_a_picture_that_is_still_on_its_way_holds_the_post(chicago: Cast, draft: Post, at: datetime) -> None:
    arrived(post=draft, by=chicago.reyes, content=drawn.jpeg(), at=at)
    assert findings(chicago, draft, at) == [
        "A picture is still on the way. Wait until it is ready, or remove it."
    ]


def test_a_version_freezes_its_pictures_with_their_words(chicago: Cast, at: datetime) -> None:
    post = illustrated(engaged=chicago, at=at, alts=(f"  {ALT}\r\n", "Two"))
    first = submit(chicago, post, at).revision
    assert first is not None
    reviewing.return_(
        post_id=post.pk, binding=first.binding, actor=chicago.whitfield, reason="One is enough.", at=at
    )
    (kept, _) = pictures.of_draft(post_id=post.pk)
    hold(
        post=post,
        by=chicago.reyes,
        pictures=(Pictured(picture_id=kept.picture.pk, alt_text="Other words"),),
        at=at,
    )
    second = submit(chicago, post, at).revision
    assert second is not None

    both = pictures.of_revisions(revision_ids=[first.pk, second.pk])
    assert [each.alt_text for each in both[first.pk]] == [ALT, "Two"]
    assert [each.alt_text for each in both[second.pk]] == ["Other words"]
    assert first.digest != second.digest
    assert pictures.of_revision(revision_id=second.pk) == both[second.pk]
    sealed = [entry.detail.partition(" sealed")[0] for entry in history.of(post) if entry.act == "submitted"]
    assert sealed == ["Exact text and 2 pictures", "Exact text and 1 picture"]


def test_a_copy_holds_the_same_pictures_and_words(chicago: Cast, at: datetime) -> None:
    source = illustrated(engaged=chicago, at=at, alts=(ALT, "Two"))
    copied = drafting.copy(post_id=source.pk, actor=chicago.ortega, at=at)
    assert [(each.picture, each.alt_text) for each in pictures.of_draft(post_id=copied.pk)] == [
        (each.picture, each.alt_text) for each in pictures.of_draft(post_id=source.pk)
    ]


def test_the_units_pictures_come_newest_first_with_their_last_words_a_page_at_a_time(
    chicago: Cast, draft: Post, at: datetime
) -> None:
    shown = [
        picture(post=draft, by=chicago.reyes, at=at, content=drawn.png(width=40 + number))
        for number in range(3)
    ]
    for words in ("First words", "Last words"):
        hold(
            post=people.drafted(engaged=chicago, at=at + timedelta(seconds=1)),
            by=chicago.reyes,
            pictures=(Pictured(picture_id=shown[0].pk, alt_text=words),),
            at=at,
        )
    for number in range(pictures.PAGE):
        Picture.objects.create(
            agency=chicago.agency,
            unit=chicago.units["014"],
            original_digest=f"{number:064}",
            digest="0" * 64,
            preview_digest="0" * 64,
            media_type="image/png",
            width=1,
            height=1,
            size_bytes=1,
            made_by=chicago.reyes,
            made_at=at,
        )
    with CaptureQueriesContext(connection) as queries:
        first = pictures.reusable(unit_id=draft.unit_id)
    assert len(queries) == 1
    assert (len(first.rows), first.next_after) == (pictures.PAGE, str(first.rows[-1].picture.pk))
    rest = pictures.reusable(unit_id=draft.unit_id, after=first.rows[-1].picture.pk)
    assert [each.picture for each in rest.rows] == shown[::-1]
    assert rest.next_after is None
    assert rest.rows[-1].alt_text == "Last words"
    assert pictures.reusable(unit_id=chicago.units["001"].pk).rows == ()


def test_an_original_opens_for_who_added_it_and_for_records_and_the_trail_tells(
    chicago: Cast, draft: Post, at: datetime
) -> None:
    content = drawn.jpeg()
    shown = picture(post=draft, by=chicago.reyes, at=at, content=content)
    for who in ("reyes", "marsh"):
        with pictures.original(picture_id=shown.pk, actor=chicago.people[who], at=at) as file:
            assert file.read() == content
    for who in ("ortega", "whitfield", "natarajan"):
        with pytest.raises(Picture.DoesNotExist):
            pictures.original(picture_id=shown.pk, actor=chicago.people[who], at=at)
    opened = Event.objects.filter(verb="unit.original_opened").order_by("pk")
    assert [event.actor_id for event in opened] == [chicago.reyes.pk, chicago.marsh.pk]


def test_whoever_sees_a_post_sees_its_pictures_wherever_they_came_from(
    chicago: Cast, draft: Post, at: datetime
) -> None:
    """A draft may move to an account of another unit; its sergeant must see what is to be approved."""
    people.grants.authorise(
        member=chicago.reyes, unit=chicago.units["001"], role=Role.USMR, given_by=chicago.novak, at=at
    )
    shown = picture(post=draft, by=chicago.reyes, at=at)
    version = attach(chicago, draft, shown, at).version
    with pytest.raises(Picture.DoesNotExist):
        pictures.seen_by(picture_id=shown.pk, actor=chicago.hale, at=at)
    drafting.change_account(
        post_id=draft.pk,
        account_id=chicago.accounts["001"].pk,
        actor=chicago.reyes,
        seen_version=version,
        at=at,
    )
    assert pictures.seen_by(picture_id=shown.pk, actor=chicago.hale, at=at) == shown
    submit(chicago, draft, at)
    assert RevisionPicture.objects.count() == 1
