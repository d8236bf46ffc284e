"""Addresses of tours of duty and of what was refused."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
