"""Addresses of the insights."""

from django.urls import path

from watch.views import insights

urlpatterns = [
    path("", insights.page, name="insights"),
    path("<slug:name>.csv", insights.file, name="insights_file"),
]
