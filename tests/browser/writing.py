"""What an author does in the composer and a reviewer at the desk, through the page alone."""

import itertools
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from governance.cast import PASSWORD
from tests import drawn

CHICAGO = ZoneInfo("America/Chicago")
MOST_QUESTIONS = 20
_numbers = itertools.count(1)


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A post as somebody has it in mind."""

    kind: str
    text: str
    answers: dict[str, str] = field(default_factory=dict)
    """By the question's key: a value of its choices, a day, or words."""


def coffee() -> Piece:
    """A community event with nothing left to fix, its text used once in the life of a portal."""
    day = datetime.now(CHICAGO) + timedelta(days=9)
    return Piece(
        kind="community_event",
        text=f"Coffee with your beat officers on {day:%A}, {day:%B} {day.day}, at 9 a.m. in the fieldhouse. "
        f"Table {_unique()}, everybody is welcome.",
        answers={
            "run_by": "by_department",
            "event_date": day.date().isoformat(),
            "source": "Community policing calendar",
        },
    )


def tip() -> Piece:
    """A safety tip with nothing left to fix."""
    return Piece(
        kind="safety_tip",
        text=f"Lock the side door of your garage tonight, and look twice at lock {_unique()}.",
        answers={"source": "Beat 1413 report"},
    )


def arrest() -> Piece:
    """A sensitive post with nothing left to fix: a sergeant, then Communications."""
    day = datetime.now(CHICAGO) - timedelta(days=1)
    return Piece(
        kind="arrest",
        text=f"A man is charged with burglary after garages near gate {_unique()} of Palmer Square were "
        "entered. He is presumed innocent.",
        answers={
            "charge_level": "felony",
            "charging_final_on": day.date().isoformat(),
            "document_reference": "JG-441-207",
            "open_case": "no",
            "known_protected": "no",
            "member_involved": "no",
            "notable": "no",
            "source": "Area Five detectives, case file",
        },
    )


def evidence() -> Piece:
    """What was found, with nothing left to fix: a sergeant, then both offices side by side."""
    return Piece(
        kind="evidence",
        text=f"Nine bicycles were found in a garage near gate {_unique()} of Palmer Square. "
        "Bring the serial number of yours to the station.",
        answers={
            "evidence_shown": "Nine bicycles, inventory numbers 15402118 to 15402126",
            "evidence_safe": "Serial numbers are covered in the picture",
            "open_case": "no",
            "known_protected": "no",
            "notable": "no",
            "source": "Area Five detectives, inventory list",
        },
    )


def picture_words() -> str:
    """What a picture shows, said once in the life of a portal."""
    return f"A row of bicycles by wall {_unique()}"


def _unique() -> str:
    return f"{os.getpid()}-{next(_numbers)}"


def begin(page: Page) -> None:
    """A new draft in the composer."""
    page.goto("/write/")
    page.get_by_role("button", name="Write a post").first.click()
    expect(page.get_by_role("heading", name="Write a post")).to_be_visible()
    page.wait_for_load_state("load")


def write(page: Page, piece: Piece, *, ready: bool = True) -> None:
    """Kind, text and the questions as they come up. Each pause is saved before the next.

    Nothing is left to fix then, unless it is not `ready`.
    """
    choose(page, f"kind-{piece.kind}")
    page.locator("#text").fill(piece.text)
    for key, answer in piece.answers.items():
        asked = page.locator(f'[name="answer-{key}"]')
        expect(asked.first).to_be_attached()
        if asked.first.get_attribute("type") == "radio":
            choose(page, f"answer-{key}-{answer}")
        else:
            asked.fill(answer)
    (saved if ready else stored)(page)


def settle(page: Page, answers: Mapping[str, str]) -> None:
    """Answer whatever the page asks until nothing is left to fix: as given, else no, with a word why."""
    stored(page)
    for _ in range(MOST_QUESTIONS):
        left = page.locator("#questions .ask--must-fix").first
        if not left.count():
            break
        key = (left.get_attribute("id") or "").removeprefix("question-")
        if left.locator("[type=radio]").count():
            choose(page, f"answer-{key}-{answers.get(key, 'no')}")
        else:
            left.locator("input").fill(answers.get(key, "Nothing of the kind is told."))
        stored(page)
    saved(page)


def choose(page: Page, name: str) -> None:
    """A tile is chosen by its label, as a hand would."""
    page.locator(f'label[for="{name}"]').click()


def saved(page: Page) -> None:
    """Nothing is left to fix and the page says so."""
    stored(page)
    expect(page.locator("#bar-fix")).to_contain_text("Ready to submit")


def stored(page: Page) -> None:
    """What is typed now has reached the server: the line alone may still speak of the save before it."""
    page.wait_for_function("() => !localStorage.getItem(document.getElementById('composer').dataset.kept)")
    expect(page.locator("#saved")).to_contain_text("Saved")


def add_picture(page: Page, words: str) -> None:
    """One picture into the open draft, with its words.

    Nobody has seen it before: of a picture that the unit has already, the rights are said.
    """
    wall = drawn.png(colour=f"#{os.urandom(3).hex()}")
    page.locator("#picture-files").set_input_files(
        {"name": "wall.png", "mimeType": "image/png", "buffer": wall}
    )
    expect(page.locator("#picture-1 textarea")).to_be_visible()
    page.locator("#picture-1 textarea").fill(words)
    own(page, 1)


def own(page: Page, number: int) -> None:
    """In one tap: the department made this picture, and nobody is in it."""
    page.locator(f"#picture-{number}").locator("[data-rights-own]").click()
    expect(page.locator(f"#picture-{number}")).to_contain_text("The department made it.")


def submit(page: Page) -> str:
    """Send it on its way; the address of the post's own page."""
    page.locator("#submit").click()
    expect(page.get_by_role("status").get_by_text("Submitted.")).to_be_visible()
    return page.url.removeprefix(page.evaluate("location.origin"))


def hand_in(page: Page, piece: Piece) -> str:
    """Begin, write and submit; the address of the post's own page."""
    begin(page)
    write(page, piece)
    return submit(page)


def choose_slot(page: Page, *, after: timedelta) -> None:
    """A day and a time so long from now."""
    slot = datetime.now(CHICAGO) + after
    choose(page, "when-chosen")
    page.locator("#send_on").fill(slot.date().isoformat())
    page.locator("#send_clock").fill(f"{slot:%H:%M}")


def desk_of(post: str) -> str:
    """The desk's address of a post's page."""
    return post.replace("/post/", "/review/")


def approve(page: Page, post: str, *, guidance: str = "") -> None:
    """Open the post at the desk, tick what must be ticked, say what an office has to say, approve."""
    page.goto(desk_of(post))
    for box in page.locator("#attest label").all():
        box.click()
    asked = page.locator("#approve_guidance")
    if guidance and not asked.is_visible():
        page.get_by_text("Add guidance for the author").click()
    if asked.is_visible():
        asked.fill(guidance or "Post it as it stands.")
    page.get_by_role("button", name="Approve post").click()
    expect(page.get_by_role("status").get_by_text("pproved").first).to_be_visible()


__all__ = [
    "PASSWORD", "Piece", "add_picture", "approve", "arrest", "begin", "choose", "choose_slot", "coffee", "desk_of",
    "evidence", "hand_in", "picture_words", "saved", "settle", "stored", "submit", "tip", "write",
]  # fmt: skip
