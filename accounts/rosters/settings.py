"""How an agency's rosters go out: to whom, as files or as a link, with which addresses on them."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import Agency, Member, PeriodCalendar, RosterRecipient
from audit import trail


@dataclass(frozen=True, kw_only=True)
class Said:
    """What an administrator chose."""

    recipients: dict[str, Member | str]
    """By place: a member, or an address outside the portal."""
    by_link: bool
    email_domain: str


@transaction.atomic
def change(*, agency: Agency, said: Said, actor: Member, at: datetime) -> None:
    """Send the rosters that are submitted from now on to these recipients; those that were sent stay as they were."""
    calendar = PeriodCalendar.objects.select_for_update().get(agency=agency)
    calendar.by_link, calendar.email_domain = said.by_link, said.email_domain
    calendar.save(update_fields=["by_link", "email_domain"])
    for place, recipient in said.recipients.items():
        to = (
            {"member": recipient, "address": ""}
            if isinstance(recipient, Member)
            else {"member": None, "address": recipient}
        )
        RosterRecipient.objects.update_or_create(agency=agency, place=place, defaults=to)
    trail.record(
        verb="roster.settings_changed", agency_id=agency.pk, actor_id=actor.pk, subject_id=agency.pk, at=at
    )
