"""Addresses of the second factor and of the sessions; allauth finds its own by their names."""

from allauth.account import views as allauth
from django.urls import URLPattern, path

from accounts.views import second_factor as second
from accounts.views import security_keys as keys
from accounts.views import sessions, showing

urlpatterns: list[URLPattern] = [
    path("account/again/", allauth.reauthenticate, name="account_reauthenticate"),
    path("account/second-step/", second.second_factor, name="second_factor"),
    path("account/second-step/phone/", second.Phone.as_view(), name="mfa_activate_totp"),
    path("account/second-step/key/", keys.AddKey.as_view(), name="mfa_add_webauthn"),
    path("account/second-step/<int:step_id>/name/", keys.rename, name="mfa_edit_webauthn"),
    path("account/second-step/<int:step_id>/remove/", keys.remove, name="remove_second_step"),
    path("account/second-step/code/", showing.Show.as_view(), name="mfa_authenticate"),
    path("account/second-step/again/", showing.ShowAgain.as_view(), name="mfa_reauthenticate"),
    path("account/second-step/codes/", second.Codes.as_view(), name="mfa_view_recovery_codes"),
    path("account/second-step/codes/new/", second.NewCodes.as_view(), name="mfa_generate_recovery_codes"),
    path("account/sessions/", sessions.listed, name="sessions"),
    path("account/sessions/<int:session_id>/end/", sessions.end_one, name="end_session"),
    path("account/sessions/end/", sessions.end_others, name="end_sessions"),
]
