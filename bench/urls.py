"""The portal's addresses and the floor beside them."""

from django.urls import include, path

from bench.floor import floor

urlpatterns = [path("bench/floor/", floor, name="bench_floor"), path("", include("governance.urls"))]
