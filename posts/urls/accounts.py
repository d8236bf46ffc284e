"""Addresses of the accounts on the networks."""

from django.urls import path

from posts.views import accounts, connecting, spend

urlpatterns = [
    path("accounts/", accounts.register, name="accounts_register"),
    path("accounts/connected/", connecting.connected, name="connected"),
    path("accounts/spend/", spend.spend, name="spend"),
    path("accounts/<int:account_id>/", accounts.account, name="account"),
    path("accounts/<int:account_id>/connect/", connecting.connect, name="connect_account"),
    path("accounts/<int:account_id>/check/", accounts.check, name="check_account"),
    path("accounts/<int:account_id>/keepers/", accounts.name_keepers, name="name_keepers"),
    path("accounts/<int:account_id>/capabilities/", accounts.note_capabilities, name="note_capabilities"),
]
