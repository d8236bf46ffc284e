"""Addresses of the administration of members, units and the agency."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
