"""Addresses of the conditions and their rules."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
