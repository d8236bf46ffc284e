"""Guidance for the units: a library in versions that nobody edits, and notices that each member acknowledges."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from accounts import grants
from accounts.guidance import audience, library, notices, reminding
from accounts.guidance.library import Guidance, WrittenMeanwhile
from accounts.guidance.notices import NobodyToTell, Said
from accounts.models import Broadcast, LibraryEntry, LibraryVersion, Member, Message, Receipt, Role
from audit import vault
from audit.models import Event
from governance.cast import Cast

EVENTS = Guidance(
    subject="events",
    title="Events with a partner",
    text="Name who runs it. Leave out what the partner sells.",
    clause="CPD-TW.IV.E",
)


def sent(
    engaged: Cast, at: datetime, *, units: tuple[str, ...] = (), roles: tuple[str, ...] = ("usmr",)
) -> Broadcast:
    said = Said(
        title="New words for missing persons",
        text="Use the words of the template.",
        unit_ids=[engaged.units[key].pk for key in units],
        roles=roles,
        due_at=at + timedelta(days=7),
    )
    return notices.send(said=said, actor=engaged.washington, at=at)


def told(made: Broadcast) -> set[str]:
    return set(made.receipts.values_list("member__log_on_id", flat=True))


def test_a_new_version_takes_the_place_of_the_one_before_which_stays_as_it_was(
    chicago: Cast, at: datetime
) -> None:
    entry = library.write(guidance=EVENTS, actor=chicago.washington, at=at)
    newer = Guidance(subject="events", title=EVENTS.title, text="Name who runs it, and where.", clause="")

    library.rewrite(
        entry_id=entry.pk, guidance=newer, changed="The place.", seen_number=1, actor=chicago.natarajan, at=at
    )
    library.rewrite(
        entry_id=entry.pk, guidance=newer, changed="Nothing.", seen_number=2, actor=chicago.natarajan, at=at
    )

    entry.refresh_from_db()
    first, second = entry.versions.order_by("number")
    assert (library.said(version=first), library.said(version=second)) == (EVENTS, newer)
    assert (entry.current, second.written_by) == (second, chicago.natarajan)
    with pytest.raises(WrittenMeanwhile, match="Natarajan wrote version 2"):
        library.rewrite(
            entry_id=entry.pk,
            guidance=EVENTS,
            changed="Back.",
            seen_number=1,
            actor=chicago.washington,
            at=at,
        )
    with pytest.raises(DatabaseError), transaction.atomic():
        LibraryVersion.objects.filter(pk=first.pk).update(text="Other words.")
    assert Event.objects.filter(verb="library.written").count() == 2


def test_the_library_is_found_by_words_and_by_subject_page_by_page(
    chicago: Cast, alsip: Cast, at: datetime
) -> None:
    for number in range(library.SIZE + 1):
        one = Guidance(subject="writing", title=f"Entry {number}", text="Short sentences.")
        library.write(guidance=one, actor=chicago.washington, at=at + timedelta(minutes=number))
    events = library.write(guidance=EVENTS, actor=chicago.washington, at=at)
    gone = library.write(guidance=EVENTS, actor=chicago.washington, at=at)
    library.retire(entry_id=gone.pk, actor=chicago.natarajan, at=at)
    here = chicago.agency.pk

    first = library.entries(agency_id=here, subject="writing")
    rest = library.entries(agency_id=here, subject="writing", after=first.next_after)

    assert (len(first.rows), len(rest.rows), rest.next_after) == (library.SIZE, 1, None)
    assert list(library.entries(agency_id=here, words="partners selling").rows) == [events]
    assert list(library.entries(agency_id=here, clause="CPD-TW.IV.E").rows) == [events]
    assert list(library.entries(agency_id=alsip.agency.pk, words="partner").rows) == []


@pytest.mark.parametrize("who", ["reyes", "okafor", "marsh", "admin"])
def test_only_those_who_guide_the_units_write_send_and_withdraw(
    chicago: Cast, at: datetime, who: str
) -> None:
    entry = library.write(guidance=EVENTS, actor=chicago.washington, at=at)
    made = sent(chicago, at)
    actor = chicago.people[who]
    said = Said(title="A", text="B", due_at=at + timedelta(days=1))

    for act in (
        lambda: library.write(guidance=EVENTS, actor=actor, at=at),
        lambda: library.retire(entry_id=entry.pk, actor=actor, at=at),
        lambda: notices.send(said=said, actor=actor, at=at),
        lambda: notices.withdraw(broadcast_id=made.pk, why="No.", actor=actor, at=at),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_a_notice_reaches_those_who_hold_the_roles_in_the_units_or_belong_to_them(
    chicago: Cast, at: datetime
) -> None:
    writers = told(sent(chicago, at, units=("014",)))
    everybody = told(sent(chicago, at, units=("014",), roles=()))

    assert "reyes" in writers and "whitfield" not in writers and "kowalczyk" not in writers
    of_unit = Member.objects.filter(unit=chicago.units["014"]).values_list("log_on_id", flat=True)
    assert everybody == set(of_unit)
    with pytest.raises(NobodyToTell):
        sent(chicago, at, units=("REC",), roles=("usmr",))


def test_cpd_tw_v_c_2_a_notice_waits_until_it_is_acknowledged_and_names_who_has_not(
    chicago: Cast, at: datetime
) -> None:
    made = sent(chicago, at, units=("014",), roles=("usmr", "sergeant"))
    assert [one.broadcast for one in notices.waiting_for(member_id=chicago.reyes.pk)] == [made]
    assert Message.objects.filter(
        to=chicago.reyes, kind="notice", link=f"/library/notices/{made.pk}/"
    ).exists()

    assert notices.acknowledge(broadcast_id=made.pk, member=chicago.reyes, at=at)
    assert not notices.acknowledge(broadcast_id=made.pk, member=chicago.reyes, at=at)

    receipt = Receipt.objects.get(broadcast=made, member=chicago.reyes)
    said = vault.text(digest=receipt.said_digest, agency_id=chicago.agency.pk)
    assert (
        said
        == "I have read the notice “New words for missing persons” of 21 November 2026, and I keep to it."
    )
    assert not notices.waiting_for(member_id=chicago.reyes.pk)
    left = set(audience.missing(broadcast_ids=[made.pk]).values_list("member__log_on_id", flat=True))
    assert left == told(made) - {"reyes"} and "whitfield" in left
    event = Event.objects.get(verb="notice.acknowledged")
    assert (event.subject_id, event.keys["broadcast_id"]) == (chicago.reyes.pk, made.pk)
    with pytest.raises(Receipt.DoesNotExist):
        notices.acknowledge(broadcast_id=made.pk, member=chicago.kowalczyk, at=at)
    with pytest.raises(DatabaseError), transaction.atomic():
        Receipt.objects.filter(pk=receipt.pk).update(acknowledged_at=None, said_digest="")
    with pytest.raises(DatabaseError), transaction.atomic():
        Broadcast.objects.filter(pk=made.pk).update(text="Other words.", withdrawn_at=at)


def test_who_has_not_acknowledged_is_reminded_before_it_is_due_then_and_a_week_later_and_no_more(
    chicago: Cast, at: datetime
) -> None:
    made = sent(chicago, at, units=("014",))
    notices.acknowledge(broadcast_id=made.pk, member=chicago.reyes, at=at)
    others = len(told(made)) - 1
    here = chicago.agency.pk
    days = [reminding.remind(agency_id=here, at=at + timedelta(days=day)) for day in (5, 6, 6, 7, 14, 30)]

    assert days == [0, others, 0, others, others, 0]
    reminded = Message.objects.filter(kind="notice-reminder")
    assert reminded.count() == 3 * others
    assert not reminded.filter(to=chicago.reyes).exists()


def test_a_withdrawn_notice_waits_for_nobody_and_reminds_nobody(chicago: Cast, at: datetime) -> None:
    made = sent(chicago, at, units=("014",))

    assert notices.withdraw(broadcast_id=made.pk, why="The form is old.", actor=chicago.natarajan, at=at)
    assert not notices.withdraw(broadcast_id=made.pk, why="Again.", actor=chicago.natarajan, at=at)

    assert not notices.waiting_for(member_id=chicago.reyes.pk)
    assert reminding.remind(agency_id=chicago.agency.pk, at=at + timedelta(days=30)) == 0


def test_whoever_comes_to_write_for_a_unit_later_is_told_once(chicago: Cast, at: datetime) -> None:
    made = sent(chicago, at, units=("014",))
    later = at + timedelta(days=3)
    newcomer = chicago.people["lindqvist"]
    grants.authorise(member=newcomer, unit=chicago.units["014"], role=Role.USMR, given_by=None, at=later)
    here = chicago.agency.pk

    assert [reminding.tell_newcomers(agency_id=here, at=later) for _ in range(2)] == [1, 0]

    assert [one.broadcast for one in notices.waiting_for(member_id=newcomer.pk)] == [made]
    assert reminding.tell_newcomers(agency_id=here, at=at + timedelta(days=91)) == 0


def test_an_entry_of_another_agency_is_not_there(chicago: Cast, alsip: Cast, at: datetime) -> None:
    entry = library.write(guidance=EVENTS, actor=chicago.washington, at=at)

    with pytest.raises(LibraryEntry.DoesNotExist):
        library.retire(entry_id=entry.pk, actor=alsip.petrov, at=at)
