"""What the network itself demands of a draft, whatever the pack says."""

from collections.abc import Iterable, Iterator

from directives.blank import is_blank
from directives.decision import Finding
from directives.model import Facts

MOST_PICTURES = 4
LONGEST_ALT_TEXT = 1000
"""Characters."""
PICTURES = "network-pictures"
"""The rule about how many pictures there are, and whether they are ready."""


def findings(*, facts: Facts) -> Iterable[Finding]:
    """What must be fixed before the network would take it: too much text, pictures without words."""
    for rule, sentence, picture in (*_of_text(facts), *_of_pictures(facts)):
        yield Finding(
            rule=rule, clause=None, basis="network", level="must_fix", sentence=sentence, picture=picture
        )


_Told = tuple[str, str, int | None]


def _of_text(facts: Facts) -> Iterator[_Told]:
    if is_blank(facts.text):
        yield "network-length", "Write the text of the post.", None
    elif facts.remaining is not None and facts.remaining < 0:
        over = -facts.remaining
        yield "network-length", f"The text is {_characters(over)} too long for {facts.network}.", None


def _of_pictures(facts: Facts) -> Iterator[_Told]:
    if facts.pictures > MOST_PICTURES:
        yield PICTURES, f"A post can hold {MOST_PICTURES} pictures. Remove some.", None
    if facts.pictures_waiting:
        which = "A picture is" if facts.pictures_waiting == 1 else f"{facts.pictures_waiting} pictures are"
        yield PICTURES, f"{which} still on the way. Wait until it is ready, or remove it.", None
    for number in range(1, facts.pictures + 1):
        words = facts.alt_texts[number - 1] if number <= len(facts.alt_texts) else ""
        if is_blank(words):
            yield "network-alt-text", f"Describe picture {number} for people who cannot see it.", number
        elif len(words) > LONGEST_ALT_TEXT:
            over = _characters(len(words) - LONGEST_ALT_TEXT)
            yield "network-alt-text", f"The description of picture {number} is {over} too long.", number


def _characters(number: int) -> str:
    return f"{number} character{'' if number == 1 else 's'}"
