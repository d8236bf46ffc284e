"""Celery tasks of the posts room: they take ids, make one domain call, and own nothing else."""

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from accounts.models import Agency
from posts import (
    answering,
    backtesting,
    clock,
    dispatching,
    duties,
    ended_rights,
    handing_on,
    hiding,
    lapsing,
    link_cards,
    looking,
    offering,
    reconciling,
    rejudging,
    restoring,
    sending,
    settling,
    undecided,
)
from posts.coordination import quiet, ready
from records import collected


@shared_task
def send_due() -> None:
    """Hand what is due to the workers, to send or to look for; in a restored database, stop publishing first."""
    restoring.begin(at=timezone.now())
    dispatching.hand_over()
    for publication_id in dispatching.take_unknown():
        look_for.delay(publication_id)
    for reply_id in dispatching.take_replies():
        change_reply.delay(reply_id)


@shared_task(expires=dispatching.FORGOTTEN_AFTER_SECONDS)
def send(publication_id: int) -> None:
    """Send or delete one publication, if it is still to be."""
    sending.send(publication_id=publication_id)


@shared_task(expires=dispatching.FORGOTTEN_AFTER_SECONDS)
def send_urgent(publication_id: int) -> None:
    """The same by the queue that waits behind nothing."""
    sending.send(publication_id=publication_id)


@shared_task(expires=dispatching.FORGOTTEN_AFTER_SECONDS)
def look_for(publication_id: int) -> None:
    """Read an account once for a publication of which nobody knows whether it went out."""
    reconciling.look(publication_id=publication_id, reach=sending.reach)


@shared_task(expires=dispatching.FORGOTTEN_AFTER_SECONDS)
def change_reply(reply_id: int) -> None:
    """Have one reply hidden or shown again, if it is still to be."""
    hiding.carry_out(reply_id=reply_id)


@shared_task
def judge_again() -> None:
    """Judge what waits by rules that took effect meanwhile, what is due first."""
    at = clock.now()
    for post_id in rejudging.owed(at=at):
        rejudging.judge_again(post_id=post_id, at=at)


@shared_task
def send_back_undecided() -> None:
    """Return to its author what nobody decided about by its time."""
    undecided.sweep(at=clock.now())


@shared_task
def hand_on() -> None:
    """Hand on the steps of units that nobody takes, before their time is over."""
    at = clock.now()
    for post_id in handing_on.owed(at=at):
        handing_on.hand_on(post_id=post_id, at=at)


@shared_task
def offer_drafts() -> None:
    """Offer to the others of a unit the drafts whose author may not write for it any more."""
    at = clock.now()
    offering.end_where_authority_came_back(at=at)
    for post_id in offering.owed(at=at):
        offering.offer(post_id=post_id, at=at)


@shared_task
def tell_quiet_units() -> None:
    """Tell whoever leads a unit that it has posted nothing for as long as the agency set."""
    at = clock.now()
    for unit_id, since in quiet.owed(at=at):
        quiet.tell(unit_id=unit_id, since=since, at=at)


@shared_task
def tell_of_lapses() -> None:
    """Ask who leads a unit to keep or withdraw what somebody wrote or approved whose authority ends."""
    at = clock.now()
    for post_id in lapsing.untold(at=at):
        lapsing.tell(post_id=post_id, at=at)


@shared_task
def tell_offices() -> None:
    """Note which offices have been told, write again where no letter arrived, and end what was waited long enough."""
    for post_id in duties.reached():
        duties.go_on(post_id=post_id, at=timezone.now())
    for notice_id in duties.stranded(at=timezone.now()):
        duties.write_again(notice_id=notice_id, at=timezone.now())
    for post_id in answering.over(at=timezone.now()):
        answering.end(post_id=post_id, at=timezone.now())


@shared_task
def tell_of_ended_rights() -> None:
    """Tell of posts that are out with pictures whose rights have ended."""
    for agency in Agency.objects.order_by("pk"):
        ended_rights.tell(agency=agency, at=clock.now())


@shared_task
def end_alerts() -> None:
    """Withdraw what reposts an alert whose time is over, and ask to take down what is out."""
    at = clock.now()
    for ready_id, agency_id in ready.lapsed(at=at):
        ready.lapse(ready_id=ready_id, agency_id=agency_id, at=at)


@shared_task
def sweep() -> None:
    """Settle what a worker left in flight, and keep the records that are owed."""
    settling.sweep()


@shared_task
def take_up() -> None:
    """Have timelines read, pictures checked, rules tried and records packed that nobody is at any more.

    A broker lost the message, or a worker died.
    """
    for export_id in collected.left(at=timezone.now()):
        pack_records.delay(export_id)
    for test_id in backtesting.left(at=clock.now()):
        back_test.delay(test_id)
    for reading_id in restoring.to_be_read(at=timezone.now()):
        read_timeline.delay(reading_id)
    for upload_id in looking.left(at=timezone.now()):
        look_at_picture.delay(str(upload_id))


@shared_task
def back_test(test_id: int) -> None:
    """Go on with one back-test for a while, then let others in."""
    if backtesting.go_on_for(test_id=test_id, seconds=backtesting.TURN_SECONDS):
        back_test.delay(test_id)


@shared_task
def pack_records(export_id: int) -> None:
    """Go on with one export of records for a while, then let others in; the trail is signed within a second or two."""
    if collected.go_on_for(export_id=export_id, seconds=collected.TURN_SECONDS, at=timezone.now()):
        pack_records.apply_async((export_id,), countdown=2)


@shared_task
def read_timeline(reading_id: int) -> None:
    """Ask one account what it shows since the backup, if it is still to be asked."""
    restoring.read(reading_id=reading_id, at=timezone.now())


@shared_task
def look_at_picture(upload_id: str) -> None:
    """Check one picture that has arrived, if it is still to be."""
    looking.look(upload_id=UUID(upload_id), at=timezone.now())


@shared_task
def fetch_card(card_id: int) -> None:
    """Ask the page of one link what it says of itself, if it is still to be asked."""
    link_cards.fetch(card_id=card_id, way=link_cards.way_out(), at=timezone.now())
