"""The table: the first page, health, signing in and passwords."""

from tests.governance.doors.answers import (
    NOT_BY_THIS,
    NOTHING,
    Answer,
    Ask,
    Door,
    anybody,
    everyone,
    page,
    to,
)

WRONG_PASSWORD = {"login": "nobody", "password": "wrong"}


DOORS = (
    Door(
        name="home",
        asks=(
            Ask(answers=everyone(page("awaits you"))),
            Ask(method="POST", answers=everyone(NOT_BY_THIS)),
        ),
    ),
    Door(name="health_live", asks=(Ask(answers=anybody(page("live"))),)),
    # No worker and no beat run beside the tests.
    Door(name="health_ready", asks=(Ask(answers=anybody(Answer(status=503))),)),
    # Only whoever shows METRICS_TOKEN finds it.
    Door(name="metrics", asks=(Ask(answers=anybody(NOTHING)),)),
    Door(
        name="account_login",
        any_method=True,
        asks=(
            Ask(answers=everyone(to("home"), anonymous=page("Sign in"))),
            Ask(
                method="POST",
                form=lambda scene, thing: WRONG_PASSWORD,
                answers=everyone(to("home"), anonymous=page("do not go together")),
            ),
        ),
    ),
    Door(
        name="account_logout",
        asks=(
            Ask(answers=everyone(page("Sign out"), anonymous=to("account_login"))),
            Ask(method="POST", answers=anybody(to("account_login"))),
        ),
    ),
    Door(name="account_inactive", asks=(Ask(answers=anybody(page())),)),
    Door(
        name="account_change_password",
        any_method=True,
        asks=(
            Ask(answers=everyone(page("password"))),
            Ask(method="POST", answers=everyone(page("password"))),
        ),
    ),
    Door(
        name="account_set_password",
        any_method=True,
        asks=(
            Ask(answers=everyone(to("account_change_password"))),
            Ask(method="POST", answers=everyone(to("account_change_password"))),
        ),
    ),
    Door(
        name="account_reset_password",
        any_method=True,
        asks=(
            Ask(answers=anybody(page("password"))),
            Ask(
                method="POST",
                form=lambda scene, thing: {"email": "nobody@chicago.example"},
                answers=anybody(to("account_reset_password_done")),
            ),
        ),
    ),
    Door(name="account_reset_password_done", asks=(Ask(answers=anybody(page())),)),
    Door(
        name="account_reset_password_from_key",
        kwargs={"uidb36": "1", "key": "c-0123456789abcdef"},
        any_method=True,
        asks=(
            # The library notes a member's address before it looks at the key.
            Ask(answers=anybody(page()), writes=frozenset({"account_emailaddress"})),
            Ask(method="POST", answers=anybody(page())),
        ),
    ),
    Door(name="account_reset_password_from_key_done", asks=(Ask(answers=anybody(page())),)),
    Door(name="guide", asks=(Ask(answers=everyone(page("Guide"))),)),
    Door(name="who_may", asks=(Ask(answers=everyone(page("Who may do what"))),)),
    Door(name="guide_checks", asks=(Ask(answers=everyone(page("What the portal looks for"))),)),
    Door(name="guide_check", kwargs={"slug": "arrest"}, asks=(Ask(answers=everyone(page("Arrests"))),)),
    Door(name="guide_chapter", kwargs={"slug": "write"}, asks=(Ask(answers=everyone(page("Write"))),)),
)
