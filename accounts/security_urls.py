"""Addresses of the second factor and of the sessions."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
