"""A repost of another account's post goes the way of every post: read, approved, sent once, undone."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import OutletAccount
from audit import vault
from audit.models import Event
from governance.cast import Cast
from posts import (
    correcting,
    drafting,
    publishing,
    reconciling,
    reposting,
    reposts,
    resolving,
    sending,
    stopping,
    submission,
)
from posts import digest as digests
from posts.models import Attempt, Correction, Post, Publication, Status
from posts.reposts import CannotRepost
from posts.submission import NotReady
from posts.workflow import Refused
from records import keeping
from tests import people

Out = tuple[Cast, Any]
READ = {"endorsement": "read"}
"""The warning that a share can look like praise, acknowledged."""
ALERT = "Robbers at the Damen station ask for phones. Keep yours in your pocket. "


def theirs(engaged: Cast, ground: Any, words: str = ALERT) -> tuple[str, str]:
    """A post of another account on the network: its address, and its words."""
    other, text = engaged.accounts["018"], words + people.a_word()
    number = sending.reach(other)._client.create_tweet(text=text).json()["data"]["id"]
    return f"{ground.base_url}/{other.handle}/status/{number}", text


def begun(engaged: Cast, address: str, at: datetime) -> Post:
    account = engaged.accounts["014"]
    return reposting.begin(account_id=account.pk, actor=engaged.reyes, typed=address, at=at)


def approved(engaged: Cast, address: str, at: datetime) -> Publication:
    post = begun(engaged, address, at)
    kept = drafting.written_in(draft=post.draft, category="")
    answered = replace(kept, category=people.TIP.category, answers={**people.TIP.answers, **READ})
    saved = drafting.save(post_id=post.pk, actor=engaged.reyes, written=answered, seen_version=1, at=at)
    submission.submit(post_id=post.pk, actor=engaged.reyes, seen_version=saved.version, at=at)
    people.approve(post=post, by=engaged.whitfield, at=at)
    return Publication.objects.get(post=post)


def acts(ground: Any, engaged: Cast) -> list[bool]:
    """Whether each repost of the account still stands, by the network's own books."""
    account = engaged.accounts["014"].external_id
    told = ground.control("GET", "acts", account=account)["acts"]
    return [act["ended_at"] is None for act in told if act["kind"] == "repost"]


def test_a_repost_is_read_approved_sent_once_kept_and_undone(out: Out, early: datetime) -> None:
    """CPD-TW.V.B.3"""
    engaged, ground = out
    before = acts(ground, engaged)
    address, words = theirs(engaged, ground)
    publication = approved(engaged, address, early)
    post, number = publication.post, address.rsplit("/", 1)[1]

    assert sending.send(publication_id=publication.pk) == "published"
    assert sending.send(publication_id=publication.pk) == "nothing to do"

    assert acts(ground, engaged) == [*before, True]
    post.refresh_from_db()
    publication.refresh_from_db()
    assert (post.status, publication.external_id) == (Status.PUBLISHED, number)
    record = keeping.record_of(agency_id=post.agency_id, post_id=post.pk)
    assert record is not None and record.exchange_digest
    assert vault.text(digest=record.text_digest, agency_id=post.agency_id) == words
    sent = vault.text(digest=record.exchange_digest, agency_id=post.agency_id)
    assert "/retweets" in sent and number in sent
    story = vault.text(digest=record.chain_digest, agency_id=post.agency_id)
    assert post.repost_read in story
    assert words in vault.text(digest=post.repost_read, agency_id=post.agency_id)

    stopping.take_down(post_id=post.pk, actor=engaged.brody, reason="Over.", at=timezone.now())
    assert sending.send(publication_id=publication.pk) == "deleted"
    post.refresh_from_db()
    record.refresh_from_db()
    assert acts(ground, engaged) == [*before, False]
    assert (post.status, record.taken_down) == (Status.TAKEN_DOWN, True)
    kinds = Attempt.objects.filter(publication=publication).order_by("number").values_list("kind", flat=True)
    assert list(kinds) == ["publish", "delete"]


def test_two_accounts_repost_the_same_post_and_each_has_its_record(chicago: Cast, at: datetime) -> None:
    here = Post(repost_of="77", account=chicago.accounts["014"])
    there = Post(repost_of="77", account=chicago.accounts["018"])
    publication = Publication(external_id="77")

    named = {reposts.number_in_records(post=post, publication=publication) for post in (here, there)}

    assert len(named) == 2 and all(len(one) <= 40 for one in named)


@pytest.mark.parametrize("taken", [True, False], ids=["the network took it", "the network never had it"])
def test_what_nobody_knows_of_a_repost_is_read_and_where_it_is_absent_repeated(
    taken: bool, out: Out, early: datetime, settings: Any
) -> None:
    engaged, ground = out
    settings.SETTLED_SECONDS = 0 if not taken else 600
    before = acts(ground, engaged)
    publication = approved(engaged, theirs(engaged, ground)[0], early)
    effect = "accept_then_reset" if taken else "reset_before"
    ground.control(
        "POST", "faults", {"match": {"path": "*/retweets"}, "times": 1, "effect": {"name": effect}}
    )

    assert sending.send(publication_id=publication.pk) == "unknown"
    Publication.objects.filter(pk=publication.pk).update(look_at=timezone.now())
    seen = reconciling.look(publication_id=publication.pk, reach=sending.reach)

    publication.refresh_from_db()
    if taken:
        assert (seen, publication.state) == ("found", "published")
        assert publication.external_id == publication.post.repost_of
    else:
        assert seen == "sent again"
        assert sending.send(publication_id=publication.pk) == "published"
    assert acts(ground, engaged) == [*before, True]


def test_a_person_who_finds_it_names_the_post_that_is_reposted(out: Out, early: datetime) -> None:
    engaged, ground = out
    address, _ = theirs(engaged, ground)
    publication = approved(engaged, address, early)
    fault = {"match": {"path": "*/retweets"}, "times": 1, "effect": {"name": "accept_then_reset"}}
    ground.control("POST", "faults", fault)
    assert sending.send(publication_id=publication.pk) == "unknown"
    told = {"post_id": publication.post_id, "actor": engaged.whitfield, "url": "", "at": timezone.now()}

    with pytest.raises(resolving.NotThisPost):
        resolving.found(typed="1858123456789", **told)

    assert resolving.found(typed=address, **told).status == Status.PUBLISHED


def test_a_post_that_is_gone_when_its_time_comes_is_refused_in_words(out: Out, early: datetime) -> None:
    engaged, ground = out
    address, _ = theirs(engaged, ground)
    publication = approved(engaged, address, early)
    sending.reach(engaged.accounts["018"]).delete(address.rsplit("/", 1)[1], now=early)

    assert sending.send(publication_id=publication.pk) == "rejected"

    publication.refresh_from_db()
    assert publication.post.status == Status.REFUSED
    assert Attempt.objects.get(publication=publication).reason.startswith("repost_target_gone")


def test_what_cannot_be_reposted_says_why_and_leaves_no_draft(out: Out, early: datetime) -> None:
    engaged, ground = out
    address, _ = theirs(engaged, ground)
    number = address.rsplit("/", 1)[1]
    repeated = sending.reach(engaged.accounts["001"])
    repeated._client.retweet(number)
    timeline = repeated.timeline(
        user_id=engaged.accounts["001"].external_id, since_id=None, now=early, pages=1
    )
    own = (
        sending.reach(engaged.accounts["014"])._client.create_tweet(text=people.a_word()).json()["data"]["id"]
    )
    posts = Post.objects.count()

    for typed, why in (
        ("99999999", "no such post"),
        (timeline.posts[0].external_id, "itself a repost"),
        (own, "this account itself"),
    ):
        with pytest.raises(CannotRepost, match=why):
            begun(engaged, typed, early)
    OutletAccount.objects.filter(handle=engaged.accounts["014"].handle).update(capabilities=["hide"])
    with pytest.raises(CannotRepost, match="does not include reposts"):
        begun(engaged, address, early)

    assert Post.objects.count() == posts


def test_a_plan_that_lost_reposts_is_told_in_the_composer_and_refused_at_submit(
    out: Out, early: datetime
) -> None:
    engaged, ground = out
    post = begun(engaged, theirs(engaged, ground)[0], early)
    OutletAccount.objects.filter(pk=post.account_id).update(capabilities=["hide"])
    written = replace(people.with_answers(people.TIP, **READ), text="")
    saved = drafting.save(post_id=post.pk, actor=engaged.reyes, written=written, seen_version=1, at=early)

    with pytest.raises(NotReady) as refused:
        submission.submit(post_id=post.pk, actor=engaged.reyes, seen_version=saved.version, at=early)

    said = [one.sentence for one in refused.value.judged.decision.at(level="must_fix")]
    assert said == ["The account's plan on Training does not include reposts."]


def test_its_words_are_not_ours_to_change_and_go_to_no_other_account(out: Out, early: datetime) -> None:
    engaged, ground = out
    address, words = theirs(engaged, ground)
    post = begun(engaged, address, early)
    other = replace(people.TIP, text="Ours.", further=("More of ours.",))

    saved = drafting.save(post_id=post.pk, actor=engaged.reyes, written=other, seen_version=1, at=early)

    assert (saved.text, saved.parts) == (words, 1)
    with pytest.raises(CannotRepost, match="not copied"):
        drafting.copy(post_id=post.pk, actor=engaged.reyes, at=early)
    with pytest.raises(CannotRepost, match="before"):
        begun(engaged, address, early)
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.create(
            agency_id=post.agency_id,
            unit=post.unit,
            account=post.account,
            author=engaged.reyes,
            repost_of=post.repost_of,
            created_at=early,
            changed_at=early,
        )
    drafting.withdraw(post_id=post.pk, actor=engaged.reyes, at=early)
    again = begun(engaged, address, early)
    assert again.pk != post.pk
    with pytest.raises(CannotRepost):
        drafting.reopen(post_id=post.pk, actor=engaged.reyes, at=early)


def test_the_words_that_are_reposted_are_asked_about_like_our_own(out: Out, early: datetime) -> None:
    engaged, ground = out
    force = "An officer discharged his weapon and struck a man on Damen. He was shot by police. "
    post = begun(engaged, theirs(engaged, ground, force)[0], early)
    written = replace(people.TIP, text="")
    saved = drafting.save(post_id=post.pk, actor=engaged.reyes, written=written, seen_version=1, at=early)

    with pytest.raises(NotReady) as refused:
        submission.submit(post_id=post.pk, actor=engaged.reyes, seen_version=saved.version, at=early)

    assert "CPD-TW.IV.H" in {one.clause for one in refused.value.judged.decision.findings}


def test_a_sensitive_kind_goes_its_longer_way(out: Out, early: datetime) -> None:
    engaged, ground = out
    post = begun(engaged, theirs(engaged, ground, people.ARREST.text)[0], early)
    said = people.with_answers(people.ARREST, booking_photo="no", shows_evidence="no", **READ)
    saved = drafting.save(post_id=post.pk, actor=engaged.reyes, written=said, seen_version=1, at=early)
    submission.submit(post_id=post.pk, actor=engaged.reyes, seen_version=saved.version, at=early)

    people.approve(post=post, by=engaged.whitfield, at=early)

    post.refresh_from_db()
    assert (post.status, Publication.objects.filter(post=post).count()) == (Status.IN_REVIEW, 0)


def test_the_approval_binds_whose_post_it_is_and_what_it_said(out: Out, early: datetime) -> None:
    engaged, ground = out
    publication = approved(engaged, theirs(engaged, ground)[0], early)
    Post.objects.filter(pk=publication.post_id).update(repost_of="1858123456789")

    assert publishing.claim(publication_id=publication.pk) is None

    assert Post.objects.get(pk=publication.post_id).status == Status.RETURNED


def test_digests_of_before_stand_and_a_repost_is_sent_without_a_text() -> None:
    plain = digests.received(network="x", external_user_id="7", text="A", reply_settings="")
    repost = digests.received(network="x", external_user_id="7", text="", reply_settings="", repost_of="9")

    assert "repost_of" not in plain
    assert '"repost_of":"9"' in repost and '"text":""' in repost


def test_a_live_repost_is_not_corrected(out: Out, early: datetime) -> None:
    engaged, ground = out
    publication = approved(engaged, theirs(engaged, ground)[0], early)
    sending.send(publication_id=publication.pk)

    with pytest.raises(Refused, match="no words of ours"):
        correcting.begin(
            post_id=publication.post_id,
            how=Correction.REPLY,
            reason="It was wrong.",
            actor=engaged.reyes,
            at=early,
        )
    assert Event.objects.filter(verb="post.repost_begun").count() == 1
