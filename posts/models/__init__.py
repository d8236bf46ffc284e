"""The tables of the posts room, one file a subject."""

from posts.models.post import Draft, Opening, Post, Status
from posts.models.publication import Attempt, AttemptKind, Kept, Outcome, Publication, PublicationState
from posts.models.review import Approval, Remark, RemarkKind, Verdict
from posts.models.revision import Revision, RevisionAuthor, RouteStep
from posts.models.stop import Stop

__all__ = [
    "Approval",
    "Attempt",
    "AttemptKind",
    "Draft",
    "Kept",
    "Opening",
    "Outcome",
    "Post",
    "Publication",
    "PublicationState",
    "Remark",
    "RemarkKind",
    "Revision",
    "RevisionAuthor",
    "RouteStep",
    "Status",
    "Stop",
    "Verdict",
]
