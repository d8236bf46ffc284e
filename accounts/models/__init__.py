"""The tables of the accounts room, one file a subject."""

from accounts.models.agency import Agency, AgencyPolicy, Unit
from accounts.models.authority import Authorisation, Role, Tour, UnitGrant, UnitGroupGrant
from accounts.models.member import Member
from accounts.models.message import Channel, Delivery, DeliveryState, Message
from accounts.models.on_call import OnCall
from accounts.models.outlet import AccountStatus, Credential, Network, OutletAccount

__all__ = [
    "AccountStatus",
    "Agency",
    "AgencyPolicy",
    "Authorisation",
    "Channel",
    "Credential",
    "Delivery",
    "DeliveryState",
    "Member",
    "Message",
    "Network",
    "OnCall",
    "OutletAccount",
    "Role",
    "Tour",
    "Unit",
    "UnitGrant",
    "UnitGroupGrant",
]
