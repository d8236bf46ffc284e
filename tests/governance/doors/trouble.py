"""The table: what is stuck, what missed its time, and the acts on both."""

from typing import Any

from tests.governance.doors.answers import Ask, Door, everyone, forbidden, page, to, told
from tests.governance.doors.posts import LEADS, NOT_A_LEAD, WRITERS, about_post, reasoned
from tests.governance.doors.scene import Scene, Thing

_NOTHING_TICKED = everyone(page("Tick the posts first"))
_LEADING = {role: page() for role in LEADS.split()}
_NOT_HERS = forbidden("not_authorised", "Sergeants, commanders and Communications look after what is stuck.")
_KNOWN = to("post", "It is known by now what became of this post.")


def _out_of_date(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"why": "out_of_date"}


DOORS = (
    Door(name="trouble", asks=(Ask(answers=everyone(_NOT_HERS, **_LEADING)),)),
    Door(name="missed", asks=(Ask(answers=everyone(page())),)),
    Door(name="choose_missed", asks=(Ask(method="POST", answers=_NOTHING_TICKED),)),
    Door(
        name="decide_unknown",
        asks=(
            Ask(about="unknown", answers=about_post("", page(), page("Did this post go out?"))),
            Ask(about="published", answers=about_post("", _KNOWN, _KNOWN)),
        ),
    ),
    Door(
        name="read_account",
        asks=(
            Ask(
                method="POST",
                about="unknown",
                answers=about_post(
                    LEADS, page("does not answer now"), told("decide_unknown", "not_authorised", NOT_A_LEAD)
                ),
            ),
        ),
    ),
    Door(
        name="try_now",
        asks=(
            Ask(
                method="POST",
                about="unknown",
                answers=about_post(
                    LEADS, to("post", "It is tried again now."), told("post", "not_authorised", NOT_A_LEAD)
                ),
            ),
        ),
    ),
    Door(
        name="give_up",
        asks=(
            Ask(
                method="POST",
                about="approved",
                form=_out_of_date,
                answers=about_post(
                    f"{WRITERS} {LEADS}",
                    to("post", "Given up. It does not go out."),
                    told("post", "not_authorised", "Its authors and their sergeants withdraw a post."),
                ),
            ),
        ),
    ),
    Door(
        # The post is out once; tests/posts/test_second_copies.py has one that is out twice.
        name="delete_copy",
        asks=(
            Ask(
                method="POST",
                about="published",
                form=reasoned,
                answers=about_post(
                    LEADS,
                    to("post", "No second copy of this post stands"),
                    told("post", "not_authorised", NOT_A_LEAD),
                ),
            ),
        ),
    ),
)
