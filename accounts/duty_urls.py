"""Addresses of tours of duty and of what was refused."""

from django.urls import URLPattern, path

from accounts.views import attempts, duty

urlpatterns: list[URLPattern] = [
    path("duty/", duty.tours, name="tours"),
    path("duty/attempts/", attempts.attempts, name="attempts"),
    path("duty/<int:unit_id>/put/", duty.put_on, name="put_on_duty"),
]
