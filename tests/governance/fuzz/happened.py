"""What happens before a page shows a certain form, in the rows of the scene."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.test import override_settings

from accounts import following, grants, languages
from accounts.models import (
    AccessApproval,
    Authorisation,
    Delivery,
    DeliveryState,
    Device,
    Ending,
    Member,
    RosterCopy,
    SignedIn,
)
from accounts.rosters import submitting
from audit import vault
from posts import backtesting, drafting, lapsing, publishing, restoring
from posts.models import (
    DraftPicture,
    DutyNotice,
    HiddenReply,
    Post,
    Publication,
    PublicationState,
    ReplyState,
    Restriction,
    SecondCopy,
    Status,
)
from records import certificates, collected, disposing
from tests import people
from tests.governance.doors import lacking
from tests.governance.doors import scene as scenes
from tests.governance.doors.retention_scene import certified
from tests.governance.doors.scene import AT, BEGAN, Scene
from tests.records.conftest import kept

Given = Callable[[Scene], Any]


def reyes(scene: Scene) -> Member:
    return scene.cast_of("014").reyes


def post(scene: Scene, kind: str) -> Any:
    return Post.objects.filter(pk=scene.things[kind]["014"].id)


def signed_in_elsewhere(scene: Scene) -> None:
    SignedIn.objects.create(member=reyes(scene), session_key="e" * 32, began_at=BEGAN, seen_at=AT)


def exported(scene: Scene) -> None:
    collected.go_on_for(export_id=scene.things["export"]["014"].id, seconds=9, at=AT)


def record_due(scene: Scene) -> None:
    """Under the series of the 14th, published long before it began, and of a post that no hold of the scene is on."""
    kept(
        unit=scene.cast_of("014").units["014"], published_at=BEGAN - timedelta(days=4 * 366), post_id=900_002
    )


def disposed(scene: Scene) -> None:
    """A record that was due for long is gone; it takes the place of the one of the scene."""
    cast, series = scene.cast_of("014"), scene.things["series"]["014"].row
    # Of a post of its own: the scene's hold is on every part of the one that the others are of.
    record = kept(unit=cast.units["014"], published_at=BEGAN - timedelta(days=4 * 366), post_id=900_001)
    certificate = certified(
        record=record, series=series, by=cast.natarajan, number="2025-009", state="approved"
    )
    zone = cast.agency.tzinfo
    certificates.begin(certificate_id=certificate.pk, actor=cast.people["marsh"], zone=zone, at=AT)
    assert disposing.carry_out(certificate_id=certificate.pk, at=AT).disposed == 1
    scene.keep("disposed", "014", record, number=record.number)


def device_counts(scene: Scene) -> None:
    device = Device.objects.filter(pk=scene.things["device"]["014"].id)
    device.update(approved_by=scene.cast_of("014").okafor, approved_at=AT)


def key(scene: Scene) -> None:
    Authenticator.objects.create(
        user=reyes(scene), type=Authenticator.Type.WEBAUTHN, data={"name": "Key", "credential": {}}
    )


def off_duty(key: str) -> Given:
    return lambda scene: lacking.tour(scene.cast_of("014").people[key])


def phone_and_key(scene: Scene) -> None:
    key(scene)
    Authenticator.objects.create(user=reyes(scene), type=Authenticator.Type.TOTP, data={})


def access_approved(scene: Scene) -> None:
    """For somebody of the unit who has no role in it."""
    engaged = scene.cast_of("014")
    AccessApproval.objects.create(
        agency=engaged.agency,
        member=engaged.lindqvist,
        starts_at=BEGAN,
        reason="Reads replies.",
        given_by=engaged.okafor,
        given_at=BEGAN,
    )


def reads_spanish(scene: Scene) -> None:
    languages.declare(member=reyes(scene), language="es", actor=reyes(scene), at=AT)


def out_twice(scene: Scene) -> None:
    publication = Publication.objects.get(post_id=scene.things["published"]["014"].id)
    SecondCopy.objects.create(
        agency_id=publication.post.agency_id,
        publication=publication,
        external_id="1858123456780",
        found_at=AT,
    )


def blurred(scene: Scene) -> None:
    engaged = scene.cast_of("014")
    Restriction.objects.create(
        agency=engaged.agency,
        picture_id=scene.things["picture"]["014"].id,
        placed_by=engaged.reyes,
        placed_at=AT,
    )


def in_the_draft(scene: Scene) -> None:
    DraftPicture.objects.create(
        draft=Post.objects.get(pk=scene.things["draft"]["014"].id).draft,
        picture_id=scene.things["picture"]["014"].id,
        position=1,
        alt_text="Coats",
    )


def answered_before(scene: Scene) -> None:
    """A draft of the 14th whose words changed after its sensitive question was answered."""
    draft = post(scene, "draft").get().draft
    for change in (
        {"answers": {**draft.answers, "open_case": "yes"}},
        {"text": "The fire on Oak is looked into."},
    ):
        kept = drafting.written_in(draft=draft, category=draft.post.category)
        written = replace(kept, **change)
        draft = drafting.save(
            post_id=draft.post_id, actor=reyes(scene), written=written, seen_version=draft.version, at=AT
        )


def suspended(scene: Scene) -> None:
    held = scene.things["authorisation"]["014"].id
    grants.end(
        authorisation_id=held,
        ended_by=scene.cast_of("014").okafor,
        at=AT,
        reason="Until the inquiry is over.",
        how=Ending.SUSPENDED,
    )


def correcting(scene: Scene) -> None:
    roster = scene.things["sent_roster"]["014"].id
    submitting.correct(roster_id=roster, actor=scene.cast_of("014").okafor, at=AT)


def not_delivered(scene: Scene) -> None:
    for copy in RosterCopy.objects.filter(version=scene.things["version"]["014"].row):
        Delivery.objects.filter(message=copy.message, channel="email").update(state=DeliveryState.FAILED)


def about_to_lapse(scene: Scene) -> None:
    held = Authorisation.objects.filter(pk=scene.things["authorisation"]["014"].id)
    held.update(ends_at=AT + (scenes.PLANNED - AT) / 2)
    lapsing.tell(post_id=scene.things["approved"]["014"].id, at=AT)


def taking_down(scene: Scene) -> None:
    post(scene, "published").update(status=Status.TAKING_DOWN)


def missed(scene: Scene) -> None:
    publication = Publication.objects.get(post_id=scene.things["approved"]["014"].id)
    late = publication.due_at + timedelta(hours=3)
    publishing.claim(publication_id=publication.pk, now_by=lambda: late)


def refused(scene: Scene) -> None:
    post(scene, "approved").update(status=Status.REFUSED, changed_at=AT)
    of_it = Publication.objects.filter(post_id=scene.things["approved"]["014"].id)
    of_it.update(state=PublicationState.REFUSED, waiting_for="The network refused it.")


def hidden(scene: Scene) -> None:
    publication = Publication.objects.get(post_id=scene.things["published"]["014"].id)
    agency_id = publication.post.agency_id
    kept = vault.keep(content=b"Cheap watches", agency_id=agency_id)
    HiddenReply.objects.create(
        agency_id=agency_id,
        publication=publication,
        account=publication.account,
        external_id="1858123456789",
        words_digest=kept,
        capture_digest=kept,
        ground="spam",
        reason_digest=kept,
        asked_by=scene.cast_of("014").whitfield,
        asked_at=AT,
        state=ReplyState.HIDDEN,
        due_at=AT,
    )


def followed(*, doubted: bool) -> Given:
    """The account of the 14th follows somebody, of whom somebody asked to unfollow it or nobody did."""

    def happens(scene: Scene) -> None:
        account, by = scene.things["registered"]["014"].id, scene.cast_of("014").okafor
        made = following.add(account_id=account, handle="ChicagoCAPS", why="Its meetings.", actor=by, at=AT)
        if doubted:
            following.doubt(followed_id=made.pk, account_id=account, why="It mocks people.", actor=by, at=AT)

    return happens


def waits_for_an_office(scene: Scene) -> None:
    waiting = post(scene, "in_review").get()
    DutyNotice.objects.create(
        revision=waiting.revision,
        agency_id=waiting.agency_id,
        key="notable-told-communications",
        role="communications",
        clause="CPD-TW.IV.A.1",
        why="It makes the news.",
        written_at=AT,
        delivered_at=AT,
        wait_minutes=60,
    )


def evidence(scene: Scene) -> None:
    """The sergeant approved it: both offices are asked how it is posted."""
    engaged = scene.cast_of("014")
    waiting = people.submitted(engaged=engaged, written=people.EVIDENCE, at=BEGAN)
    people.approve(post=waiting, by=engaged.whitfield, at=BEGAN)


def restored(scene: Scene) -> None:
    with override_settings(INSTALLATION_ID="another"):
        restoring.begin(at=AT)


def back_test(*, stopped: bool) -> Given:
    """The rules that are handed in are tried on past posts, or were until somebody stopped it."""

    def happens(scene: Scene) -> None:
        by = scene.casts["chicago"].natarajan
        proposal = scene.things["handed_in"]["014"].row
        test = backtesting.begin(proposal=proposal, actor=by, at=AT)
        if stopped:
            backtesting.stop(test_id=test.pk, actor=by, at=AT)

    return happens
