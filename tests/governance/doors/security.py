"""Who may open the addresses of the second factor and the sessions."""

from tests.governance.doors.answers import NOTHING, Ask, Door, everyone, page, to
from tests.governance.doors.trying import Field

PASSWORD_FIRST = to("account_reauthenticate")
"""Nobody here has given a password: they were signed in without one."""


def _guarded(name: str, **kwargs: int) -> Door:
    """What changes how somebody signs in asks for their password first, whoever they are."""
    return Door(
        name=name,
        kwargs=kwargs,
        any_method=True,
        asks=(Ask(answers=everyone(PASSWORD_FIRST)), Ask(method="POST", answers=everyone(PASSWORD_FIRST))),
    )


DOORS: tuple[Door, ...] = (
    Door(name="second_factor", asks=(Ask(answers=everyone(page("Set up your phone"))),)),
    Door(
        name="account_reauthenticate",
        any_method=True,
        asks=(
            Ask(answers=everyone(page("Enter your password"))),
            Ask(method="POST", answers=everyone(page("Enter your password"))),
        ),
    ),
    Door(
        name="mfa_authenticate",
        any_method=True,
        asks=(
            Ask(answers=everyone(to("home"), anonymous=to("account_login"))),
            Ask(method="POST", answers=everyone(to("home"), anonymous=to("account_login"))),
        ),
    ),
    # Nobody here has set up a phone, so the password is all there is to ask for.
    _guarded("mfa_reauthenticate"),
    _guarded("mfa_activate_totp"),
    _guarded("mfa_add_webauthn"),
    # Whose key it is, is tried in tests/accounts/test_security_keys.py: here nobody has one.
    _guarded("mfa_edit_webauthn", step_id=1),
    _guarded("remove_second_step", step_id=1),
    _guarded("mfa_generate_recovery_codes"),
    Door(name="mfa_view_recovery_codes", asks=(Ask(answers=everyone(NOTHING)),)),
    Door(name="sessions", asks=(Ask(answers=everyone(page("Where you are signed in"))),)),
    # Whose session it is, is tried in tests/accounts/test_sessions.py: here nobody has one.
    Door(
        name="end_session",
        kwargs={"session_id": 1},
        asks=(Ask(method="POST", answers=everyone(NOTHING)),),
    ),
    Door(name="end_sessions", asks=(Ask(method="POST", answers=everyone(to("sessions"))),)),
)
FIELDS: tuple[Field, ...] = ()
