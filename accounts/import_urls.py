"""Addresses of tables that are imported."""

from django.urls import path

from accounts.views import imports

urlpatterns = [
    path("imports/<slug:kind>/", imports.begin, name="imports"),
    path("imports/tables/<uuid:import_id>/", imports.shown, name="table_import"),
    path("imports/tables/<uuid:import_id>/confirm/", imports.confirm, name="confirm_table"),
]
