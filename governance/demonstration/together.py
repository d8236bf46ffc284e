"""Working together: stories and questions of the press for Communications, ideas, and a district gone quiet."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from accounts import units
from governance.cast import CORPORATE
from governance.demonstration.stage import Stage
from posts.coordination import ideas, inquiries, quiet, stories
from posts.coordination.inquiries import Asked
from posts.coordination.stories import Told
from posts.models import Came, Consent, Reach

QUIET_DAYS = 7
BICYCLE = (
    "Ofc. Ortega taught Mrs. Alvarez, 91, to ride a bicycle again on Humboldt Boulevard. "
    "It took her eleven minutes."
)
BICYCLE_AGREED = "Mrs. Alvarez and her daughter, asked by Ofc. Ortega on the phone."
CHOIR = "The choir of the Near North sang in our lobby, and the whole night shift came down to listen."
COATS = "Ninety coats came in at the Shakespeare District within three days. Every one of them has found somebody."
LIBRARY = "Our officers read to children at the library every Thursday at four. Parents ask us when the next one is."
LANTERNS = "Ask residents which corner needs a street light, and answer with a picture when it burns."
HORSES = "The mounted unit waters its horses at our station on Sundays. Children would come if they knew."
BURGLARIES = "How many burglaries were there on Logan Boulevard this month, and were the garages locked?"
FILMING = "May we film the bicycle registration at the station on Saturday?"
PATROL_CAR = "Raffle off a ride in a patrol car."


def story(stage: Stage) -> Iterator[datetime]:
    """Of each kind one, at every stage that there is."""
    at = stage.now - timedelta(days=6, hours=5)
    yield at
    agency, member = stage.cast.agency, stage.member
    units.change_agency(
        agency_id=agency.pk,
        name=agency.name,
        language=agency.language,
        quiet_days=QUIET_DAYS,
        actor=member("admin", at=at),
        at=at,
    )
    choir = _forward(stage, "018", "murphy", Told(words=CHOIR, consent=Consent.NOBODY), at)
    idea = ideas.suggest(words=PATROL_CAR, actor=member("lindqvist", at=at), at=at)
    filming = _sent_on(stage, "018", "murphy", Asked(came=Came.LETTER, asked_by="Lake TV", words=FILMING), at)
    at += timedelta(hours=2)
    yield at
    note = "Yes, from ten to noon. Lt. Foster meets them at the door. Told Lake TV by e-mail."
    foster = member("foster", at=at)
    inquiries.close(inquiry_id=filming, answered=True, note=note, actor=foster, at=at)
    feedback = "We told of a choir last week. Send us the next one before it sings, so that people can come."
    stories.decline(story_id=choir, feedback=feedback, actor=foster, at=at)
    reason = "A ride needs a waiver for everybody on board. We cannot give one away."
    ideas.decline(idea_id=idea.pk, reason=reason, actor=member("brody", at=at), at=at)
    yield from _taken_up(stage, at + timedelta(days=1))
    at = stage.now - timedelta(hours=3)
    yield at
    asked = Asked(
        came=Came.CALL,
        asked_by="Rita Moss, Daily Lakefront",
        words=BURGLARIES,
        handle="daily_lakefront",
        contact="312-555-0142, needs it by five this afternoon",
    )
    _sent_on(stage, "014", "reyes", asked, at)
    _forward(stage, "014", "reyes", Told(words=COATS, consent=Consent.NOBODY), at)
    ideas.suggest(words=HORSES, actor=member("lindqvist", at=at), at=at)
    ideas.suggest(words=LANTERNS, reach=Reach.DEPARTMENT, actor=member("ortega", at=at), at=at)
    for unit_id, since in quiet.owed(at=at):
        quiet.tell(unit_id=unit_id, since=since, at=at)


def _taken_up(stage: Stage, at: datetime) -> Iterator[datetime]:
    """A story that Communications adopts, and an idea that becomes a draft."""
    yield at
    told = Told(words=BICYCLE, consent=Consent.AGREED, consent_words=BICYCLE_AGREED)
    forwarded = _forward(stage, "014", "whitfield", told, at)
    idea = ideas.suggest(words=LIBRARY, actor=stage.member("lindqvist", at=at), at=at)
    at += timedelta(hours=1)
    yield at
    ideas.pass_on(idea_id=idea.pk, reach=Reach.UNIT, actor=stage.member("whitfield", at=at), at=at)
    at += timedelta(minutes=40)
    yield at
    natarajan, reyes = stage.member("natarajan", at=at), stage.member("reyes", at=at)
    account = stage.cast.accounts[CORPORATE]
    stories.adopt(story_id=forwarded, account_id=account.pk, feedback="We love it.", actor=natarajan, at=at)
    own = stage.cast.accounts["014"]
    ideas.take_up(idea_id=idea.pk, account_id=own.pk, actor=reyes, at=at)


def _forward(stage: Stage, unit: str, by: str, told: Told, at: datetime) -> int:
    actor = stage.member(by, at=at)
    return stories.forward(unit_id=stage.cast.units[unit].pk, told=told, actor=actor, at=at).pk


def _sent_on(stage: Stage, unit: str, by: str, asked: Asked, at: datetime) -> int:
    actor = stage.member(by, at=at)
    return inquiries.send_on(unit_id=stage.cast.units[unit].pk, asked=asked, actor=actor, at=at).pk
