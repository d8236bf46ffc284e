"""Addresses of the insights."""

from django.urls import path

from watch.views import cadence, insights

urlpatterns = [
    path("", insights.page, name="insights"),
    path("cadence/", cadence.page, name="cadence"),
    path("cadence.csv", cadence.file, name="cadence_file"),
    path("<slug:name>.csv", insights.file, name="insights_file"),
]
