"""What people do at their own pages from the first word to the record: a form is sent as its page offers it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html import unescape
from html.parser import HTMLParser
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from governance.cast import Cast
from posts import preserving, sending
from posts.models import Post, Publication
from records.models import Record

Out = tuple[Cast, Any]
"""The cast, and the sandbox that knows its accounts."""
Typed = dict[str, Any]
_VOID = ("submit", "button", "image", "reset", "file")


@dataclass
class Form:
    """A form of a page: where it goes, what stands in it, and what each of its choices offers."""

    action: str
    held: dict[str, list[str]] = field(default_factory=dict)
    offers: dict[str, list[str]] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)

    def filled(self, typed: Typed) -> dict[str, Any]:
        """As it is sent. Only what the page asks can be typed, and only what it offers chosen."""
        for name, value in typed.items():
            assert name in self.held or name in self.offers, f"the page does not ask {name}"
            for one in value if isinstance(value, list) else [value]:
                assert name not in self.offers or str(one) in self.offers[name], f"{name} is never {one}"
        return {**self.held, **typed}

    def is_for(self, typed: Typed) -> bool:
        """Whether what it says by itself agrees with what is to be said."""
        return all(self.held[name] == [str(typed[name])] for name in self.hidden & typed.keys())


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._open: Form | None = None
        self._of = ""
        """The name of the field that is open."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(action=given.get("action", ""))
            self.forms.append(self._open)
        elif self._open is None:
            return
        elif tag == "input" and "name" in given:
            self._input(self._open, given, "checked" in given)
        elif tag in ("select", "textarea") and "name" in given:
            self._of = given["name"]
            self._open.held.setdefault(self._of, [])
            if tag == "select":
                self._open.offers[self._of] = []
        elif tag == "option" and self._of:
            self._open.offers[self._of].append(given.get("value", ""))
            if "selected" in given or not self._open.held[self._of]:
                self._open.held[self._of] = [given.get("value", "")]

    def _input(self, form: Form, given: Mapping[str, str], ticked: bool) -> None:
        name, value, kind = given["name"], given.get("value", ""), given.get("type", "text")
        if kind in ("radio", "checkbox"):
            form.offers.setdefault(name, []).append(value)
            if ticked:
                form.held.setdefault(name, []).append(value)
        elif kind not in _VOID:
            form.held[name] = [value]
            if kind == "hidden":
                form.hidden.add(name)

    def handle_data(self, data: str) -> None:
        if self._open is not None and self._of and self._of not in self._open.offers:
            self._open.held[self._of].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag in ("select", "textarea"):
            if self._open is not None and tag == "textarea":
                self._open.held[self._of] = ["".join(self._open.held[self._of]).removeprefix("\n")]
            self._of = ""


def forms_of(page: str) -> list[Form]:
    read = _Forms()
    read.feed(page)
    return read.forms


def words(answer: Any) -> str:
    """A page as it is read."""
    page = answer.content.decode()
    bare = re.sub(r"<[^>]+>", "", page[page.find("<main") :])
    return re.sub(r"\s+", " ", unescape(bare))


@dataclass
class Person:
    """Somebody at their screen."""

    engaged: Cast
    key: str
    client: Client = field(default_factory=Client)
    _open: tuple[str, str] = ("", "")
    """The page that was looked at last, as it is shown now."""

    def __post_init__(self) -> None:
        self.client.force_login(self.engaged.people[self.key])

    def reads(self, name: str, *args: object) -> str:
        """The words of a page."""
        return words(self.client.get(reverse(name, args=args)))

    def looks_again(self) -> None:
        """Load the page anew: somebody else, or a worker, changed what it shows."""
        self._open = ("", "")

    def press(self, page: str, act: str, typed: Typed | None = None, *, to: str = "") -> str:
        """Fill in a form of a page and send it to its address, or to that of another of its buttons; the answer."""
        form = self._form(page, act, typed or {})
        assert not to or f'formaction="{to}"' in self._open[1]
        return self._sent(page, act, form.filled(typed or {}), to=to)

    def _sent(self, page: str, act: str, filled: Typed, *, to: str = "") -> str:
        answer = self.client.post(to or act, filled, follow=True)
        stays = answer.request["PATH_INFO"] in (page, act, to)
        self._open = (page, answer.content.decode()) if stays else ("", "")
        return words(answer)

    def _form(self, page: str, act: str, typed: Typed) -> Form:
        if self._open[0] != page:
            self._open = (page, self.client.get(page, follow=True).content.decode())
        found = [one for one in forms_of(self._open[1]) if (one.action or page) == act and one.is_for(typed)]
        assert found, f"{self.key} finds no such form on {page}"
        return found[0]

    # ------------------------------------------------------------------------------------------ writing

    def begins(self, unit: str = "014") -> Post:
        """A draft on the account of a unit."""
        account = self.engaged.accounts[unit].pk
        self.press(reverse("own_posts"), reverse("begin_post"), {"account": account})
        return Post.objects.latest("pk")

    def writes(self, post: Post, **typed: Any) -> str:
        """Type into the composer and pause; the page as it is then."""
        return self.press(reverse("composer", args=[post.pk]), reverse("check_draft", args=[post.pk]), typed)

    def answers(self, post: Post, answers: Mapping[str, str]) -> str:
        """Whatever the page asks, as it comes up; the page after the last."""
        left = {f"answer-{key}": answer for key, answer in answers.items()}
        page = ""
        while left:
            form = self._form(reverse("composer", args=[post.pk]), reverse("check_draft", args=[post.pk]), {})
            asked = {name: left.pop(name) for name in list(left) if name in form.held or name in form.offers}
            assert asked, f"the page does not ask {', '.join(left)}"
            page = self.writes(post, **asked)
        return page

    def takes(self, post: Post, wording: str) -> str:
        """Press the button that puts better words into the text; the page after it."""
        page, act = reverse("composer", args=[post.pk]), reverse("check_draft", args=[post.pk])
        form = self._form(page, act, {})
        button = re.search(f'name="use_wording" value="([^"]+)"[^>]* data-words=" ?{wording}"', self._open[1])
        assert button, f"“{wording}” is not offered"
        return self._sent(page, act, {**form.held, "use_wording": button[1]})

    def drafts(self, kind: str, text: str, answers: Mapping[str, str], *, unit: str = "014") -> Post:
        """A post of a kind, with everything answered that the page asks."""
        post = self.begins(unit)
        self.writes(post, category=kind, text=text)
        self.answers(post, answers)
        return post

    def submits(self, post: Post, **ticks: str) -> str:
        """Send it on its way; what the page says then."""
        composer, check = reverse("composer", args=[post.pk]), reverse("check_draft", args=[post.pk])
        page = self.press(composer, check, ticks, to=reverse("submit_post", args=[post.pk]))
        post.refresh_from_db()
        return page

    def confirms(self, post: Post) -> str:
        """Submit, say of each answer that is asked again that it is still so, and submit; what the page says then."""
        assert "to confirm first. Nothing was submitted." in self.submits(post)
        form = self._form(reverse("composer", args=[post.pk]), reverse("check_draft", args=[post.pk]), {})
        ticks = {name: offered[0] for name, offered in form.offers.items() if name.startswith("still-")}
        return self.submits(post, **ticks)

    # ----------------------------------------------------------------------------------------- deciding

    def at_desk(self, post: Post) -> str:
        """What whoever decides reads."""
        return self.reads("desk", post.pk)

    def approves(self, post: Post, **typed: str) -> str:
        """Tick whatever the desk asks to be ticked, and approve with what is typed."""
        desk, act = reverse("desk", args=[post.pk]), reverse("approve_post", args=[post.pk])
        boxes = self._form(desk, act, {}).offers
        page = self.press(desk, act, {**boxes, **typed})
        assert "Approved." in page, page
        post.refresh_from_db()
        return page


def _just_after(due: datetime) -> Callable[[], datetime]:
    return lambda: max(due, timezone.now()) + timedelta(seconds=1)


def goes_out(post: Post) -> Record:
    """What the worker does when its time has come, and its record."""
    publication = Publication.objects.get(post=post)
    tried = [sending.send(publication_id=publication.pk)]
    while tried[-1] != "published" and len(tried) < 4:
        # A video is given to the network piece by piece, and is asked for again when the network said.
        publication.refresh_from_db()
        tried.append(sending.send(publication_id=publication.pk, now_by=_just_after(publication.due_at)))
    assert tried[-1] == "published", tried
    preserving.keep_what_is_owed(publication_id=publication.pk, at=timezone.now())
    return Record.objects.get(post_id=post.pk)


def trail(post: Post) -> list[str]:
    """What happened to a post by the trail, in order."""
    found = Event.objects.filter(subject_id=post.pk, verb__startswith="post.").order_by("pk")
    return list(found.values_list("verb", flat=True))


def charged(level: str, **more: str) -> dict[str, str]:
    """What the page asks of an arrest."""
    return {
        "charge_level": level,
        "charging_final_on": (timezone.now() - timedelta(days=2)).date().isoformat(),
        "document_reference": "JG-441-207",
        "open_case": "no",
        "known_protected": "no",
        "member_involved": "no",
        "notable": "no",
        "source": "Area Five detectives, case file",
        **more,
    }


def accepted(ground: Any, engaged: Cast, unit: str = "014") -> list[dict[str, Any]]:
    """What the network took from the account of a unit, by its own books."""
    told = ground.control("GET", "accepted", account=engaged.accounts[unit].external_id)
    return list(told["accepted"])
