"""Addresses of the posts room."""

from posts.urls import accounts, permitted, planning, restored, review, stops, trouble, writing

urlpatterns = [
    *accounts.urlpatterns,
    *writing.urlpatterns,
    *review.urlpatterns,
    *planning.urlpatterns,
    *stops.urlpatterns,
    *restored.urlpatterns,
    *trouble.urlpatterns,
    *permitted.urlpatterns,
]
