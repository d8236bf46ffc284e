"""What stands behind the doors of the library: in each agency an entry, and a notice to everybody."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from accounts.guidance import library, notices
from accounts.guidance.library import Guidance
from accounts.guidance.notices import Said

if TYPE_CHECKING:
    from tests.governance.doors.scene import Scene

AGENCIES = {"chicago": ("014", "washington"), "alsip": ("PAT", "petrov")}
"""Under which unit an agency's things are noted, and who guides its units."""


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
        scene.keep("notice", unit, notice, of_agency=slug, notice_id=notice.pk)
