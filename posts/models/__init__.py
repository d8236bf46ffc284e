"""The tables of the posts room, one file a subject."""

from posts.models.after import Lapse, Rejudgement
from posts.models.backtest import BackTest, BackTestState, KeptReading, Turned, TurnedPost
from posts.models.coordination import (
    Consent,
    Idea,
    IdeaState,
    Origin,
    QuietSpell,
    Reach,
    Story,
    StoryPicture,
    StoryState,
)
from posts.models.copy import SecondCopy
from posts.models.firing import Effect, PrecedenceTally, RuleFiring, RuleTally
from posts.models.inquiry import Came, Inquiry, InquiryState
from posts.models.link_card import LinkCard
from posts.models.media_rights import EndedRightsTold, MediaRights, Owner, Restriction
from posts.models.part import DraftPart, RevisionPart
from posts.models.permission import RevisionPermission
from posts.models.picture import (
    MOVING,
    VIDEO,
    DraftPicture,
    NetworkMedia,
    NetworkUpload,
    Picture,
    RevisionPicture,
    Upload,
    UploadState,
)
from posts.models.post import CORRECTED_FOR_GOOD, NEVER_OUT, NOT_OUT, Correction, Draft, Opening, Post, Status
from posts.models.publication import Attempt, AttemptKind, Kept, Outcome, Publication, PublicationState
from posts.models.ready import ReadyDraft, ReadyKind
from posts.models.reply import HiddenReply, HideGround, ReplyState
from posts.models.restoration import (
    Meaning,
    ReadingState,
    Restoration,
    ShownPost,
    TimelineReading,
)
from posts.models.review import Approval, Ground, Remark, RemarkKind, Verdict
from posts.models.revision import Revision, RevisionAuthor, RouteStep
from posts.models.sought import PictureWords, ReplyWords, SavedSearch
from posts.models.stop import PORTAL, WIDE, Hold, Scope, Stop
from posts.models.turn import DutyNotice, Turn

__all__ = [
    "CORRECTED_FOR_GOOD",
    "MOVING",
    "NEVER_OUT",
    "NOT_OUT",
    "PORTAL",
    "VIDEO",
    "WIDE",
    "Approval",
    "Attempt",
    "AttemptKind",
    "BackTest",
    "BackTestState",
    "Came",
    "Consent",
    "Correction",
    "Draft",
    "DraftPart",
    "DraftPicture",
    "DutyNotice",
    "Effect",
    "EndedRightsTold",
    "Ground",
    "HiddenReply",
    "HideGround",
    "Hold",
    "Idea",
    "IdeaState",
    "Inquiry",
    "InquiryState",
    "Kept",
    "KeptReading",
    "Lapse",
    "LinkCard",
    "Meaning",
    "MediaRights",
    "NetworkMedia",
    "NetworkUpload",
    "Opening",
    "Origin",
    "Outcome",
    "Owner",
    "Picture",
    "PictureWords",
    "Post",
    "PrecedenceTally",
    "Publication",
    "PublicationState",
    "QuietSpell",
    "Reach",
    "ReadingState",
    "ReadyDraft",
    "ReadyKind",
    "Rejudgement",
    "Remark",
    "RemarkKind",
    "ReplyState",
    "ReplyWords",
    "Restoration",
    "Restriction",
    "Revision",
    "RevisionAuthor",
    "RevisionPart",
    "RevisionPermission",
    "RevisionPicture",
    "RouteStep",
    "RuleFiring",
    "RuleTally",
    "SavedSearch",
    "Scope",
    "SecondCopy",
    "ShownPost",
    "Status",
    "Stop",
    "Story",
    "StoryPicture",
    "StoryState",
    "TimelineReading",
    "Turn",
    "Turned",
    "TurnedPost",
    "Upload",
    "UploadState",
    "Verdict",
]
