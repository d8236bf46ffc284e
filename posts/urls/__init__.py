"""Addresses of the posts room."""

from posts.urls import review, writing

urlpatterns = [*writing.urlpatterns, *review.urlpatterns]
