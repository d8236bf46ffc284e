"""Addresses of tables that are imported."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
