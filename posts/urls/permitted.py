"""Addresses of written permissions."""

from django.urls import path

from posts.views import permitted

urlpatterns = [
    path("permissions/", permitted.listed, name="permissions_asked"),
    path("permissions/ask/", permitted.ask, name="ask_permission"),
    path("permissions/<int:permission_id>/", permitted.shown, name="permission"),
    path("permissions/<int:permission_id>/decide/", permitted.decide, name="decide_permission"),
    path("permissions/<int:permission_id>/end/", permitted.end, name="end_permission"),
    path("permissions/<int:permission_id>/paper/", permitted.paper, name="permission_paper"),
]
