"""What the network itself demands of a draft, whatever the pack says."""

from collections.abc import Iterable, Iterator

from directives.blank import is_blank
from directives.decision import Finding
from directives.facts import Facts

MOST_PICTURES = 4
"""Of a post, or of each part of a thread."""
MOST_PARTS = 10
"""Of a thread."""
LONGEST_ALT_TEXT = 1000
"""Characters."""
PICTURES = "network-pictures"
"""The rule about how many pictures there are, and whether they are ready."""
PARTS = "network-parts"
"""The rule about how many parts a thread has."""


def findings(*, facts: Facts) -> Iterable[Finding]:
    """What must be fixed before the network would take it: too much text, pictures without words."""
    told = _of_parts(facts) if facts.parts else _of_text(facts)
    for rule, sentence, picture, part in (*told, *_of_pictures(facts)):
        yield Finding(
            rule=rule,
            clause=None,
            basis="network",
            level="must_fix",
            sentence=sentence,
            picture=picture,
            part=part,
        )


_Told = tuple[str, str, int | None, int | None]
"""The rule, its sentence, the number of the picture and of the part it is about."""


def _of_parts(facts: Facts) -> Iterator[_Told]:
    if len(facts.parts) > MOST_PARTS:
        yield PARTS, f"A thread can have {MOST_PARTS} parts. Remove some.", None, None
    for number, part in enumerate(facts.parts, start=1):
        if is_blank(part.text):
            yield "network-length", f"Write the text of part {number}, or remove the part.", None, number
        elif part.remaining < 0:
            over = _characters(-part.remaining)
            yield "network-length", f"Part {number} is {over} too long for {facts.network}.", None, number
        if part.pictures > MOST_PICTURES:
            sentence = f"Part {number} can hold {MOST_PICTURES} pictures. Remove some."
            yield PICTURES, sentence, None, number


def _of_text(facts: Facts) -> Iterator[_Told]:
    if facts.reposts:
        if "repost" in facts.cannot:
            yield (
                "network-plan",
                f"The account's plan on {facts.network} does not include reposts.",
                None,
                None,
            )
    elif is_blank(facts.text):
        yield "network-length", "Write the text of the post.", None, None
    elif facts.remaining is not None and facts.remaining < 0:
        over = -facts.remaining
        yield "network-length", f"The text is {_characters(over)} too long for {facts.network}.", None, None


def _of_pictures(facts: Facts) -> Iterator[_Told]:
    if facts.pictures > MOST_PICTURES and not facts.parts:
        yield PICTURES, f"A post can hold {MOST_PICTURES} pictures. Remove some.", None, None
    for number in facts.crowded:
        yield PICTURES, "A GIF or a video stands alone. Remove it, or the other pictures.", number, None
    if facts.pictures_waiting:
        which = "A picture is" if facts.pictures_waiting == 1 else f"{facts.pictures_waiting} pictures are"
        yield PICTURES, f"{which} still on the way. Wait until it is ready, or remove it.", None, None
    yield from (("network-captions", fault, number, None) for number, fault in facts.captions if fault)
    videos = {number for number, _ in facts.captions}
    for number in sorted(set(range(1, facts.pictures + 1)) - videos):
        words = facts.alt_texts[number - 1] if number <= len(facts.alt_texts) else ""
        if is_blank(words):
            yield "network-alt-text", f"Describe picture {number} for people who cannot see it.", number, None
        elif len(words) > LONGEST_ALT_TEXT:
            over = _characters(len(words) - LONGEST_ALT_TEXT)
            yield "network-alt-text", f"The description of picture {number} is {over} too long.", number, None


def _characters(number: int) -> str:
    return f"{number} character{'' if number == 1 else 's'}"
