"""A post of the 014th and its Spanish translation, waiting for a sergeant who reads both."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from accounts import languages
from governance.demonstration import answering
from governance.demonstration.stage import Stage
from posts import drafting, pairs, translating
from posts.drafting import Written
from posts.models import Draft, Post

UNIT, WRITER, READER, WAITS = "014", "reyes", "whitfield", "brody"
ENGLISH = (
    "Lock your garage side door tonight. Two were opened on Palmer Street this week while their owners slept. "
    "Call 911 if you see somebody at yours."
)
SPANISH = (
    "Cierre con llave esta noche la puerta lateral de su garaje. Esta semana abrieron dos en la calle Palmer "
    "mientras sus dueños dormían. Llame al 911 si ve a alguien junto al suyo."
)


def story(stage: Stage) -> Iterator[datetime]:
    """Who reads Spanish, that the unit asks for it, and the pair."""
    at = stage.now - timedelta(days=4, hours=3)
    yield at
    commander = stage.member("okafor", at=at)
    languages.declare(member=stage.member(READER, at=at), language="es", actor=commander, at=at)
    waits = stage.member(WAITS, at=at)
    languages.declare(member=waits, language="pl", actor=waits, at=at)
    unit = stage.cast.units[UNIT]
    languages.ask_for_reader(unit=unit, needed=True, actor=commander, at=at)
    at = stage.now - timedelta(minutes=35)
    yield at
    writer = stage.member(WRITER, at=at)
    written = Written(
        category="safety_tip", text=ENGLISH, answers={"source": "Beat 1413 reports of this week"}
    )
    first = drafting.begin_post(account_id=stage.cast.accounts[UNIT].pk, actor=writer, at=at, written=written)
    second = translating.begin(post_id=first.pk, language="es", actor=writer, at=at)
    kept = drafting.written_in(draft=second.draft, category=second.category)
    spanish = replace(kept, text=SPANISH)
    drafting.save(post_id=second.pk, actor=writer, written=spanish, seen_version=1, at=at)
    at += timedelta(minutes=3)
    yield at
    for post in (first, second):
        answering.say_no(post=Post.objects.get(pk=post.pk), actor=writer, at=at)
    seen = Draft.objects.get(post=first).version
    pairs.submit(post_id=first.pk, actor=writer, seen_version=seen, at=at)
