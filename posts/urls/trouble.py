"""Addresses of what missed its time, and of the acts on what is stuck."""

from django.urls import path

from posts.views import missed, retrying

urlpatterns = [
    path("trouble/missed/", missed.listed, name="missed"),
    path("trouble/missed/choose/", missed.choose, name="choose_missed"),
    path("trouble/<int:post_id>/", retrying.decide, name="decide_unknown"),
    path("trouble/<int:post_id>/read/", retrying.read_account, name="read_account"),
    path("trouble/<int:post_id>/try/", retrying.try_now, name="try_now"),
    path("trouble/<int:post_id>/give-up/", retrying.give_up, name="give_up"),
    path("trouble/<int:post_id>/copy/delete/", retrying.delete_copy, name="delete_copy"),
]
