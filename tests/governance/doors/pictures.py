"""The table: pictures, the files on their way, and those of the unit used again."""

from typing import Any

from tests.governance.doors.answers import (
    NOTHING,
    OFF_DUTY,
    SIGN_IN,
    Answer,
    Answers,
    Ask,
    Door,
    forbidden,
    page,
    split,
    to,
    told,
    unseen,
)
from tests.governance.doors.people import ANONYMOUS, INSIDERS, MEMBER, STRANGER
from tests.governance.doors.posts import ALL, NOT_A_WRITER, WRITERS, about_post
from tests.governance.doors.scene import Scene, Thing

UPLOAD = frozenset({"posts_upload"})


def _announced(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"name": "coats.jpg", "size": 120_000}


def _chosen(scene: Scene, thing: Thing) -> dict[str, Any]:
    """The picture of the same unit."""
    return {"picture": scene.things["picture"][thing.unit or "014"].id}


def _only_owner(answer: Answer) -> Answers:
    tried = Answer(status=404, refused="not_your_upload")
    return dict.fromkeys((*INSIDERS, MEMBER, STRANGER), tried) | {ANONYMOUS: SIGN_IN, "owner": answer}


DOORS = (
    Door(
        name="picture",
        kwargs={"size": "preview"},
        asks=(Ask(about="picture", answers=unseen(split(ALL, page(), page()), "not_your_picture")),),
    ),
    # The pictures behind these doors are none that play: tests/posts/test_videos.py asks for captions.
    Door(
        name="captions",
        kwargs={"digest": "0" * 64},
        asks=(
            Ask(
                about="picture",
                answers=split(ALL, NOTHING, NOTHING, stranger=Answer(status=404, refused="not_your_picture")),
            ),
        ),
    ),
    # The records behind these doors have no pictures: tests/records/test_pictures_pages.py asks for one that is there.
    Door(
        name="record_picture",
        kwargs={"position": "1"},
        asks=(Ask(about="record", answers=split(ALL, NOTHING, NOTHING)),),
    ),
    # The posts behind these doors name no link: tests/posts/test_link_cards.py asks for one that is there.
    Door(
        name="link_card",
        kwargs={"key": "0" * 64},
        asks=(
            Ask(
                about="in_review",
                answers=split(
                    ALL,
                    Answer(status=204),
                    Answer(status=204),
                    stranger=Answer(status=404, refused="not_your_unit"),
                ),
            ),
        ),
    ),
    Door(
        name="link_picture",
        kwargs={"key": "0" * 64},
        asks=(
            Ask(
                about="in_review",
                answers=split(ALL, NOTHING, NOTHING, stranger=Answer(status=404, refused="not_your_unit")),
            ),
        ),
    ),
    Door(
        name="begin_upload",
        asks=(
            Ask(
                method="POST",
                about="draft",
                form=_announced,
                answers=about_post(WRITERS, Answer(status=201), forbidden("not_authorised", NOT_A_WRITER)),
                off_duty=forbidden("off_duty", OFF_DUTY),
            ),
        ),
    ),
    Door(
        name="upload",
        asks=(
            Ask(about="upload", answers=_only_owner(page("receiving"))),
            # A piece without bytes is none.
            Ask(method="PATCH", about="upload", answers=_only_owner(Answer(status=413))),
            Ask(method="DELETE", about="upload", answers=_only_owner(page()), writes=UPLOAD),
        ),
    ),
    Door(
        name="reuse_pictures",
        asks=(
            Ask(
                about="draft",
                answers=about_post(
                    WRITERS, page("Use this picture"), forbidden("not_authorised", NOT_A_WRITER)
                ),
            ),
            Ask(about="in_review", answers=about_post(ALL, to("post"), to("post"))),
        ),
    ),
    Door(
        name="attach_picture",
        asks=(
            Ask(
                method="POST",
                about="draft",
                form=_chosen,
                answers=about_post(
                    WRITERS,
                    to("composer", "The picture is in the post."),
                    told("composer", "not_authorised", NOT_A_WRITER),
                ),
                off_duty=told("composer", "off_duty", OFF_DUTY),
            ),
        ),
    ),
)
