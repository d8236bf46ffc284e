"""What the history of a post tells from the trail alone: what leaves no row of its own beside its event."""

from collections.abc import Iterator
from datetime import datetime

from accounts.models import Member
from audit.models import Event
from posts import inquirers, judging, slots, turns
from posts.entries import Entry, entry
from posts.models import Post

SAID = {
    "post.withdrawn": ("withdrawn", "{name} withdrew it"),
    "post.reopened": ("reopened", "{name} took it back to edit it"),
    "post.pictures_refused": ("refused", "The network refused a picture"),
    "post.released": ("released", "{name} released it"),
    "post.rest_sent": ("released", "{name} let the rest of its parts go out"),
    "post.found_by_portal": ("published", "The portal found it on the account"),
    "post.answered_late": ("unknown", "The network's answer came late, after its worker had been given up"),
    "post.sent_again": ("approved", "The portal did not see it on the account and sends it once more"),
    "post.left_to_people": ("unknown", "The portal did not see it on the account; a person decides"),
    "post.found_again": ("published", "The network shows it; the database was restored"),
    "post.reply_hide_asked": ("moderated", "{name} asked to hide a reply"),
    "post.reply_show_asked": ("moderated", "{name} asked to show a hidden reply again"),
    "post.reply_hidden": ("moderated", "A reply was hidden"),
    "post.reply_shown": ("moderated", "A hidden reply is shown again"),
    "post.reply_refused": ("refused", "The network refused what was asked about a reply"),
    "post.inquiry_sent_on": ("inquiry", "{name} sent a question of the press on to Communications"),
    "post.made_way": ("made_way", "Deleted, so that its correction goes out in its place"),
    "post.missed": ("missed", "It missed its time, so it did not go out by itself"),
    "post.handed_on": ("handed_on", "{because}, so its decision was handed on to {whom}"),
    "post.offered": (
        "offered",
        "Its author may not write for the unit any more, so it was offered to the others",
    ),
    "post.taken_over": ("taken_over", "{name} took the draft over"),
    "post.not_decided": ("returned", "Nobody decided by its time, so it went back to its author"),
    "post.authority_ended": (
        "returned",
        "{name} took the authority of somebody who wrote or approved it, so it went back and must be approved again",
    ),
    "post.went_back_with": (
        "returned",
        "Its pair does not go out as it was approved, so this one went back with it",
    ),
    "post.permission_ended": ("returned", "{name} ended a written permission it rests on, so it went back"),
    "post.story_withdrawn": ("returned", "{name} withdrew the story that it tells, so it went back"),
    "post.alert_ended": ("withdrawn", "The crime alert that it reposts is over, so it does not go out"),
    "post.press_waits": (
        "returned",
        "Somebody whom it names asked for the press and Communications answers, so it went back",
    ),
    "post.picture_said_anew": (
        "returned",
        "By what {name} said anew of a picture in it more is asked, so it went back",
    ),
    "post.tried_again": ("moved", "{name} had it tried again"),
    "post.given_up": ("withdrawn", "{name} gave it up"),
    "post.sent_late": ("moved", "{name} sent it although it was late, for {to}"),
    "post.planned_again": ("moved", "{name} gave it a new time, {to}"),
    "post.sent_back_late": (
        "returned",
        "{name} wanted it out later than its approvals reach, so it went back",
    ),
    "post.moved": ("moved", "{name} moved it to {to}"),
    "post.from_story": ("came_from", "{name} adopted it from a story that {whose} forwarded"),
    "post.from_ready": ("came_from", "{name} took it from a ready draft that {whose} offered"),
    "post.from_alert": ("came_from", "{name} reposts a crime alert that {whose} offered"),
    "post.from_idea": ("came_from", "{name} began it from an idea of {whose}"),
}

HANDED_ON = {
    "nobody_can": "Nobody who was asked could decide",
    "nobody_on_duty": "Nobody who was asked was on duty",
    "not_decided": "Nobody who was asked decided",
}
"""Why a step was handed on."""


def entries(post: Post) -> Iterator[Entry]:
    """A line for each such event: one query, and one for the people."""
    events = list(
        Event.objects.filter(
            agency_id=post.agency_id, subject="post", subject_id=post.pk, verb__in=SAID
        ).order_by("pk")
    )
    if not events:
        return
    named = {event.actor_id for event in events}
    named |= {event.keys.get(key) for event in events for key in ("from_id", "member_id")}
    members = Member.objects.in_bulk([key for key in named if key])
    for event in events:
        act, sentence = SAID[event.verb]
        to = datetime.fromisoformat(event.keys["to"]) if "to" in event.keys else None
        if to is not None:
            told = slots.in_words(to, zone=post.account.agency.tzinfo)
            sentence = sentence.replace("{to}", told)
        if event.verb == "post.handed_on":
            whom = turns.in_words(roles=[event.keys["role"]], unit=post.unit)
            sentence = sentence.replace("{because}", HANDED_ON[event.keys["why"]]).replace("{whom}", whom)
        if "{whose}" in sentence:
            sentence = sentence.replace("{whose}", members[event.keys["member_id"]].titled_name)
        before = members.get(event.keys.get("from_id", 0))
        detail = f"It was a draft of {before.titled_name}" if before else ""
        yield entry(
            event.at,
            act,
            members.get(event.actor_id or 0),
            sentence,
            instead_of=before,
            detail=detail,
            clause=_clause(post, event),
        )


def _clause(post: Post, event: Event) -> str:
    """By which clause of the rules of then it went back for whom it names; empty for what else happened."""
    if event.verb != "post.press_waits":
        return ""
    try:
        return inquirers.clause(pack=judging.pack_in_force(agency=post.account.agency, at=event.at))
    except judging.PackHasChanged:
        return ""
