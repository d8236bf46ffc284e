"""Of each unit a story and a question of the press that wait, an idea on the board, and one for its supervisor."""

from datetime import datetime
from typing import TYPE_CHECKING

from posts.coordination import ideas, inquiries, stories
from posts.coordination.inquiries import Asked
from posts.coordination.stories import Told
from posts.models import Came, Consent, Idea, IdeaState

if TYPE_CHECKING:
    from tests.governance.doors.scene import Scene


def build(scene: "Scene", unit: str, *, writer: str, sergeant: str, words: str, at: datetime) -> None:
    """The ideas are the writer's, who needs no supervisor; one is made to wait as if its author had no role."""
    engaged = scene.cast_of(unit)
    told = Told(words=f"Ice cream for all of {words}.", consent=Consent.NOBODY)
    story = stories.forward(unit_id=engaged.units[unit].pk, told=told, actor=engaged.people[sergeant], at=at)
    scene.keep("story", unit, story, story_id=story.pk)
    author = engaged.people[writer]
    asked = Asked(came=Came.CALL, asked_by="Rita Moss, Daily News", words=f"How many burglaries in {words}?")
    inquiry = inquiries.send_on(unit_id=engaged.units[unit].pk, asked=asked, actor=author, at=at)
    scene.keep("inquiry", unit, inquiry, inquiry_id=inquiry.pk)
    open_idea = ideas.suggest(words=f"Tell of the lanterns on {words}.", actor=author, at=at)
    scene.keep("idea", unit, open_idea, idea_id=open_idea.pk)
    waits = ideas.suggest(words=f"Show the horses of {words}.", actor=author, at=at)
    Idea.objects.filter(pk=waits.pk).update(state=IdeaState.WAITING, passed_by=None, passed_at=None)
    scene.keep("idea_waiting", unit, waits, idea_id=waits.pk)
