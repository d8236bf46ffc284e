"""Addresses of the directive at work."""

from django.urls import path

from watch.views import directive, trying

urlpatterns = [
    path("", directive.page, name="directive"),
    path("set-aside.csv", directive.file, name="asides_file"),
    path("try/", trying.try_directive, name="try_directive"),
]
