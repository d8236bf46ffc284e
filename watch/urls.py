"""Addresses of the watch room."""

from django.urls import path

from watch.views import acts, floor, saved, wall

urlpatterns = [
    path("", floor.floor, name="floor"),
    path("changes/", floor.floor_changes, name="floor_changes"),
    path("wall/", wall.wall, name="wall"),
    path("post/<int:post_id>/", acts.floor_acts, name="floor_acts"),
    path("views/", saved.views_of_the_floor, name="views_of_the_floor"),
    path("views/keep/", saved.keep_view, name="keep_view"),
    path("views/<int:view_id>/rename/", saved.rename_view, name="rename_view"),
    path("views/<int:view_id>/delete/", saved.delete_view, name="delete_view"),
    path("views/<int:view_id>/first/", saved.open_with_view, name="open_with_view"),
]
