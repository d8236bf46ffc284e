"""What is wrong with the answer to a submission."""

from django.contrib.messages import constants, get_messages

from tests.governance.doors import table
from tests.governance.doors.asking import PASSING, Heard, unsafe_headers
from tests.governance.doors.house import House
from tests.governance.doors.people import BY_KEY
from tests.governance.fuzz.crawling import name_of
from tests.governance.fuzz.reading import forms_of
from tests.governance.fuzz.values import Sent

COUNTED = frozenset({"axes_accessattempt", "axes_accessfailurelog", "django_session"})
"""Tries to sign in are counted, and a message that waits is kept in the session."""
SAYS_WHY = ("field__error", "note--error", "note--warning", 'role="alert"', 'type="password"')
"""Of these a page that came back has one: what is wrong, or the field for the password that it asks for first."""
SHOWN_FIRST = frozenset({"period_calendar", "check_draft", "try_directive", "send_notice"})
"""A button there shows what would come of it, or what it took out, before anything is final."""
IN_PART = frozenset({"check_draft", "submit_post", "keep_roster", "delete_copy"})
"""What can be kept is kept there, with the reason why a network was asked, and what cannot is told beside it."""


def faults_of(house: House, by: str, sent: Sent, heard: Heard) -> list[str]:
    """Everything that is wrong, as a failure tells it."""
    if heard.raised or heard.status >= 500:
        return [f"broke with {heard.status}: {heard.raised}"]
    shown = house.shows_too_much(BY_KEY[by.split(",")[0]], heard)
    faults = [*unsafe_headers(heard.response), *(one for one in shown if not _said_back(one, sent))]
    if refused(sent, heard):
        faults += _says_nothing(sent, heard)
        faults += [] if door_of(sent).name in IN_PART else _wrote(sent, heard)
        faults += [f"lost '{value[:40]}' typed as {name}" for name, value in _lost(sent, heard)]
    return faults


def refused(sent: Sent, heard: Heard) -> bool:
    """Whether the portal did not do what the form asks: it says so, shows the form again, or has no such page."""
    if heard.status >= 400 or bool(heard.refusals) or _warned(heard):
        return True
    return heard.status == 200 and sent.form.method == "POST" and not _a_file(heard)


def _a_file(heard: Heard) -> bool:
    """Whether what was asked for was handed over, which no page says."""
    return str(heard.response.headers.get("Content-Disposition", "")).startswith("attachment")


def _warned(heard: Heard) -> bool:
    return any(note.level >= constants.WARNING for note in get_messages(heard.response.wsgi_request))


def _wrote(sent: Sent, heard: Heard) -> list[str]:
    marks = {table for ask in door_of(sent).asks for table in ask.writes}
    written = heard.written - PASSING - COUNTED - marks
    done = [verb for verb in heard.verbs if verb != "act.refused"]
    return [f"wrote to {sorted(written)} and the trail has {done}"] if written or done else []


def door_of(sent: Sent) -> table.Door:
    """The door that a submission comes to."""
    return table.BY_NAME[name_of(sent.address)]


def _says_nothing(sent: Sent, heard: Heard) -> list[str]:
    says = heard.status >= 400 or _warned(heard) or any(mark in heard.body for mark in SAYS_WHY)
    return [] if says or door_of(sent).name in SHOWN_FIRST else ["was refused without a word"]


def _said_back(shown: str, sent: Sent) -> bool:
    """A number that is foreign is no secret to whoever typed it."""
    return any(value and value in shown for _, value in sent.values)


def _lost(sent: Sent, heard: Heard) -> list[tuple[str, str]]:
    """What was typed and stands nowhere in the page that came back, or was left behind by leading on."""
    if heard.status >= 400 or (heard.status != 200 and door_of(sent).name in IN_PART):
        return []
    kept: dict[str, set[str]] = {}
    for form in forms_of(heard.body, ""):
        for control in form.controls:
            kept.setdefault(control.name, set()).update(map(_plain, control.values))
    return [(name, value) for name, value in sent.typed() if _plain(value) not in kept.get(name, set())]


def _plain(text: str) -> str:
    """As it comes back: no page can hold half a pair or a null, and line ends are one character there."""
    read = text.encode(errors="surrogatepass").decode(errors="replace")
    return read.replace("\x00", "").replace("\ufffd", "").replace("\r\n", "\n").replace("\r", "\n").strip()
