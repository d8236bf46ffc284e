"""What stands behind the doors of the library: in each agency an entry and a notice, and one that waits."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from accounts.guidance import audience, library, notices
from accounts.guidance.library import Guidance
from accounts.guidance.notices import Said
from accounts.models import Broadcast, Member

if TYPE_CHECKING:
    from tests.governance.doors.scene import Scene

AGENCIES = {"chicago": ("014", "washington"), "alsip": ("PAT", "petrov")}
"""Under which unit an agency's things are noted, and who guides its units."""

OTHERS = {"chicago": "foster", "alsip": "keane"}
"""Who approved what goes to everybody; in Alsip somebody who guides its units no more."""


def build(scene: "Scene", at: datetime) -> None:
    """One of each in both agencies; `nowhere` comes with the other things."""
    for slug, (unit, guide) in AGENCIES.items():
        actor = scene.casts[slug].people[guide]
        entry = library.write(
            guidance=Guidance(subject="writing", title=f"Short sentences of {slug}", text="Say one thing."),
            actor=actor,
            at=at,
        )
        scene.keep("library_entry", unit, entry, of_agency=slug, entry_id=entry.pk)
        said = Said(title=f"Words of {slug}", text="Use them.", due_at=at + timedelta(days=7))
        notice = notices.send(said=said, actor=actor, at=at)
        _approved(notice, scene.casts[slug].people[OTHERS[slug]], at)
        scene.keep("notice", unit, notice, of_agency=slug, notice_id=notice.pk)
    chicago = scene.casts["chicago"]
    said = Said(title="To the whole department", text="Read it.", due_at=at + timedelta(days=7))
    waiting = notices.send(said=said, actor=chicago.natarajan, at=at)
    scene.keep("notice_waiting", "014", waiting, of_agency="chicago", notice_id=waiting.pk)


def _approved(notice: Broadcast, by: Member, at: datetime) -> None:
    notice.approved_by, notice.approved_at = by, at
    notice.save(update_fields=["approved_by", "approved_at"])
    notices.tell(broadcast=notice, people=audience.addressed(broadcast=notice, at=at), at=at)
