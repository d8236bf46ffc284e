"""Addresses of the posts room."""

from posts.urls import (
    accounts,
    permitted,
    pictures,
    planning,
    ready,
    restored,
    review,
    stops,
    together,
    trouble,
    versions,
    writing,
)

urlpatterns = [
    *accounts.urlpatterns,
    *pictures.urlpatterns,
    *writing.urlpatterns,
    *ready.urlpatterns,
    *review.urlpatterns,
    *planning.urlpatterns,
    *stops.urlpatterns,
    *restored.urlpatterns,
    *trouble.urlpatterns,
    *versions.urlpatterns,
    *together.urlpatterns,
    *permitted.urlpatterns,
]
