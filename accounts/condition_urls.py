"""Addresses of the conditions and their rules."""

from django.urls import path

from accounts.views import conditions, languages

urlpatterns = [
    path("conditions/", conditions.conditions, name="conditions"),
    path("conditions/set/", conditions.set_condition, name="set_condition"),
    path("conditions/readers/", languages.ask_for_reader, name="ask_for_reader"),
]
