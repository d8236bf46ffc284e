"""Addresses of the calendar, the search and the list of what is written for practice."""

from django.urls import path

from posts.views import planning, practice, searching

urlpatterns = [
    path("search/", searching.search, name="search"),
    path("search/keep/", searching.keep_search, name="keep_search"),
    path("search/<int:search_id>/delete/", searching.delete_search, name="delete_search"),
    path("search/export/", searching.export_found, name="export_found"),
    path("calendar/", planning.calendar, name="calendar"),
    path("training/practice/", practice.practice, name="practice"),
    path("post/<int:post_id>/move/", planning.move_post, name="move_post"),
]
