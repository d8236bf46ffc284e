"""Addresses of the health checks."""

from django.urls import path

from governance import health

urlpatterns = [
    path("live", health.live, name="health_live"),
    path("ready", health.ready, name="health_ready"),
]
