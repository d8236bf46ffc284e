"""Captions of a video: SubRip or WebVTT as a person has it, SubRip as the network takes it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

LONGEST = 20_000
"""Characters; two minutes of quick speech are about five thousand with their times."""
_TIME = r"(?:(\d{1,2}):)?([0-5]\d):([0-5]\d)[.,](\d{3})"
_TIMES = re.compile(rf"\s*{_TIME}[ \t]+-->[ \t]+{_TIME}(?:[ \t].*)?")
_MARKUP = re.compile(r"<[^<>]{0,80}>")
_NO_CAPTION = ("WEBVTT", "NOTE", "STYLE", "REGION")
_BLANK = re.compile(r"\n[ \t]*\n")
NONE = (
    "Add captions for people who cannot hear the video. Where nobody speaks, one that says [Music] is enough."
)
NO_TIMES = "Caption {number} has no line such as 00:00:01,000 --> 00:00:04,000. Choose an .srt or .vtt file."


class NotCaptions(Exception):
    """The text cannot be read as captions; the sentence says what to do."""


@dataclass(frozen=True, kw_only=True)
class Caption:
    """Words, from a moment of the video to another; in milliseconds."""

    begins_ms: int
    ends_ms: int
    words: str


def read(*, text: str) -> tuple[Caption, ...]:
    """The captions in a text, in their order. Raises NotCaptions."""
    blocks = [block.strip("\n") for block in _BLANK.split(text.strip())]
    told = [block for block in blocks if block.strip() and not block.startswith(_NO_CAPTION)]
    if not told:
        raise NotCaptions(NONE)
    captions = tuple(_caption(block, number) for number, block in enumerate(told, start=1))
    for number, (before, this) in enumerate(pairwise(captions), start=2):
        if this.begins_ms < before.begins_ms:
            raise NotCaptions(f"Caption {number} begins before the one above it. Put them in order.")
    return captions


def _caption(block: str, number: int) -> Caption:
    lines = block.split("\n")
    for at, line in enumerate(lines[:2]):
        if times := _TIMES.fullmatch(line):
            begins, ends = _milliseconds(times.groups()[:4]), _milliseconds(times.groups()[4:])
            words = _MARKUP.sub("", "\n".join(lines[at + 1 :])).strip()
            if not words:
                raise NotCaptions(f"Caption {number} has no words. Write some, or take it out.")
            if ends <= begins:
                raise NotCaptions(f"Caption {number} ends before it begins. Correct its times.")
            return Caption(begins_ms=begins, ends_ms=ends, words=words)
    raise NotCaptions(NO_TIMES.format(number=number))


def _milliseconds(parts: Sequence[str | None]) -> int:
    hours, minutes, seconds, rest = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest


def fault(*, text: str) -> str:
    """Why a text cannot be the captions of a video, in a sentence; empty when it can."""
    if len(text) > LONGEST:
        return f"The captions are {len(text) - LONGEST:,} characters too long."
    try:
        read(text=text)
    except NotCaptions as unread:
        return str(unread)
    return ""


def as_subrip(*, captions: Sequence[Caption]) -> str:
    """The same as one SubRip file, which is what networks take."""
    return "\n".join(
        f"{number}\n{_clock(one.begins_ms)} --> {_clock(one.ends_ms)}\n{one.words}\n"
        for number, one in enumerate(captions, start=1)
    )


def as_webvtt(*, captions: Sequence[Caption]) -> str:
    """The same as WebVTT, which is what a browser shows over the video."""
    told = (
        f"{_clock(one.begins_ms, '.')} --> {_clock(one.ends_ms, '.')}\n{escape(one.words, quote=False)}\n"
        for one in captions
    )
    return "\n".join(["WEBVTT\n", *told])


def _clock(milliseconds: int, mark: str = ",") -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{mark}{rest:03}"
