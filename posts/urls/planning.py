"""Addresses of the calendar and the search."""

from django.urls import path

from posts.views import planning, searching

urlpatterns = [
    path("search/", searching.search, name="search"),
    path("calendar/", planning.calendar, name="calendar"),
    path("post/<int:post_id>/move/", planning.move_post, name="move_post"),
]
