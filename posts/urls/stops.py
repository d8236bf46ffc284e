"""Addresses of stops, and of ending a role, which may stop what waits."""

from django.urls import path

from posts.views import ending, stops

urlpatterns = [
    path("stops/", stops.listed, name="stops"),
    path("stops/place/", stops.place, name="place_stop"),
    path("stops/publishing/", stops.publishing, name="stop_publishing"),
    path("stops/held/", stops.waiting, name="held_posts"),
    path("stops/strip/", stops.strip, name="stop_strip"),
    path("stops/<int:stop_id>/lift/", stops.lift, name="lift_stop"),
    path("people/authorisation/<int:authorisation_id>/end/", ending.end, name="end_authorisation"),
]
