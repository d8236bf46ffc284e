"""Addresses of the accounts on the networks."""

from django.urls import path

from posts.views import account_tasks, accounts, connecting, followed, passwords, register, spend

urlpatterns = [
    path("accounts/", accounts.register, name="accounts_register"),
    path("accounts/connected/", connecting.connected, name="connected"),
    path("accounts/propose/", register.propose, name="propose_account"),
    path("accounts/missing/", register.missing, name="missing_accounts"),
    path("accounts/spend/", spend.spend, name="spend"),
    path("accounts/<int:account_id>/", accounts.account, name="account"),
    path("accounts/<int:account_id>/approve/", register.approve, name="approve_account"),
    path("accounts/<int:account_id>/retire/", register.retire, name="retire_account"),
    path("accounts/<int:account_id>/practice/", register.change_practice, name="change_practice"),
    path("accounts/<int:account_id>/password/", passwords.passwords, name="passwords"),
    path("accounts/<int:account_id>/password/known/", passwords.note, name="note_password"),
    path("accounts/<int:account_id>/password/changed/", passwords.rotated, name="rotated"),
    path("accounts/following/", followed.doubts, name="follows_doubted"),
    path("accounts/<int:account_id>/following/", followed.following, name="following"),
    path("accounts/<int:account_id>/following/<int:followed_id>/", followed.change, name="change_followed"),
    path("accounts/<int:account_id>/tasks/<slug:task_kind>/", account_tasks.task, name="account_task"),
    path("accounts/<int:account_id>/connect/", connecting.connect, name="connect_account"),
    path("accounts/<int:account_id>/check/", accounts.check, name="check_account"),
    path("accounts/<int:account_id>/keepers/", accounts.name_keepers, name="name_keepers"),
    path("accounts/<int:account_id>/capabilities/", accounts.note_capabilities, name="note_capabilities"),
]
