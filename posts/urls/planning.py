"""Addresses of the calendar."""

from django.urls import path

from posts.views import planning

urlpatterns = [
    path("calendar/", planning.calendar, name="calendar"),
    path("post/<int:post_id>/move/", planning.move_post, name="move_post"),
]
