"""Pages that hold a form only in a certain situation: how it comes about, who is there, and where they look."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.urls import reverse

from accounts.models import (
    Period,
    RosterEntry,
)
from posts.models import (
    Post,
    Restoration,
)
from tests.governance.doors.scene import AT, Scene
from tests.governance.fuzz import happened
from tests.governance.fuzz.happened import Given
from tests.governance.fuzz.reading import Control, Form


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


def _removing_the_key(scene: Scene) -> str:
    key = Authenticator.objects.get(user=happened.reyes(scene), type=Authenticator.Type.WEBAUTHN)
    return reverse("remove_second_step", args=[key.pk])


def _own_member(scene: Scene) -> str:
    """The writer of the 14th, as the commander sees them."""
    return reverse("member", args=[happened.reyes(scene).pk])


def _blurring(scene: Scene) -> str:
    picture = scene.things["picture"]["014"].id
    return reverse("blur_picture", args=[scene.things["draft"]["014"].id, picture])


def _other_in_the_cell(scene: Scene) -> Mapping[str, str]:
    entry = RosterEntry.objects.filter(roster_id=scene.things["roster"]["014"].id).earliest("pk")
    return {f"s-{entry.pk}-unit_phone": "what stood there before", f"c-{entry.pk}-unit_phone": "312-1"}


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


def _restoration(scene: Scene) -> str:
    agency = scene.casts["chicago"].agency
    return reverse("restored", args=[Restoration.objects.get(agency=agency).pk])


def _evidence(scene: Scene) -> str:
    found = Post.objects.filter(unit=scene.cast_of("014").units["014"], category="evidence")
    return reverse("desk", args=[found.latest("pk").pk])


def _acting(scene: Scene) -> Mapping[str, Any]:
    return {"member": scene.cast_of("014").lindqvist.pk, "role": "acting_sergeant"}


PASSWORD_GIVEN = "reyes, with the password"
"""Somebody who gave it minutes ago, as what is set up for signing in asks."""


def _handed_in(scene: Scene) -> Mapping[str, Any]:
    found = happened.post(scene, "draft").get()
    answers = {f"answer-{key}": answer for key, answer in found.draft.answers.items()}
    return {
        "version": found.draft.version,
        "category": found.category,
        "text": found.draft.text,
        **answers,
    }


SITUATIONS = (
    Situation(
        by="reyes", address=_at("submit_post", "draft"), given=happened.answered_before, sent=_handed_in
    ),
    Situation(by="natarajan", address=_at("back_test", "handed_in"), given=happened.back_test(stopped=False)),
    Situation(by="natarajan", address=_at("back_test", "handed_in"), given=happened.back_test(stopped=True)),
    Situation(by="whitfield", address=_at("trouble"), given=happened.out_twice),
    Situation(by=PASSWORD_GIVEN, address=_at("mfa_add_webauthn")),
    Situation(by=PASSWORD_GIVEN, address=_removing_the_key, given=happened.phone_and_key),
    Situation(by="okafor", address=_at("access"), given=happened.access_approved),
    Situation(by="okafor", address=_own_member, given=happened.reads_spanish),
    Situation(by="washington", address=_at("notice", "notice_waiting")),
    Situation(by="natarajan", address=_at("permission", "permission_asked")),
    Situation(by="natarajan", address=_at("permission", "permission")),
    Situation(by="reyes", address=_at("sessions"), given=happened.signed_in_elsewhere),
    Situation(by="okafor", address=_at("devices"), given=happened.device_counts),
    Situation(by="reyes", address=_at("devices"), given=happened.key),
    Situation(by="okafor", address=_at("name_acting", "unit"), sent=_acting),
    Situation(by="okafor", address=_at("keep_roster", "roster"), sent=_other_in_the_cell),
    Situation(by="okafor", address=_roster_of("sent_roster"), given=happened.correcting),
    Situation(by="okafor", address=_next_period),
    Situation(by="okafor", address=_roster_of("sent_roster"), given=happened.not_delivered),
    Situation(by="okafor", address=_at("people"), given=happened.suspended),
    Situation(by="reyes", address=_at("composer", "draft"), given=happened.off_duty("reyes")),
    Situation(by="whitfield", address=_at("desk", "in_review"), given=happened.off_duty("whitfield")),
    Situation(by="washington", address=_evidence, given=happened.evidence),
    Situation(by="natarajan", address=_evidence, given=happened.evidence),
    Situation(by="marsh", address=_at("enter_series")),
    Situation(by="marsh", address=_at("renew_series", "series")),
    Situation(by="marsh", address=_at("place_hold")),
    Situation(by="marsh", address=_at("hold", "hold")),
    Situation(by="marsh", address=_at("draw_up_certificate"), given=happened.record_due),
    Situation(by="marsh", address=_at("certificate", "drafted_certificate")),
    Situation(by="marsh", address=_at("certificate", "sent_certificate")),
    Situation(by="marsh", address=_at("certificate", "approved_certificate")),
    Situation(by="marsh", address=_at("record", "disposed"), given=happened.disposed),
    Situation(by="admin", address=_at("account", "proposed")),
    Situation(by="admin", address=_at("account_task", "kept_by_hand")),
    Situation(by="okafor", address=_at("following", "registered"), given=happened.followed(doubted=False)),
    Situation(by="okafor", address=_at("following", "registered"), given=happened.followed(doubted=True)),
    Situation(by="natarajan", address=_at("post", "in_review"), given=happened.waits_for_an_office),
    Situation(by="whitfield", address=_at("post", "approved"), given=happened.about_to_lapse),
    Situation(by="whitfield", address=_at("post", "published"), given=happened.taking_down),
    Situation(by="whitfield", address=_at("post", "partly_out")),
    Situation(by="whitfield", address=_at("replies", "published"), given=happened.hidden),
    Situation(
        by="natarajan",
        address=_at("overrule_post", "approved"),
        sent=lambda scene: {"verdict": "rejected", "reason": "The fair is off."},
    ),
    Situation(by="reyes", address=_at("media_rights", "picture")),
    Situation(by="natarajan", address=_at("media_rights", "picture"), given=happened.blurred),
    Situation(by="reyes", address=_blurring, given=happened.in_the_draft),
    Situation(by="natarajan", address=_restoration, given=happened.restored),
    Situation(by="whitfield", address=_at("trouble"), given=happened.refused),
    Situation(by="whitfield", address=_at("missed"), given=happened.missed),
    Situation(by="natarajan", address=_at("keep_view"), sent=lambda scene: {"choice": "", "name": ""}),
    Situation(by="marsh", address=lambda scene: f"{reverse('search')}?q=garage"),
    Situation(by="marsh", address=_at("withhold", "record")),
    Situation(by="marsh", address=_at("export", "export"), given=happened.exported),
    Situation(by="reyes", address=_at("keep_search"), sent=lambda scene: {"words": "garage", "name": ""}),
)


def _read(origin: str, leads_to: str, **typed: str) -> Form:
    controls = tuple(
        Control(name=name, kind="textarea" if name == "reason" else "hidden", values=(value,))
        for name, value in typed.items()
    )
    return Form(origin=origin, method="POST", address=leads_to, controls=controls)


def shown_by_a_network(scene: Scene) -> tuple[tuple[Situation, Form], ...]:
    """The forms that stand beside what a network shows, which answers nobody here."""
    hide, found = _at("hide_reply", "published"), _at("found_post", "unknown")
    send_on = _at("send_on_reply", "published")
    typed = {"address": "1858123456789", "ground": "spam", "reason": "Watches."}
    return (
        (
            Situation(by="whitfield", address=hide),
            _read("posts/replies/replies.html 2", hide(scene), **typed),
        ),
        (
            Situation(by="whitfield", address=send_on),
            _read("posts/replies/replies.html 3", send_on(scene), address="1858123456789"),
        ),
        (
            Situation(by="whitfield", address=found),
            _read("posts/trouble/decide.html 1", found(scene), address="1858123456789"),
        ),
    )
