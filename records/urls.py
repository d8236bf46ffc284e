"""Addresses of the records room."""

from django.urls import URLPattern, path

from records import views

urlpatterns: list[URLPattern] = [
    path("", views.records, name="records"),
    path("<str:number>/", views.record, name="record"),
    path("<str:number>/check/", views.check_seal, name="check_seal"),
    path("<str:number>/export/", views.export_record, name="export_record"),
]
