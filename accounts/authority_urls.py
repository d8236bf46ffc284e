"""Addresses of a member's authority."""

from django.urls import path

from accounts.views import roles

urlpatterns = [
    path("people/authorisation/<int:authorisation_id>/resume/", roles.resume, name="resume"),
]
