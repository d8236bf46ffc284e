"""Filters and tags of every page: icons, times, states, cards, fields."""

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, RadioSelect, Select, Textarea
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.days import last_moment_before
from governance import moments
from posts.alike import Card
from posts.models import Status

register = template.Library()

SECONDS_A_MINUTE = 60

LEVELS: dict[str, tuple[str, str]] = {
    "must_fix": ("must-fix", "error"),
    "trouble": ("must-fix", "report"),
    "needs_somebody": ("needs", "people"),
    "think": ("think", "lightbulb_outline"),
    "good": ("good", "check_circle"),
    "verified": ("good", "verified"),
    "going": ("going", "schedule"),
    "changed": ("going", "edit"),
    "waiting": ("waiting", "hourglass_empty"),
    "ended": ("ended", "do_not_disturb"),
    "training": ("training", "school"),
    "line": ("line", "info_outline"),
}
"""What a state looks like: the class after `tag--` and the icon it has by default."""

STATUS_LEVELS: dict[str, tuple[str, str]] = {
    Status.DRAFT: ("changed", "edit"),
    Status.IN_REVIEW: ("waiting", "hourglass_empty"),
    Status.RETURNED: ("needs_somebody", "undo"),
    Status.REJECTED: ("ended", "highlight_off"),
    Status.WITHDRAWN: ("ended", "logout"),
    Status.APPROVED: ("good", "check_circle"),
    Status.STOPPED: ("ended", "do_not_disturb"),
    Status.SENDING: ("going", "send"),
    Status.PARTLY_OUT: ("trouble", "report"),
    Status.PUBLISHED: ("good", "check_circle"),
    Status.REFUSED: ("trouble", "report"),
    Status.UNKNOWN: ("trouble", "help"),
    Status.MISSED: ("trouble", "alarm"),
    Status.TAKING_DOWN: ("going", "schedule"),
    Status.TAKEN_DOWN: ("ended", "do_not_disturb"),
}

BASES = {
    "clause": "The directive says",
    "reading": "Read here as",
    "choice": "This department asks",
    "network": "The network demands",
}

FAULTS = {
    "ConnectionRefusedError": "The mail server did not answer",
    "gaierror": "The mail server was not found",
    "Restored": "It may have gone out before the database was restored",
    "SMTPAuthenticationError": "The mail server did not accept the portal's password",
    "SMTPRecipientsRefused": "The mail server does not know this address",
    "TimeoutError": "The mail server took too long",
}


@register.simple_tag
@lru_cache(maxsize=512, typed=True)
def icon(name: str, size: str = "", label: str = "") -> SafeString:
    """A picture of USWDS's sprite; silent unless it has a label. Sizes: s, l.

    A page of the queue draws some two hundred of a dozen kinds. Typed: a label marked safe is not the same plain label.
    """
    return format_html(
        '<svg class="icon{}" focusable="false" {}><use href="{}#{}"></use></svg>',
        f" icon--{size}" if size else "",
        format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"'),
        static("uswds/img/sprite.svg"),
        name,
    )


def _time(moment: datetime, words: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', moment.isoformat(timespec="seconds"), words)


@register.filter
def when(moment: datetime | None, zone: object) -> SafeString | str:
    """'Sat 21 Nov, 14:05 CST'; with the year when it is not this one."""
    return _time(moment, moments.full(moment, zone=zone, now=timezone.now())) if moment else ""


@register.filter
def clock(moment: datetime | None, zone: object) -> SafeString | str:
    """'14:05'."""
    return _time(moment, moments.clock(moment, zone=zone)) if moment else ""


@register.filter
def clock_zone(moment: datetime | None, zone: object) -> SafeString | str:
    """'14:05 CST', for deadlines and evidence."""
    return _time(moment, moments.clock_zone(moment, zone=zone)) if moment else ""


@register.filter
def day(moment: datetime | None, zone: object) -> SafeString | str:
    """'Sat 21 Nov 2026'."""
    return _time(moment, moments.day(moment, zone=zone)) if moment else ""


@register.filter
def through(moment: datetime | None, zone: object) -> SafeString | str:
    """'Thu 24 Dec 2026': the last day before a moment at which something is over, such as the midnight after it."""
    return day(last_moment_before(moment), zone) if moment else ""


@register.filter
def ago(moment: datetime | None) -> str:
    """'6 min ago', 'in 1 h 52 min', 'now'; said after the absolute time."""
    return moments.relative(moment, now=timezone.now()) if moment else ""


@register.simple_tag
def from_to(begins: datetime, ends: datetime, zone: object) -> str:
    """'Sat 21 Nov, 11:23 to 20:23 CST'."""
    return moments.from_to(begins, ends, zone=zone, now=timezone.now())


@register.filter
def due(moment: datetime | None, zone: object) -> SafeString | str:
    """'Due 14:45 CST' today, 'Due Sun 22 Nov, 09:00 CST' otherwise, 'Was due ...' when it has passed."""
    return _time(moment, moments.due(moment, zone=zone, now=timezone.now())) if moment else ""


@register.simple_tag
def tag(level: str, text: object, icon_name: str = "", title: str = "") -> SafeString:
    """A state as word, icon and colour. `level` is one of LEVELS."""
    look, usual = LEVELS[level]
    return format_html(
        '<span class="tag tag--{}"{}>{}{}</span>',
        look,
        format_html(' title="{}"', title) if title else "",
        icon(icon_name or usual, size="s"),
        text,
    )


@register.simple_tag
def status_tag(status: str) -> SafeString:
    """Where a post is, in the words of its status."""
    level, name = STATUS_LEVELS[status]
    return tag(level, Status(status).label, name)


@register.filter
def basis_words(basis: str) -> str:
    """Whose demand a finding is."""
    return BASES.get(basis, "")


@register.filter
def level_class(level: str) -> str:
    """The class that a level has in tags and findings, such as 'must-fix'."""
    return LEVELS[level][0]


@register.filter
def fault_words(fault: str) -> str:
    """Why a message was not delivered, in words, from the name of what the mail server's connection raised."""
    return FAULTS.get(fault, "The mail server did not take it")


@register.inclusion_tag("parts/finding.html")
def finding(found: Any, form: str = "", card: Card | None = None) -> dict[str, Any]:
    """One sentence with whose demand it is and its clause.

    With `form` (the id of a form) a suggested wording gets a submit button named `use_wording`, whose value is the
    finding's `wording`. With `card` those that the same answer settles are named below it.
    """
    offers = card.offers if card else (("", found),)
    return {"finding": found, "form": form, "card": card, "offers": offers}


@register.inclusion_tag("guide/picture.html")
def guide_picture(name: str, alt: str) -> dict[str, str]:
    """A picture of this portal as the tests take it, for a desk and for a phone."""
    return {"desk": f"portal/guide/{name}.png", "phone": f"portal/guide/{name}-phone.png", "alt": alt}


@register.simple_block_tag
def card(
    content: str, title: str = "", meta: object = "", fold: bool = False, tone: str = "", flush: bool = False
) -> SafeString:
    """A white card with a heading; `fold` makes it a fold that is closed on a phone, `flush` drops the padding."""
    body = format_html(
        '<div class="card__body{}">{}</div>', " card__body--flush" if flush else "", SafeString(content)
    )
    classes = f"card card--{tone}" if tone else "card"
    if not title:
        return format_html('<section class="{}">{}</section>', classes, body)
    aside = format_html('<span class="meta">{}</span>', meta) if meta else ""
    if fold:
        return format_html(
            '<details class="{}" open data-fold><summary class="card__head"><h2>{}</h2>{}{}</summary>{}</details>',
            classes,
            title,
            aside,
            icon("expand_more"),
            body,
        )
    return format_html(
        '<section class="{}"><div class="card__head"><h2>{}</h2>{}</div>{}</section>',
        classes,
        title,
        aside,
        body,
    )


@register.simple_block_tag
def empty_state(
    content: str, title: str, text: str, icon_name: str = "check_circle", tone: str = "good"
) -> SafeString:
    """What will appear here and how to begin; the content is the buttons. Tones: good, going, none."""
    return format_html(
        '<section class="card empty"><span class="empty__mark empty__mark--{}">{}</span>'
        "<h2>{}</h2><p>{}</p>{}</section>",
        tone,
        icon(icon_name),
        title,
        text,
        format_html('<div class="actions">{}</div>', SafeString(content)) if content.strip() else "",
    )


@register.simple_tag
def control(bound: BoundField, rows: int | None = None) -> SafeString:
    """The control of a form's field in USWDS's clothes; label, hint and error are parts/field.html."""
    widget = bound.field.widget
    look = "usa-input"
    if isinstance(widget, Textarea):
        look = "usa-textarea"
    elif isinstance(widget, RadioSelect | CheckboxInput):
        look = ""
    elif isinstance(widget, Select):
        look = "usa-select"
    attrs: dict[str, str | bool] = {"class": f"{look} {widget.attrs.get('class', '')}".strip()}
    if rows:
        attrs["rows"] = str(rows)
    described = [f"{bound.id_for_label}_hint"] if bound.help_text else []
    if bound.errors:
        attrs["aria-invalid"] = "true"
        described.append(f"{bound.id_for_label}_wrong")
    if described:
        attrs["aria-describedby"] = " ".join(described)
    return bound.as_widget(attrs=attrs)


@register.filter
def minutes(span: timedelta) -> int:
    """A span in whole minutes, rounded up."""
    return -int(-span.total_seconds() // SECONDS_A_MINUTE)
