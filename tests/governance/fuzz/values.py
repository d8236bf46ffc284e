"""What is put into a form by somebody who means no good, or by a browser that has gone mad."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus

from hypothesis import strategies as st

from governance.cast import PASSWORD
from tests import drawn
from tests.governance.doors.fields import ELSEWHERE, NONSENSE
from tests.governance.doors.scene import Scene, Thing
from tests.governance.fuzz.reading import TYPED, Button, Control, Form

Values = tuple[str, ...]
NO_THING = Thing(kwargs={}, unit="")
BOUNDARY = "an-end-that-nobody-types"
MALICE = (
    "",
    "   ",
    "\x00",
    "Lock\x00 your garage",
    "\ud800 half a pair",
    "\u202etxet desrever\u202c עברית العربية",
    "e" + "\u0301" * 300,
    "👩🏾‍🚒" * 40,
    "\ufeff\u200b\u2028\u2029\x1b[31m",
    "<script>alert(1)</script>\"'><b>&amp;",
    '=HYPERLINK("https://evil.example","x")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "one\r\ntwo\r\n\r\nSet-Cookie: stolen=1",
    "{{ settings.SECRET_KEY }}{% load x %}%s%n",
    "1e309",
    "NaN",
    "a" * 301,
    "word " * 1300,
    *NONSENSE,
    *ELSEWHERE,
)
DAYS = (
    "",
    "2026-11-01",
    "2027-03-14",
    "2026-02-30",
    "0001-01-01",
    "9999-12-31",
    "10000-01-01",
    "1969-12-31",
    "soon",
)
CLOCKS = ("", "02:30", "01:30", "24:00", "25:99", "23:59:59.999999", "noon", "-1:00")
MOMENTS = tuple(f"{day}T{clock}" for day in DAYS[1:7] for clock in CLOCKS[1:4]) + MALICE[:5]
ADDRESSES = (
    "",
    "reyes",
    "a@b",
    f"{'a' * 250}@chicago.example",
    "a@chicago.example\nBcc: b@evil.example",
    *MALICE[:6],
)
FILES = (
    ("", b""),
    ("empty.csv", b""),
    ("photo.png", drawn.png()),
    ("table.csv", b"Name\tRank\n=1+1,@x,\x00,\xff\xfe"),
    ("table.csv", "Log-on ID,Last name\nréyes,=cmd()\n".encode("utf-16")),
    ("table.xlsx", b"PK\x03\x04 not a zip"),
    ("../../etc/passwd", b"root:x:0:0"),
    ("long" * 80 + ".csv", b"Name\n" + b"a" * 40_000 + b"\n"),
    ("many.csv", b"Name\n" + b"x\n" * 30_000),
    ("script.svg", b"<svg onload='alert(1)'/>"),
    ("film.mp4", b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 4000),
)
_BY_KIND = {
    "date": (*DAYS, *MALICE[:5]),
    "time": (*CLOCKS, *MALICE[:5]),
    "datetime-local": MOMENTS,
    "email": ADDRESSES,
    "password": (PASSWORD, "wrong", *MALICE[:6]),
}


@dataclass(frozen=True, kw_only=True)
class Sent:
    """One submission."""

    form: Form
    address: str
    values: tuple[tuple[str, str], ...]
    files: tuple[tuple[str, str, bytes], ...] = ()

    def typed(self) -> Iterator[tuple[str, str]]:
        """What somebody typed into a field of their own words, once each."""
        names = [name for name, _ in self.values]
        kinds = {control.name: control.kind for control in self.form.controls}
        for name, value in self.values:
            if kinds.get(name) in TYPED and names.count(name) == 1 and value.strip():
                yield name, value

    def body(self) -> tuple[bytes, str]:
        """As it goes over the wire, with its type: also what no browser would send."""
        if not self.form.multipart:
            return self.query().encode(), "application/x-www-form-urlencoded"
        parts = [
            b'Content-Disposition: form-data; name="%b"\r\n\r\n%b' % (_raw(name), _raw(value))
            for name, value in self.values
        ]
        parts += [
            b'Content-Disposition: form-data; name="%b"; filename="%b"\r\n\r\n%b'
            % (_raw(name), _raw(file), content)
            for name, file, content in self.files
        ]
        limit = BOUNDARY.encode()
        body = (
            b"".join(b"--" + limit + b"\r\n" + part + b"\r\n" for part in parts) + b"--" + limit + b"--\r\n"
        )
        return body, f"multipart/form-data; boundary={BOUNDARY}"

    def query(self) -> str:
        """As it stands in an address."""
        pairs = [(quote_plus(_raw(name)), quote_plus(_raw(value))) for name, value in self.values]
        return "&".join(f"{name}={value}" for name, value in pairs)


def _raw(text: str) -> bytes:
    return text.encode(errors="surrogatepass")


def foreign_ids(scene: Scene) -> Values:
    """The ids of everything that stands behind the doors, of any kind and unit, and of nothing."""
    things = [thing for found in scene.things.values() for thing in found.values()]
    ids = {thing.id for thing in things} | {value for thing in things for value in thing.kwargs.values()}
    return tuple(sorted({str(one) for one in ids}))


def _worse(control: Control, foreign: Values) -> st.SearchStrategy[str]:
    """What should not be in it."""
    if control.kind in _BY_KIND:
        return st.sampled_from(_BY_KIND[control.kind])
    if control.kind in TYPED:
        longer = "a" * (control.longest + 1) if control.longest else "b" * 5001
        return st.one_of(st.sampled_from((*MALICE, longer)), st.text(max_size=40))
    return st.one_of(st.sampled_from(foreign), st.sampled_from((*control.choices, *NONSENSE)))


@st.composite
def submissions(draw: Any, *, form: Form, honest: Mapping[str, Values], foreign: Values) -> Sent:
    """The form as it came and with honest answers, of which some are taken away, doubled, or made worse."""
    button: Button = draw(st.sampled_from(form.buttons or (Button(),)))
    pairs: list[tuple[str, str]] = []
    files: list[tuple[str, str, bytes]] = []
    # A roster has hundreds of cells: what is wrong in one is wrong in all.
    spoilt = draw(st.sets(st.sampled_from(form.names), max_size=6)) if form.names else set()
    for control in form.controls:
        if control.kind == "file":
            files.append((control.name, *draw(st.sampled_from(FILES))))
            continue
        values = honest.get(control.name) or control.values
        if control.name in spoilt:
            how = draw(st.sampled_from(("worse", "worse", "worse", "missing", "doubled")))
            bad = draw(_worse(control, foreign))
            values = {"worse": (bad,), "missing": (), "doubled": (*values, bad)}[how]
        pairs += [(control.name, value) for value in values]
    if button.name:
        pairs.append((button.name, draw(st.sampled_from((button.value, button.value, "", "-1", "9" * 30)))))
    return Sent(form=form, address=button.address or form.address, values=tuple(pairs), files=tuple(files))
