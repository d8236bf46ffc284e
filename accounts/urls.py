"""Addresses of the accounts room: signing in, duty, messages, people."""

from allauth.account import views as allauth
from django.urls import include, path, re_path

from accounts.views import duty, messages, offices, people, signing

urlpatterns = [
    # Of allauth only what members of a closed portal need: nobody signs up, nobody changes an address here.
    path("account/login/", signing.SignIn.as_view(), name="account_login"),
    path("account/logout/", allauth.logout, name="account_logout"),
    path("account/inactive/", allauth.account_inactive, name="account_inactive"),
    path("account/password/change/", allauth.password_change, name="account_change_password"),
    path("account/password/set/", allauth.password_set, name="account_set_password"),
    path("account/password/reset/", signing.Forgotten.as_view(), name="account_reset_password"),
    path("account/password/reset/done/", allauth.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^account/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "account/password/reset/key/done/",
        allauth.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("duty/start/", duty.start, name="duty_start"),
    path("duty/extend/", duty.extend, name="duty_extend"),
    path("duty/end/", duty.end, name="duty_end"),
    path("messages/", messages.received, name="messages"),
    path("messages/<int:message_id>/", messages.open_message, name="open_message"),
    path("messages/undelivered/", messages.undelivered, name="undelivered"),
    path("messages/undelivered/<int:delivery_id>/again/", messages.deliver_again, name="deliver_again"),
    path("offices/<int:unit_id>/duty/", offices.duty_list, name="duty_list"),
    path("offices/<int:unit_id>/duty/put/", offices.put_on, name="put_on_call"),
    path("offices/duty/<int:on_call_id>/off/", offices.take_off, name="take_off_call"),
    path("people/", people.people, name="people"),
    path("people/<int:unit_id>/authorise/", people.authorise, name="authorise"),
    path("roster/", include("accounts.roster_urls")),
    path("", include("accounts.condition_urls")),
    path("", include("accounts.security_urls")),
    path("", include("accounts.training_urls")),
    path("", include("accounts.guidance_urls")),
    path("", include("accounts.duty_urls")),
    path("", include("accounts.device_urls")),
    path("", include("accounts.authority_urls")),
    path("", include("accounts.admin_urls")),
    path("", include("accounts.import_urls")),
]
