"""Addresses of a member's authority."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
