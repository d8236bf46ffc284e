"""Addresses of the posts room."""

from posts.urls import planning, restored, review, stops, writing

urlpatterns = [
    *writing.urlpatterns,
    *review.urlpatterns,
    *planning.urlpatterns,
    *stops.urlpatterns,
    *restored.urlpatterns,
]
