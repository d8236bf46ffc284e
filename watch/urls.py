"""Addresses of the watch room."""

from django.urls import path

from watch import views

urlpatterns = [
    path("", views.floor, name="floor"),
    path("changes/", views.floor_changes, name="floor_changes"),
]
