"""Two versions of a thread compared part by part, as who reviewed the earlier one reads it."""

import pytest

from posts.models import Picture
from posts.partdiff import Version, differences
from posts.pictured import ShownPicture

LOCK, GARAGE, CALL, WALK = (
    "Lock your car and take the key with you.",
    "Lock the garage, too, at night.",
    "Call 911 when somebody tries doors.",
    "Walk with a neighbor after dark.",
)


def shot(
    name: str, *, part: int, words: str = "A coat.", position: int = 1, kind: str = "image/png"
) -> ShownPicture:
    picture = Picture(digest=name, media_type=kind)
    return ShownPicture(picture=picture, alt_text=words, position=position, part=part)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ([LOCK, GARAGE], [LOCK, GARAGE], []),
        ([LOCK, GARAGE], [LOCK, CALL, GARAGE], ["Part 2 is new"]),
        ([LOCK, GARAGE, CALL], [LOCK, CALL], ["Part 2 was removed"]),
        ([LOCK, GARAGE, CALL], [LOCK, CALL, GARAGE], ["Part 2 was part 3"]),
        ([LOCK, GARAGE, CALL], [CALL, LOCK, GARAGE], ["Part 1 was part 3"]),
        ([LOCK, GARAGE], [LOCK, GARAGE + " Thanks."], ["Part 2 changed"]),
        (
            [LOCK, GARAGE],
            [CALL, LOCK + " Now."],
            ["Part 1 is new", "Part 2 was part 1, and changed", "Part 2 was removed"],
        ),
        ([LOCK, GARAGE, WALK], [LOCK, CALL, WALK], ["Part 2 changed"]),
        ([LOCK], [CALL], ["Part 1 changed"]),
        ([LOCK], [LOCK, GARAGE], ["Part 2 is new"]),
        ([LOCK, LOCK], [LOCK], ["Part 2 was removed"]),
    ],
)
def test_each_part_that_is_not_the_same_is_told_once(
    before: list[str], after: list[str], told: list[str]
) -> None:
    found = differences(before=Version(texts=before), after=Version(texts=after))
    assert [one.sentence for one in found] == told
    for one in found:
        kept = "".join(segment.text for segment in one.segments if segment.change != "removed")
        assert kept in ("", after[one.number - 1] if one.change != "removed" else "")


def test_pictures_are_told_with_the_part_that_shows_them() -> None:
    before = Version(
        texts=[LOCK, GARAGE, CALL],
        shots=[
            shot("a", part=0),
            shot("b", part=1, position=2),
            shot("c", part=2, position=3, kind="video/mp4"),
        ],
    )
    after = Version(
        texts=[LOCK, GARAGE, CALL],
        shots=[
            shot("b", part=0, words="Two coats."),
            shot("a", part=0, position=2),
            shot("c", part=2, position=3, words="[Music]", kind="video/mp4"),
        ],
    )
    found = {one.number: one for one in differences(before=before, after=after)}
    assert [one.sentence for one in found[1].pictures] == [
        "Picture 1 was in part 2, and has other words",
        "Picture 2 was picture 1",
    ]
    assert 2 not in found  # what left it is told where it is now
    assert [one.sentence for one in found[3].pictures] == ["The video has other captions, in English"]
    gone = differences(before=before, after=Version(texts=[LOCK, GARAGE, CALL], shots=before.shots[1:]))
    assert [[one.sentence for one in part.pictures] for part in gone] == [["Picture 1 was removed"]]
    shorter = differences(before=before, after=Version(texts=[LOCK, CALL], shots=[shot("a", part=0)]))
    assert [(one.sentence, [each.change for each in one.pictures]) for one in shorter] == [
        ("Part 2 was part 3, and changed", ["removed"]),
        ("Part 2 was removed", ["removed"]),
    ]
