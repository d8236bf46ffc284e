"""Addresses of what is found after a database was restored or copied."""

from django.urls import path

from posts.views import restored

urlpatterns = [
    path("stops/restored/<int:restoration_id>/", restored.restored, name="restored"),
    path("stops/restored/accounts/<int:reading_id>/go-on/", restored.go_on_without, name="go_on_without"),
]
