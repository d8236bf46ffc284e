"""Addresses of the posts room."""

from posts.urls import planning, review, writing

urlpatterns = [*writing.urlpatterns, *review.urlpatterns, *planning.urlpatterns]
