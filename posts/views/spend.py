"""What posting costs, by unit and month: a picture with the table behind it."""

from datetime import date, timedelta
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.keeping import OFFICE
from accounts.models import Unit
from accounts.models.authority import COMMANDERS
from accounts.signin import at_of, authority_of, member_of
from accounts.views.refusing import refused
from outlets.networks import NETWORKS
from posts import charges
from posts.charges import Spent


@require_GET
def spend(request: HttpRequest) -> HttpResponse:
    """One month; Communications and administrators see every unit, commanders their own."""
    units = _units(request)
    zone = member_of(request).agency.tzinfo
    today = at_of(request).astimezone(zone).date()
    month = charges.month_of(asked=request.GET.get("month", ""), today=today)
    rows = charges.by_unit(units=units, month=month, zone=zone)
    paid, practised = [one for one in rows if one.charged], [one for one in rows if not one.charged]
    later = charges.next_month(month=month)
    context = {
        "month": month,
        "earlier": f"?month={_before(month):%Y-%m}",
        "later": f"?month={later:%Y-%m}" if later <= today else "",
        "tables": [_table("On X", paid), _table("In training, at X's prices", practised)],
        "paid": sum((one.dollars for one in paid), Decimal(0)),
        "unpriced": charges.unpriced(units=units, month=month, zone=zone),
        "price": NETWORKS["x"].price,
    }
    return render(request, "posts/accounts/spend.html", context)


def _table(title: str, rows: list[Spent]) -> dict[str, object]:
    most = max((one.dollars for one in rows), default=Decimal(0))
    return {
        "title": title,
        "rows": [(one, int(1000 * one.dollars / most) if most else 0) for one in rows],
        "total": sum((one.dollars for one in rows), Decimal(0)),
        "posts": sum(one.posts for one in rows),
        "with_link": sum(one.with_link for one in rows),
        "deleted": sum(one.deleted for one in rows),
    }


def _before(month: date) -> date:
    return (month - timedelta(days=1)).replace(day=1)


def _units(request: HttpRequest) -> list[Unit]:
    authority = authority_of(request)
    found = Unit.objects.filter(agency_id=authority.agency_id).order_by("number")
    if authority.holds(*OFFICE):
        return list(found)
    units = list(found.filter(pk__in=authority.units(*COMMANDERS)))
    if not units:
        raise refused(
            request,
            act="see_spend",
            subject="agency",
            subject_id=authority.agency_id,
            sentence="Communications, administrators and commanders see what posting costs.",
        )
    return units
