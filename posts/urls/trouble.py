"""Addresses of what missed its time."""

from django.urls import path

from posts.views import missed

urlpatterns = [
    path("trouble/missed/", missed.listed, name="missed"),
    path("trouble/missed/choose/", missed.choose, name="choose_missed"),
]
