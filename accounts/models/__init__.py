"""The tables of the accounts room, one file a subject."""

from accounts.models.account_task import AccountTask, TaskKind
from accounts.models.agency import Agency, AgencyPolicy, Unit
from accounts.models.authority import (
    Authorisation,
    Ending,
    Role,
    Tour,
    TourSource,
    UnitGrant,
    UnitGroupGrant,
)
from accounts.models.condition import (
    Condition,
    ConditionNote,
    ConditionReminder,
    ConditionRule,
    Force,
    Outcome,
)
from accounts.models.device import Device, DeviceKind
from accounts.models.followed import Followed
from accounts.models.guidance import Broadcast, LibraryEntry, LibraryVersion, Receipt, Subject
from accounts.models.language import MemberLanguage
from accounts.models.member import Member
from accounts.models.message import Channel, Delivery, DeliveryState, Enclosure, Message
from accounts.models.native import Cause, NativePassword, PasswordRotation
from accounts.models.on_call import OnCall
from accounts.models.outlet import (
    PUBLISHED_ON,
    AccountStatus,
    Capability,
    Credential,
    CredentialKind,
    Health,
    Network,
    OutletAccount,
)
from accounts.models.period import Period, PeriodCalendar, Place, RosterRecipient, YearEnd
from accounts.models.permission import PermissionKind, WrittenPermission
from accounts.models.proposal import PolicyProposal, ProposalState
from accounts.models.roster import (
    ImportState,
    Roster,
    RosterCopy,
    RosterEntry,
    RosterImport,
    RosterLine,
    RosterReminder,
    RosterState,
    RosterVersion,
)
from accounts.models.signed_in import SignedIn
from accounts.models.table_import import TableImport
from accounts.models.training import AccessApproval, Acknowledgement, Course, TrainingResult, TrainingSession

__all__ = [
    "PUBLISHED_ON",
    "AccessApproval",
    "AccountStatus",
    "AccountTask",
    "Acknowledgement",
    "Agency",
    "AgencyPolicy",
    "Authorisation",
    "Broadcast",
    "Capability",
    "Cause",
    "Channel",
    "Condition",
    "ConditionNote",
    "ConditionReminder",
    "ConditionRule",
    "Course",
    "Credential",
    "CredentialKind",
    "Delivery",
    "DeliveryState",
    "Device",
    "DeviceKind",
    "Enclosure",
    "Ending",
    "Followed",
    "Force",
    "Health",
    "ImportState",
    "LibraryEntry",
    "LibraryVersion",
    "Member",
    "MemberLanguage",
    "Message",
    "NativePassword",
    "Network",
    "OnCall",
    "Outcome",
    "OutletAccount",
    "PasswordRotation",
    "Period",
    "PeriodCalendar",
    "PermissionKind",
    "Place",
    "PolicyProposal",
    "ProposalState",
    "Receipt",
    "Role",
    "Roster",
    "RosterCopy",
    "RosterEntry",
    "RosterImport",
    "RosterLine",
    "RosterRecipient",
    "RosterReminder",
    "RosterState",
    "RosterVersion",
    "SignedIn",
    "Subject",
    "TableImport",
    "TaskKind",
    "Tour",
    "TourSource",
    "TrainingResult",
    "TrainingSession",
    "Unit",
    "UnitGrant",
    "UnitGroupGrant",
    "WrittenPermission",
    "YearEnd",
]
