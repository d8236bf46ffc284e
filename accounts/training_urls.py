"""Addresses of training and of the policy that members confirm."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
