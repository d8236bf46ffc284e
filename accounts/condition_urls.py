"""Addresses of the conditions and their rules."""

from django.urls import path

from accounts.views import conditions

urlpatterns = [
    path("conditions/", conditions.conditions, name="conditions"),
    path("conditions/set/", conditions.set_condition, name="set_condition"),
]
