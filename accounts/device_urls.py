"""Addresses of devices and of approvals of access."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
