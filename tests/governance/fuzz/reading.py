"""The forms of a page as a browser reads them: where they lead, what can be typed, which buttons send them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import Any

CSRF = "csrfmiddlewaretoken"
TYPED = frozenset(
    {"text", "textarea", "search", "email", "url", "tel", "number", "date", "time", "datetime-local"}
)
"""What somebody types, as against what is ticked or chosen."""


@dataclass(frozen=True, kw_only=True)
class Control:
    """One name of a form, with every value that its page offers."""

    name: str
    kind: str
    values: tuple[str, ...] = ()
    """What the browser would send as the page came."""
    choices: tuple[str, ...] = ()
    longest: int = 0
    """As the page limits it; 0 where it does not."""


@dataclass(frozen=True, kw_only=True)
class Button:
    """One way to send a form; the plain one has no name."""

    name: str = ""
    value: str = ""
    address: str = ""
    """Where it leads, if elsewhere than the form."""


@dataclass(frozen=True, kw_only=True)
class Form:
    """One form of one page."""

    origin: str
    """The template that holds it, and the how manieth it is there; empty for one of a library."""
    method: str
    address: str
    multipart: bool = False
    controls: tuple[Control, ...] = ()
    buttons: tuple[Button, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names that it sends."""
        return tuple(control.name for control in self.controls)


@dataclass
class _Open:
    """A form that is being read."""

    form: Form
    controls: dict[str, Control] = field(default_factory=dict)
    buttons: list[Button] = field(default_factory=list)

    def add(self, control: Control) -> None:
        """A name may stand for several boxes."""
        there = self.controls.get(control.name)
        if there:
            control = replace(
                there, values=there.values + control.values, choices=there.choices + control.choices
            )
        self.controls[control.name] = control

    def read(self) -> Form:
        """The form as it stands."""
        controls = tuple(one for one in self.controls.values() if one.name != CSRF)
        return replace(self.form, controls=controls, buttons=tuple(self.buttons))


class _Reader(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.forms: dict[str, _Open] = {}
        self._inside = ""
        self._later: list[tuple[str, Control | Button]] = []
        self._area: tuple[Mapping[str, str], list[str]] | None = None
        self._choice: tuple[Mapping[str, str], list[tuple[str, bool]]] | None = None

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._begin(found)
        elif tag == "textarea":
            self._area = (found, [])
        elif tag == "select":
            self._choice = (found, [])
        elif tag == "option" and self._choice:
            self._choice[1].append((found.get("value", ""), "selected" in found))
        elif tag == "input":
            self._input(found)
        elif tag == "button" and found.get("type", "submit") == "submit":
            self._keep(found, _button(found))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = ""
        elif tag == "textarea" and self._area:
            found, words = self._area
            value = "".join(words).removeprefix("\r\n").removeprefix("\n")
            self._keep(found, _control(found, "textarea", (value,)))
            self._area = None
        elif tag == "select" and self._choice:
            found, options = self._choice
            chosen = tuple(value for value, is_chosen in options if is_chosen)
            if not chosen and "multiple" not in found:
                chosen = tuple(value for value, _ in options[:1])
            choices = tuple(value for value, _ in options)
            self._keep(found, replace(_control(found, "select", chosen), choices=choices))
            self._choice = None

    def handle_data(self, text: str) -> None:
        if self._area:
            self._area[1].append(text)

    def _begin(self, found: Mapping[str, str]) -> None:
        if found.get("method", "get").lower() == "dialog":
            return
        self._inside = found.get("id") or f"number {len(self.forms)}"
        self.forms[self._inside] = _Open(
            Form(
                origin=found.get("data-origin", ""),
                method=found.get("method", "get").upper(),
                address=found.get("action") or self.address,
                multipart=found.get("enctype") == "multipart/form-data",
            )
        )

    def _input(self, found: Mapping[str, str]) -> None:
        kind, value = found.get("type", "text"), found.get("value", "")
        if kind in ("submit", "image"):
            self._keep(found, _button(found))
        elif kind in ("checkbox", "radio"):
            value = found.get("value", "on")
            chosen = (value,) if "checked" in found else ()
            self._keep(found, replace(_control(found, kind, chosen), choices=(value,)))
        elif kind not in ("button", "reset"):
            self._keep(found, _control(found, kind, (value,)))

    def _keep(self, found: Mapping[str, str], one: Control | Button) -> None:
        if isinstance(one, Button) or (one.name and "disabled" not in found):
            self._later.append((found.get("form", self._inside), one))

    def read(self) -> list[Form]:
        """What a control belongs to may stand further down."""
        for owner, one in self._later:
            if owner in self.forms and isinstance(one, Button):
                self.forms[owner].buttons.append(one)
            elif owner in self.forms and isinstance(one, Control):
                self.forms[owner].add(one)
        return [form.read() for form in self.forms.values()]


def _control(found: Mapping[str, str], kind: str, values: tuple[str, ...]) -> Control:
    longest = found.get("maxlength", "")
    return Control(
        name=found.get("name", ""), kind=kind, values=values, longest=int(longest) if longest else 0
    )


def _button(found: Mapping[str, str]) -> Button:
    return Button(
        name=found.get("name", ""), value=found.get("value", ""), address=found.get("formaction", "")
    )


def forms_of(page: str, address: str) -> list[Form]:
    """Every form that leads to the portal; `address` is the page's own, to which a form without one leads."""
    reader = _Reader(address)
    reader.feed(page)
    return reader.read()
