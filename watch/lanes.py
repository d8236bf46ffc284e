"""The lanes of the floor: which posts stand in each, in which order."""

from collections.abc import Mapping
from dataclasses import dataclass

from accounts.models import Role
from posts.models import Status

TROUBLE = (Status.UNKNOWN, Status.REFUSED, Status.PARTLY_OUT, Status.MISSED)
LEAVING = (Status.APPROVED, Status.SENDING)
OPEN = (Status.IN_REVIEW, *LEAVING, *TROUBLE)


@dataclass(frozen=True, kw_only=True)
class Lane:
    """One lane: its address word, its name, its picture, and what it says when it is empty."""

    key: str
    name: str
    icon: str
    statuses: tuple[Status, ...]
    empty: str
    tone: str = ""
    by_time: bool = False
    """In the order of due times; the others newest first."""
    ours: bool = False
    """Only posts whose turn is the reader's office's."""
    grows: bool = False
    """Grows with the archive: it reaches back a month, the records room beyond that."""


LANES: Mapping[str, Lane] = {
    lane.key: lane
    for lane in (
        Lane(
            key="trouble",
            name="Trouble",
            icon="error",
            statuses=TROUBLE,
            empty="Nothing is in trouble. What the network refuses or leaves unclear appears here.",
            tone="trouble",
        ),
        Lane(
            key="needs",
            name="Needs us",
            icon="people",
            statuses=(Status.IN_REVIEW,),
            empty="Nothing waits for your office. Arrests and open cases appear here after their sergeant.",
            tone="needs",
            by_time=True,
            ours=True,
        ),
        Lane(
            key="soon",
            name="Going out soon",
            icon="schedule",
            statuses=LEAVING,
            empty="Nothing is about to go out. Approved posts appear here until their time.",
            by_time=True,
        ),
        Lane(
            key="published",
            name="Just published",
            icon="check_circle",
            statuses=(Status.PUBLISHED,),
            empty="Nothing was published in the last 31 days. Posts appear here once they are on the network.",
            grows=True,
        ),
        Lane(
            key="review",
            name="In review",
            icon="hourglass_empty",
            statuses=(Status.IN_REVIEW,),
            empty="Nothing is in review. Posts appear here when a unit sends them to its sergeant.",
        ),
        Lane(
            key="writing",
            name="Being written",
            icon="edit",
            statuses=(Status.DRAFT, Status.RETURNED),
            empty="Nobody is writing. Drafts and returned posts appear here.",
        ),
        Lane(
            key="ended",
            name="Stopped and ended",
            icon="do_not_disturb",
            statuses=(
                Status.STOPPED,
                Status.TAKING_DOWN,
                Status.TAKEN_DOWN,
                Status.REJECTED,
                Status.WITHDRAWN,
            ),
            empty="Nothing was stopped, taken down, rejected or withdrawn.",
        ),
    )
}
SIDE_BY_SIDE = ("trouble", "needs", "soon", "published")
OFFICES = (Role.COMMUNICATIONS, Role.COMMUNITY_POLICING)
"""Whose turn 'Needs us' can mean; to everybody else it means Communications."""


def lane_of(status: str) -> Lane:
    """The lane that holds every post of a status."""
    return next(lane for lane in LANES.values() if status in lane.statuses and not lane.ours)
