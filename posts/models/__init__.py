"""The tables of the posts room, one file a subject."""

from posts.models.picture import (
    DraftPicture,
    NetworkMedia,
    Picture,
    RevisionPicture,
    Upload,
    UploadState,
)
from posts.models.post import Draft, Opening, Post, Status
from posts.models.publication import Attempt, AttemptKind, Kept, Outcome, Publication, PublicationState
from posts.models.review import Approval, Remark, RemarkKind, Verdict
from posts.models.revision import Revision, RevisionAuthor, RouteStep
from posts.models.stop import PORTAL, WIDE, Hold, Scope, Stop
from posts.models.turn import DutyNotice, Turn

__all__ = [
    "PORTAL",
    "WIDE",
    "Approval",
    "Attempt",
    "AttemptKind",
    "Draft",
    "DraftPicture",
    "DutyNotice",
    "Hold",
    "Kept",
    "NetworkMedia",
    "Opening",
    "Outcome",
    "Picture",
    "Post",
    "Publication",
    "PublicationState",
    "Remark",
    "RemarkKind",
    "Revision",
    "RevisionAuthor",
    "RevisionPicture",
    "RouteStep",
    "Scope",
    "Status",
    "Stop",
    "Turn",
    "Upload",
    "UploadState",
    "Verdict",
]
