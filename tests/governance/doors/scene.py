"""What stands behind the doors: two agencies with the same things in each of three units, and nothing at some ids."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction

from accounts import grants, offices, outbox
from accounts.models import Authorisation, Delivery, DeliveryState, Role
from audit import sequencer
from governance import cast
from governance.cast import Cast
from outlets.exchange import Exchange
from outlets.outcomes import Published, Unknown
from posts import chain, drafting, publishing, saved_searches, settling, stopping, submission, uploads
from posts.drafting import Written
from posts.models import Post, Publication, Scope, Status
from posts.stops import Target
from records.models import Record
from tests import drawn, people
from tests.governance.doors import (
    device_scene,
    exported_scene,
    guidance_scene,
    permission_scene,
    proposal_scene,
    ready_scene,
    register_scene,
    retention_scene,
    roster_scene,
    together_scene,
    training_scene,
)
from tests.posts import picturing
from watch import choosing, saved

AT = datetime(2026, 11, 21, 20, 5, tzinfo=UTC)
"""Saturday, 14:05 in Chicago. The clock stands still while the doors are tried."""
BEGAN = AT - timedelta(hours=1)
PLANNED = AT + timedelta(hours=2)
"""When the approved posts go out; their windows are as long as the kind of post allows."""
UNITS = {"014": "chicago", "018": "chicago", "PAT": "alsip"}
"""Units whose things are asked for, with their agency."""
WRITERS = {"014": "reyes", "018": "kowalczyk", "PAT": "vance"}
SERGEANTS = {"014": "whitfield", "018": "murphy", "PAT": "ibarra"}
OFFICES = {"chicago": "natarajan", "alsip": "petrov"}
WORDS = {"014": "Palmer Square", "018": "Goethe Street", "PAT": "Pulaski Road"}
"""In every post of a unit, and in nothing else."""
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def written(unit: str) -> Written:
    """A plain post; in Alsip one that its supervisor must decide about, since its other posts need nobody."""
    if unit == "PAT":
        text = f"Residents of {WORDS[unit]} asked about the use of force policy. It is on our site."
        return Written(
            category="safety_tip", text=text, answers={"source": "Policy desk", "use_of_force": "yes"}
        )
    text = f"Lock your garage side door tonight. Break-ins near {WORDS[unit]} came through open ones."
    return Written(category="safety_tip", text=text, answers=people.TIP.answers)


@dataclass(frozen=True, kw_only=True)
class Thing:
    """Something behind a door: what its address is made of, and whose it is."""

    kwargs: dict[str, Any]
    unit: str
    """Empty for what exists nowhere."""
    id: int = 0
    row: Any = None
    owner: str = ""
    """The one member whose it is, where it is a person's and not a unit's."""
    of_agency: str = ""
    """The agency, where it is that of all its members."""


@dataclass
class Scene:
    """The agencies, and every thing by its kind and unit."""

    casts: dict[str, Cast]
    things: dict[str, dict[str, Thing]] = field(default_factory=dict)

    def cast_of(self, unit: str) -> Cast:
        """The agency of a unit."""
        return self.casts[UNITS[unit]]

    def marks_of(self, unit: str) -> tuple[str, ...]:
        """What appears only where something of the unit is shown."""
        engaged = self.cast_of(unit)
        return WORDS[unit], engaged.accounts[unit].handle, self.things["record"][unit].kwargs["number"]

    def keep(
        self, kind: str, unit: str, row: Any, *, owner: str = "", of_agency: str = "", **kwargs: Any
    ) -> None:
        """Note a thing under its kind and unit."""
        self.things.setdefault(kind, {})[unit] = Thing(
            kwargs=kwargs, unit=unit, id=row.pk, row=row, owner=owner, of_agency=of_agency
        )


def build() -> Scene:
    """Everybody on duty, and in each unit one of everything."""
    houses = {"chicago": cast.CHICAGO, "alsip": cast.ALSIP}
    scene = Scene(
        casts={slug: people.engage_on_duty(house=house, at=BEGAN) for slug, house in houses.items()}
    )
    _end_the_roles_of("tran", scene)
    for slug, engaged in scene.casts.items():
        cast.speak_for_all(cast=engaged, house=houses[slug], at=BEGAN)
    for unit in UNITS:
        _posts(scene, unit)
        _papers(scene, unit)
        _stop(scene, unit)
        _pictures(scene, unit)
        together_scene.build(
            scene, unit, writer=WRITERS[unit], sergeant=SERGEANTS[unit], words=WORDS[unit], at=BEGAN
        )
        roster_scene.build(scene, unit, BEGAN)
        register_scene.build(scene, unit, BEGAN)
        permission_scene.build(scene, unit, writer=scene.cast_of(unit).people[WRITERS[unit]], at=BEGAN)
        ready_scene.build(scene, unit, text=written(unit).text, guide=OFFICES[UNITS[unit]], at=BEGAN)
        device_scene.build(scene, unit, writer=scene.cast_of(unit).people[WRITERS[unit]], at=BEGAN)
    training_scene.build(scene, BEGAN)
    proposal_scene.build(scene, BEGAN)
    guidance_scene.build(scene, BEGAN)
    retention_scene.build(scene, BEGAN)
    _nowhere(scene)
    _duty_list(scene)
    exported_scene.build(scene, UNITS, at=BEGAN)
    sequencer.catch_up(key=KEY, at=AT)
    return scene


_STATUS = {"stopped_above": "stopped", "offered": "draft"}
"""Of what is not named by its status."""


def _offered(post: Post) -> Post:
    Post.objects.filter(pk=post.pk).update(offered_at=BEGAN)
    return post


def _end_the_roles_of(key: str, scene: Scene) -> None:
    """Somebody who was authorised in two units until yesterday."""
    chicago = scene.casts["chicago"]
    once, yesterday = AT - timedelta(days=20), AT - timedelta(days=1)
    grants.authorise(
        member=chicago.people[key], unit=chicago.units["014"], role=Role.USMR, given_by=None, at=once
    )
    for held in Authorisation.objects.filter(member=chicago.people[key]):
        grants.end(authorisation_id=held.pk, ended_by=chicago.okafor, at=yesterday, reason="Moved on.")


def _posts(scene: Scene, unit: str) -> None:
    engaged, writer = scene.cast_of(unit), WRITERS[unit]
    sergeant = engaged.people[SERGEANTS[unit]]
    office = engaged.people[OFFICES[UNITS[unit]]]

    def submitted(send_at: datetime | None = None, further: tuple[str, ...] = ()) -> Post:
        said = replace(written(unit), send_at=send_at, further=further)
        post = people.drafted(engaged=engaged, by=writer, unit=unit, written=said, at=BEGAN)
        return submission.submit(post_id=post.pk, actor=engaged.people[writer], seen_version=1, at=BEGAN)

    def stopped_by(member: Any) -> Post:
        return stopping.stop(post_id=submitted().pk, actor=member, reason="Wait for detectives.", at=BEGAN)

    ways: dict[str, Callable[[], Post]] = {
        "draft": lambda: drafting.begin_post(
            account_id=engaged.accounts[unit].pk,
            actor=engaged.people[writer],
            at=BEGAN,
            written=written(unit),
        ),
        "offered": lambda: _offered(ways["draft"]()),
        "in_review": submitted,
        "approved": lambda: people.approve(post=submitted(PLANNED), by=sergeant, at=BEGAN),
        "stopped": lambda: stopped_by(sergeant),
        "stopped_above": lambda: stopped_by(office),
        "published": lambda: _sent(submitted(), by=sergeant),
        "partly_out": lambda: _half_sent(submitted(further=("Ask us when you are not sure.",)), by=sergeant),
        "unknown": lambda: _sent(submitted(), by=sergeant, answered=False),
    }
    for kind, made in ways.items():
        post = made()
        post.refresh_from_db()
        assert post.status == _STATUS.get(kind, kind), (unit, kind, post.status)
        scene.keep(kind, unit, post, post_id=post.pk)


def _half_sent(post: Post, *, by: Any) -> Post:
    """Of two parts the first is out, and the second was stopped on its way."""
    _sent(post, by=by)
    chain.hold_the_rest(post_ids=[post.pk])
    first = Publication.objects.select_related("revision").filter(post=post).earliest("part")
    post.refresh_from_db()
    chain.follow(post=post, publication=first)
    post.save()
    return post


def _sent(post: Post, *, by: Any, answered: bool = True) -> Post:
    """Approved and sent; the network answered, or nobody knows whether it has the post."""
    approved = people.approve(post=post, by=by, at=BEGAN)
    assert approved.status == Status.APPROVED
    publication = Publication.objects.filter(post=approved).earliest("part")
    claim = publishing.claim(publication_id=publication.pk, now_by=lambda: BEGAN + timedelta(minutes=1))
    assert claim is not None
    if not answered:
        settling.settle(attempt_id=claim.attempt_id, outcome=Unknown(reason="timeout"), at=BEGAN)
        return post
    said = Exchange(
        method="POST",
        path="/2/tweets",
        request_headers={},
        request_body="{}",
        status=201,
        response_headers={},
        response_body="{}",
        started_at=BEGAN,
        ended_at=BEGAN,
    )
    answer = Published(external_id=f"9{post.pk}", url="http://127.0.0.1/x", at=BEGAN, exchange=said)
    settling.settle(attempt_id=claim.attempt_id, outcome=answer, at=BEGAN + timedelta(minutes=2))
    return post


def _stop(scene: Scene, unit: str) -> None:
    """A stop by the unit's sergeant on a kind of post that nothing here is."""
    engaged = scene.cast_of(unit)
    target = Target(scope=Scope.CATEGORY, category="event", within=engaged.units[unit])
    sergeant = engaged.people[SERGEANTS[unit]]
    stop = stopping.place(target=target, reason="Wait for the event.", actor=sergeant, at=BEGAN).stop
    scene.keep("wide_stop", unit, stop, stop_id=stop.pk)


def _papers(scene: Scene, unit: str) -> None:
    engaged, writer = scene.cast_of(unit), WRITERS[unit]
    record = Record.objects.get(post_id=scene.things["published"][unit].row.pk)
    scene.keep("record", unit, record, number=record.number)
    watcher = OFFICES[UNITS[unit]]
    view = saved.keep(
        member=engaged.people[watcher], name=f"All of {unit}", choice=choosing.read({"unit": unit}), at=BEGAN
    )
    scene.keep("view", unit, view, owner=watcher, view_id=view.pk)
    member = engaged.people[writer]
    search = saved_searches.keep(member=member, name=f"Words of {unit}", words=WORDS[unit], at=BEGAN)
    scene.keep("search", unit, search, owner=writer, search_id=search.pk)
    with transaction.atomic():
        (letter,) = outbox.write(
            to=[member], kind="doors", subject="A letter", body="Read it.", link="/messages/", at=BEGAN
        )
    Delivery.objects.filter(message=letter, channel="email").update(state=DeliveryState.FAILED)
    scene.keep("message", unit, letter, owner=writer, message_id=letter.pk)
    failed = Delivery.objects.get(message=letter, channel="email")
    scene.keep("delivery", unit, failed, of_agency=UNITS[unit], delivery_id=failed.pk)
    scene.keep("unit", unit, engaged.units[unit], unit_id=engaged.units[unit].pk)
    scene.keep("account", unit, engaged.accounts[unit])
    scene.keep("registered", unit, engaged.accounts[unit], account_id=engaged.accounts[unit].pk)
    scene.keep("member", unit, member)
    scene.keep("writer", unit, member, member_id=member.pk)
    held = Authorisation.objects.get(member=member, unit=engaged.units[unit])
    scene.keep("authorisation", unit, held, authorisation_id=held.pk)
    office = Authorisation.objects.get(unit=engaged.units[unit], role=Role.COMMANDER)
    scene.keep("command", unit, office, authorisation_id=office.pk)


def _duty_list(scene: Scene) -> None:
    """The office of Communications with one of it on call; a district has no such list."""
    chicago = scene.casts["chicago"]
    office, district = chicago.units["COM"], chicago.units["018"]
    listed = offices.put_on(
        unit=office,
        member=chicago.foster,
        starts_at=BEGAN,
        ends_at=AT + timedelta(hours=4),
        listed_by=chicago.foster,
        at=BEGAN,
    )
    for kind, name, row, free in (
        ("office", "unit_id", office, district.pk),
        ("on_call", "on_call_id", listed, _free(Thing(kwargs={}, unit="", id=listed.pk, row=listed))),
    ):
        scene.things[kind] = {
            "014": Thing(kwargs={name: row.pk}, unit="014", id=row.pk, row=row, of_agency="chicago"),
            "nowhere": Thing(kwargs={name: free}, unit="", id=free),
        }


def _pictures(scene: Scene, unit: str) -> None:
    """A picture of the unit's that stands in no post, and a file of its writer's that has not wholly arrived."""
    post, engaged, writer = scene.things["draft"][unit].row, scene.cast_of(unit), WRITERS[unit]
    made = picturing.made(post=post, by=engaged.people[writer], content=drawn.png(), at=BEGAN)
    scene.keep("picture", unit, made, picture_id=made.pk)
    other = people.drafted(engaged=engaged, by=writer, unit=unit, written=written(unit), at=BEGAN)
    begun = uploads.begin(
        post_id=other.pk, actor=engaged.people[writer], name="coats.jpg", size_bytes=10, at=BEGAN
    )
    scene.keep("upload", unit, begun, owner=writer, upload_id=begun.pk)


def _nowhere(scene: Scene) -> None:
    """Beside each kind of thing one that does not exist."""
    for found in scene.things.values():
        example = found.get("018") or found["014"]
        free = _free(example)
        kwargs = {name: _elsewhere(value, free) for name, value in example.kwargs.items()}
        found["nowhere"] = Thing(kwargs=kwargs, unit="", id=free)
    clauses = {"014": "CPD-TW.IV.H", "PAT": "APD-1021.5.a", "nowhere": "CPD-TW.V.B.9"}
    scene.things["clause"] = {
        unit: Thing(
            kwargs={"clause": clause},
            unit="" if unit == "nowhere" else unit,
            of_agency=UNITS.get(unit, ""),
        )
        for unit, clause in clauses.items()
    }


def _elsewhere(value: Any, free: int) -> Any:
    """An id of the same kind as another: the number of a record is the eighth of its unit and year."""
    if isinstance(value, UUID):
        return UUID(int=free)
    return value[:-1] + "8" if isinstance(value, str) else free


def _free(example: Thing) -> int:
    last = type(example.row).objects.order_by("pk").values_list("pk", flat=True).last()
    return int(last) + 1000
