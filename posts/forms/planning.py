"""The calendar's choices: which days of which unit or account, drawn how; and another moment for a post."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict

from accounts.models import OutletAccount, Unit

T = TypeVar("T", Unit, OutletAccount)
LOOKS = ("week", "list")
FARTHEST = timedelta(days=3660)


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """What a reader of the calendar chose; whatever cannot be read is left out."""

    begins_on: date
    look: str
    unit: Unit | None
    account: OutletAccount | None

    def query(self, **changes: object) -> str:
        """The address of the same calendar with something changed."""
        told: dict[str, object] = {"from": self.begins_on.isoformat(), "look": self.look}
        if self.unit:
            told["unit"] = self.unit.pk
        if self.account:
            told["account"] = self.account.pk
        return "?" + urlencode({key: value for key, value in (told | changes).items() if value != ""})


def chosen(
    *, sent: QueryDict, today: date, units: Sequence[Unit], accounts: Sequence[OutletAccount]
) -> Chosen:
    """The reader's choice out of what they may see; a forged id chooses nothing."""
    try:
        asked = date.fromisoformat(sent.get("from", ""))
    except ValueError:
        asked = today
    near = abs(asked - today) <= FARTHEST
    look = sent.get("look", "")
    return Chosen(
        begins_on=asked if near else today,
        look=look if look in LOOKS else LOOKS[0],
        unit=_named(sent.get("unit"), units),
        account=_named(sent.get("account"), accounts),
    )


def _named(key: str | None, among: Iterable[T]) -> T | None:
    return next((one for one in among if str(one.pk) == key), None)


class Moving(forms.Form):
    """Another moment for an approved post, in UTC as the page offered it."""

    to = forms.DateTimeField(
        input_formats=["%Y-%m-%dT%H:%M:%S.%f%z", "%Y-%m-%dT%H:%M:%S%z"],
        error_messages={"required": "Choose a time.", "invalid": "Choose one of the times that are offered."},
    )

    @property
    def moment(self) -> datetime:
        """What was chosen; only after is_valid()."""
        return self.cleaned_data["to"]  # type: ignore[no-any-return]
