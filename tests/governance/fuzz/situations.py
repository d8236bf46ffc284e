"""Pages that hold a form only in a certain situation: how it comes about, who is there, and where they look."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.test import override_settings
from django.urls import reverse

from accounts import grants, languages
from accounts.models import (
    AccessApproval,
    Authorisation,
    Delivery,
    DeliveryState,
    Device,
    Ending,
    Member,
    Period,
    RosterCopy,
    RosterEntry,
    SignedIn,
)
from accounts.rosters import submitting
from audit import vault
from posts import backtesting, lapsing, publishing, restoring
from posts.models import (
    DraftPicture,
    HiddenReply,
    Post,
    Publication,
    PublicationState,
    ReplyState,
    Restoration,
    Restriction,
    SecondCopy,
    Status,
)
from tests.governance.doors import lacking
from tests.governance.doors import scene as scenes
from tests.governance.doors.scene import AT, BEGAN, Scene
from tests.governance.fuzz.reading import Control, Form

Given = Callable[[Scene], Any]


def _as_it_is(scene: Scene) -> None:
    """Nothing has to happen."""


@dataclass(frozen=True, kw_only=True)
class Situation:
    """A page, as somebody finds it after something happened."""

    by: str
    address: Callable[[Scene], str]
    given: Given = _as_it_is
    sent: Callable[[Scene], Mapping[str, Any]] | None = None
    """What is posted there first, where the form stands in the answer."""

    @property
    def brings_rows(self) -> bool:
        """Whether the form may name what was not there before."""
        return self.given is not _as_it_is


def _at(name: str, about: str = "", **kwargs: Any) -> Callable[[Scene], str]:
    """The address of the 14th's thing."""

    def address(scene: Scene) -> str:
        return reverse(name, kwargs={**(scene.things[about]["014"].kwargs if about else {}), **kwargs})

    return address


def _reyes(scene: Scene) -> Member:
    return scene.cast_of("014").reyes


def _post(scene: Scene, kind: str) -> Any:
    return Post.objects.filter(pk=scene.things[kind]["014"].id)


def _signed_in_elsewhere(scene: Scene) -> None:
    SignedIn.objects.create(member=_reyes(scene), session_key="e" * 32, began_at=BEGAN, seen_at=AT)


def _device_counts(scene: Scene) -> None:
    device = Device.objects.filter(pk=scene.things["device"]["014"].id)
    device.update(approved_by=scene.cast_of("014").okafor, approved_at=AT)


def _key(scene: Scene) -> None:
    Authenticator.objects.create(
        user=_reyes(scene), type=Authenticator.Type.WEBAUTHN, data={"name": "Key", "credential": {}}
    )


def _off_duty(key: str) -> Given:
    return lambda scene: lacking.tour(scene.cast_of("014").people[key])


def _phone_and_key(scene: Scene) -> None:
    _key(scene)
    Authenticator.objects.create(user=_reyes(scene), type=Authenticator.Type.TOTP, data={})


def _removing_the_key(scene: Scene) -> str:
    key = Authenticator.objects.get(user=_reyes(scene), type=Authenticator.Type.WEBAUTHN)
    return reverse("remove_second_step", args=[key.pk])


def _access_approved(scene: Scene) -> None:
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


def _reads_spanish(scene: Scene) -> None:
    languages.declare(member=_reyes(scene), language="es", actor=_reyes(scene), at=AT)


def _own_member(scene: Scene) -> str:
    """The writer of the 14th, as the commander sees them."""
    return reverse("member", args=[_reyes(scene).pk])


def _out_twice(scene: Scene) -> None:
    publication = Publication.objects.get(post_id=scene.things["published"]["014"].id)
    SecondCopy.objects.create(
        agency_id=publication.post.agency_id,
        publication=publication,
        external_id="1858123456780",
        found_at=AT,
    )


def _blurred(scene: Scene) -> None:
    engaged = scene.cast_of("014")
    Restriction.objects.create(
        agency=engaged.agency,
        picture_id=scene.things["picture"]["014"].id,
        placed_by=engaged.reyes,
        placed_at=AT,
    )


def _in_the_draft(scene: Scene) -> None:
    DraftPicture.objects.create(
        draft=Post.objects.get(pk=scene.things["draft"]["014"].id).draft,
        picture_id=scene.things["picture"]["014"].id,
        position=1,
        alt_text="Coats",
    )


def _blurring(scene: Scene) -> str:
    picture = scene.things["picture"]["014"].id
    return reverse("blur_picture", args=[scene.things["draft"]["014"].id, picture])


def _suspended(scene: Scene) -> None:
    held = scene.things["authorisation"]["014"].id
    grants.end(
        authorisation_id=held,
        ended_by=scene.cast_of("014").okafor,
        at=AT,
        reason="Until the inquiry is over.",
        how=Ending.SUSPENDED,
    )


def _other_in_the_cell(scene: Scene) -> Mapping[str, str]:
    entry = RosterEntry.objects.filter(roster_id=scene.things["roster"]["014"].id).earliest("pk")
    return {f"s-{entry.pk}-unit_phone": "what stood there before", f"c-{entry.pk}-unit_phone": "312-1"}


def _correcting(scene: Scene) -> None:
    roster = scene.things["sent_roster"]["014"].id
    submitting.correct(roster_id=roster, actor=scene.cast_of("014").okafor, at=AT)


def _roster_of(kind: str) -> Callable[[Scene], str]:
    def address(scene: Scene) -> str:
        roster = scene.things[kind]["014"].row
        return reverse("roster_of", args=[roster.unit_id, roster.period_id])

    return address


def _next_period(scene: Scene) -> str:
    """The first that has no roster yet."""
    engaged = scene.cast_of("014")
    found = Period.objects.filter(agency=engaged.agency, starts_on__gt=AT.date(), rosters__isnull=True)
    return reverse("roster_of", args=[engaged.units["014"].pk, found.earliest("starts_on").pk])


def _not_delivered(scene: Scene) -> None:
    for copy in RosterCopy.objects.filter(version=scene.things["version"]["014"].row):
        Delivery.objects.filter(message=copy.message, channel="email").update(state=DeliveryState.FAILED)


def _about_to_lapse(scene: Scene) -> None:
    held = Authorisation.objects.filter(pk=scene.things["authorisation"]["014"].id)
    held.update(ends_at=AT + (scenes.PLANNED - AT) / 2)
    lapsing.tell(post_id=scene.things["approved"]["014"].id, at=AT)


def _taking_down(scene: Scene) -> None:
    _post(scene, "published").update(status=Status.TAKING_DOWN)


def _missed(scene: Scene) -> None:
    publication = Publication.objects.get(post_id=scene.things["approved"]["014"].id)
    late = publication.due_at + timedelta(hours=3)
    publishing.claim(publication_id=publication.pk, now_by=lambda: late)


def _refused(scene: Scene) -> None:
    _post(scene, "approved").update(status=Status.REFUSED, changed_at=AT)
    of_it = Publication.objects.filter(post_id=scene.things["approved"]["014"].id)
    of_it.update(state=PublicationState.REFUSED, waiting_for="The network refused it.")


def _hidden(scene: Scene) -> None:
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


def _restored(scene: Scene) -> None:
    with override_settings(INSTALLATION_ID="another"):
        restoring.begin(at=AT)


def _restoration(scene: Scene) -> str:
    agency = scene.casts["chicago"].agency
    return reverse("restored", args=[Restoration.objects.get(agency=agency).pk])


def _acting(scene: Scene) -> Mapping[str, Any]:
    return {"member": scene.cast_of("014").lindqvist.pk, "role": "acting_sergeant"}


PASSWORD_GIVEN = "reyes, with the password"
"""Somebody who gave it minutes ago, as what is set up for signing in asks."""


def _back_test(*, stopped: bool) -> Given:
    """The rules that are handed in are tried on past posts, or were until somebody stopped it."""

    def happens(scene: Scene) -> None:
        by = scene.casts["chicago"].natarajan
        proposal = scene.things["handed_in"]["014"].row
        test = backtesting.begin(proposal=proposal, actor=by, at=AT)
        if stopped:
            backtesting.stop(test_id=test.pk, actor=by, at=AT)

    return happens


SITUATIONS = (
    Situation(by="natarajan", address=_at("back_test", "handed_in"), given=_back_test(stopped=False)),
    Situation(by="natarajan", address=_at("back_test", "handed_in"), given=_back_test(stopped=True)),
    Situation(by="whitfield", address=_at("trouble"), given=_out_twice),
    Situation(by=PASSWORD_GIVEN, address=_at("mfa_add_webauthn")),
    Situation(by=PASSWORD_GIVEN, address=_removing_the_key, given=_phone_and_key),
    Situation(by="okafor", address=_at("access"), given=_access_approved),
    Situation(by="okafor", address=_own_member, given=_reads_spanish),
    Situation(by="washington", address=_at("notice", "notice_waiting")),
    Situation(by="natarajan", address=_at("permission", "permission_asked")),
    Situation(by="natarajan", address=_at("permission", "permission")),
    Situation(by="reyes", address=_at("sessions"), given=_signed_in_elsewhere),
    Situation(by="okafor", address=_at("devices"), given=_device_counts),
    Situation(by="reyes", address=_at("devices"), given=_key),
    Situation(by="okafor", address=_at("name_acting", "unit"), sent=_acting),
    Situation(by="okafor", address=_at("keep_roster", "roster"), sent=_other_in_the_cell),
    Situation(by="okafor", address=_roster_of("sent_roster"), given=_correcting),
    Situation(by="okafor", address=_next_period),
    Situation(by="okafor", address=_roster_of("sent_roster"), given=_not_delivered),
    Situation(by="okafor", address=_at("people"), given=_suspended),
    Situation(by="reyes", address=_at("composer", "draft"), given=_off_duty("reyes")),
    Situation(by="whitfield", address=_at("desk", "in_review"), given=_off_duty("whitfield")),
    Situation(by="admin", address=_at("account", "proposed")),
    Situation(by="admin", address=_at("account_task", "kept_by_hand")),
    Situation(by="okafor", address=_at("following", "registered")),
    Situation(by="whitfield", address=_at("post", "approved"), given=_about_to_lapse),
    Situation(by="whitfield", address=_at("post", "published"), given=_taking_down),
    Situation(by="whitfield", address=_at("post", "partly_out")),
    Situation(by="whitfield", address=_at("replies", "published"), given=_hidden),
    Situation(
        by="natarajan",
        address=_at("overrule_post", "approved"),
        sent=lambda scene: {"verdict": "rejected", "reason": "The fair is off."},
    ),
    Situation(by="reyes", address=_at("media_rights", "picture")),
    Situation(by="natarajan", address=_at("media_rights", "picture"), given=_blurred),
    Situation(by="reyes", address=_blurring, given=_in_the_draft),
    Situation(by="natarajan", address=_restoration, given=_restored),
    Situation(by="whitfield", address=_at("trouble"), given=_refused),
    Situation(by="whitfield", address=_at("missed"), given=_missed),
    Situation(by="natarajan", address=_at("keep_view"), sent=lambda scene: {"choice": "", "name": ""}),
    Situation(by="reyes", address=_at("keep_search"), sent=lambda scene: {"words": "garage", "name": ""}),
)


def _read(origin: str, leads_to: str, **typed: str) -> Form:
    controls = tuple(
        Control(name=name, kind="textarea" if name == "reason" else "hidden", values=(value,))
        for name, value in typed.items()
    )
    return Form(origin=origin, method="POST", address=leads_to, controls=controls)


def shown_by_a_network(scene: Scene) -> tuple[tuple[Situation, Form], ...]:
    """The two forms that stand beside what a network shows, which answers nobody here."""
    hide, found = _at("hide_reply", "published"), _at("found_post", "unknown")
    typed = {"address": "1858123456789", "ground": "spam", "reason": "Watches."}
    return (
        (
            Situation(by="whitfield", address=hide),
            _read("posts/replies/replies.html 2", hide(scene), **typed),
        ),
        (
            Situation(by="whitfield", address=found),
            _read("posts/trouble/decide.html 1", found(scene), address="1858123456789"),
        ),
    )
