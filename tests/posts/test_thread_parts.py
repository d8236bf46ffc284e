"""A thread is one post: one draft, one version, one approval over all its parts in order."""

from dataclasses import replace
from datetime import datetime

import pytest
from django.db import DatabaseError, transaction

from accounts.models import OutletAccount
from audit import vault
from governance.cast import Cast
from posts import conflicts, drafting, gate, judging, parts, submission
from posts import digest as digests
from posts.models import Draft, Post, Publication, RevisionPart
from posts.parts import Part, TooManyParts
from posts.submission import NotReady
from tests import people

pytestmark = pytest.mark.django_db

FURTHER = ("Second: lock the garage, too.", "Third: call 911 when you see somebody try doors.")
THREAD = replace(people.TIP, further=FURTHER)


def _approved(chicago: Cast, at: datetime) -> Post:
    post = people.submitted(engaged=chicago, written=THREAD, at=at)
    people.approve(post=post, by=chicago.whitfield, at=at)
    post.refresh_from_db()
    return post


def test_the_fingerprint_of_one_part_is_as_it_was_before_there_were_threads() -> None:
    alone = digests.received(network="x", external_user_id="7", text="A", reply_settings="")
    assert "thread" not in alone
    assert parts.fingerprint(received=[alone]) == digests.of(alone)


def test_the_fingerprint_of_a_thread_binds_every_part_in_order(chicago: Cast, at: datetime) -> None:
    post = people.drafted(engaged=chicago, at=at)

    def of(*texts: str) -> str:
        made = [Part(text=text) for text in texts]
        return parts.fingerprint(
            received=parts.received(post=post, parts=made, reply_settings="", reply_to="")
        )

    assert len({of("A", "B", "C"), of("A", "C", "B"), of("A", "B"), of("A"), of("A", "B", "c")}) == 5


def test_a_thread_is_frozen_as_it_stands_and_is_gated_over_all_its_parts(chicago: Cast, at: datetime) -> None:
    post = _approved(chicago, at)
    revision = post.revision
    assert revision is not None and revision.parts == 3
    assert parts.texts_of(revision=revision, agency_id=post.agency_id) == (people.TIP.text, *FURTHER)
    received = parts.frozen_received(post=post, revision=revision)
    assert parts.fingerprint(received=received) == revision.digest
    assert vault.text(digest=revision.digest, agency_id=post.agency_id) == digests.thread(
        [digests.of(one) for one in received]
    )
    first = Publication.objects.filter(post=post).earliest("part")
    held = gate.holds_back(post=post, publication=first, now=at)
    assert held is None or held.slug != "account_changed"
    with transaction.atomic(), pytest.raises(DatabaseError):
        RevisionPart.objects.filter(revision=revision).update(text_digest="0" * 64)
    with transaction.atomic(), pytest.raises(DatabaseError):
        RevisionPart.objects.filter(revision=revision).delete()


def test_a_part_that_is_missing_does_not_go_out_shorter(chicago: Cast, at: datetime) -> None:
    post = _approved(chicago, at)
    assert post.revision is not None
    RevisionPart.objects.create(revision=post.revision, number=3, text_digest=post.revision.text_digest)
    first = Publication.objects.filter(post=post).earliest("part")
    held = gate.holds_back(post=post, publication=first, now=at)
    assert held is not None and held.slug == "account_changed"


@pytest.mark.parametrize(
    ("further", "sentence"),
    [
        (("",), "Write the text of part 2, or remove the part."),
        (("Good.", "x" * 285), "Part 3 is 5 characters too long for Training."),
    ],
)
def test_each_part_is_counted_and_named(
    chicago: Cast, at: datetime, further: tuple[str, ...], sentence: str
) -> None:
    with pytest.raises(NotReady) as refused:
        people.submitted(engaged=chicago, written=replace(THREAD, further=further), at=at)
    found = refused.value.judged.decision.at(level="must_fix")
    assert [one.sentence for one in found] == [sentence]
    assert found[0].part == len(further) + 1


def test_the_rules_read_every_part_and_name_the_one_in_which_the_words_stand(
    chicago: Cast, at: datetime
) -> None:
    account = OutletAccount.objects.select_related("agency", "unit").get(
        pk=people.drafted(engaged=chicago, at=at).account_id
    )
    judged = judging.judge_draft(
        account=account,
        category="safety_tip",
        text="Lock your car.",
        further=["Take your keys.", "The offender fled."],
        answers={},
        send_at=None,
        at=at,
    )
    spans = [(one.part, one.span) for one in judged.decision.findings if one.span]
    assert spans and all(part == 3 for part, _ in spans)
    assert any("The offender fled."[slice(*span)] == "offender" for _, span in spans if span)


def test_saving_copying_and_conflicts_cover_all_parts(chicago: Cast, at: datetime) -> None:
    post = people.drafted(engaged=chicago, written=THREAD, at=at)
    draft = Draft.objects.select_related("saved_by").get(post=post)
    assert drafting.written_in(draft=draft, category=post.category).further == FURTHER
    draft.post = post
    pack = judging.pack_in_force(agency=post.account.agency, at=at)
    mine = replace(THREAD, further=(FURTHER[0], "Another third."))
    conflict = conflicts.between(
        theirs=draft, mine=mine, pack=pack, reader=chicago.reyes, zone=post.account.agency.tzinfo
    )
    assert [number for number, _ in conflict.further] == [3] and not conflict.others
    shorter = replace(THREAD, further=())
    saved = drafting.save(
        post_id=post.pk, actor=chicago.reyes, written=shorter, seen_version=draft.version, at=at
    )
    assert (saved.parts, saved.further.count()) == (1, 0)
    many = replace(THREAD, further=("x",) * 10)
    with pytest.raises(TooManyParts):
        drafting.save(post_id=post.pk, actor=chicago.reyes, written=many, seen_version=saved.version, at=at)
    thread = people.drafted(engaged=chicago, written=THREAD, at=at)
    copied = drafting.copy(post_id=thread.pk, actor=chicago.reyes, at=at)
    assert parts.further_in(draft=copied.draft) == FURTHER


def test_an_approval_of_a_thread_is_asked_again_when_any_part_changes(chicago: Cast, at: datetime) -> None:
    post = people.submitted(engaged=chicago, written=THREAD, at=at)
    before = post.revision
    drafting.reopen(post_id=post.pk, actor=chicago.reyes, at=at)
    draft = Draft.objects.get(post=post)
    changed = replace(THREAD, further=(FURTHER[0], FURTHER[1] + " Now."))
    saved = drafting.save(
        post_id=post.pk, actor=chicago.reyes, written=changed, seen_version=draft.version, at=at
    )
    again = submission.submit(post_id=post.pk, actor=chicago.reyes, seen_version=saved.version, at=at)
    assert before is not None and again.revision is not None
    assert again.revision.text_digest == before.text_digest
    assert (again.revision.digest, again.revision.binding) != (before.digest, before.binding)
