"""Behind the doors of written permissions: in each unit one that waits, with a paper, and one that is in force."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from accounts import written
from accounts.models import Member, WrittenPermission

if TYPE_CHECKING:
    from tests.governance.doors.scene import Scene


def build(scene: "Scene", unit: str, *, writer: Member, at: datetime) -> None:
    """Both are the writer's."""
    paper = written.Paper(name="plan.pdf", content=b"%PDF-1.7 plan")
    asked = written.ask(
        member=writer, kind="confidential", covers="The drill.", wanted_until=None, paper=paper, at=at
    )
    scene.keep("permission_asked", unit, asked, permission_id=asked.pk)
    decider = scene.cast_of(unit).people["petrov" if unit == "PAT" else "natarajan"]
    given = written.ask(
        member=writer, kind="confidential", covers="The drill.", wanted_until=None, paper=None, at=at
    )
    written.decide(
        permission_id=given.pk,
        actor=decider,
        granted=True,
        reason="Residents should know.",
        expires_at=at + timedelta(days=60),
        at=at,
    )
    scene.keep("permission", unit, WrittenPermission.objects.get(pk=given.pk), permission_id=given.pk)
