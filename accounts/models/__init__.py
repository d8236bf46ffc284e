"""The tables of the accounts room, one file a subject."""

from accounts.models.agency import Agency, AgencyPolicy, Unit
from accounts.models.authority import Authorisation, Role, Tour, UnitGrant, UnitGroupGrant
from accounts.models.member import Member
from accounts.models.message import Channel, Delivery, DeliveryState, Enclosure, Message
from accounts.models.on_call import OnCall
from accounts.models.outlet import (
    AccountStatus,
    Capability,
    Credential,
    CredentialKind,
    Health,
    Network,
    OutletAccount,
)
from accounts.models.period import Period, PeriodCalendar, Place, RosterRecipient, YearEnd
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

__all__ = [
    "AccountStatus",
    "Agency",
    "AgencyPolicy",
    "Authorisation",
    "Capability",
    "Channel",
    "Credential",
    "CredentialKind",
    "Delivery",
    "DeliveryState",
    "Enclosure",
    "Health",
    "ImportState",
    "Member",
    "Message",
    "Network",
    "OnCall",
    "OutletAccount",
    "Period",
    "PeriodCalendar",
    "Place",
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
    "Tour",
    "Unit",
    "UnitGrant",
    "UnitGroupGrant",
    "YearEnd",
]
