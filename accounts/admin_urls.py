"""Addresses of the administration of members, units and the agency."""

from django.urls import path

from accounts.views import administration

urlpatterns = [
    path("administration/", administration.overview, name="administration"),
    path("administration/department/", administration.change_agency, name="change_agency"),
    path("administration/units/new/", administration.make_unit, name="make_unit"),
    path("administration/units/<int:unit_id>/", administration.change_unit, name="change_unit"),
    path("administration/units/<int:unit_id>/members/new/", administration.make_member, name="make_member"),
    path("administration/members/<int:member_id>/", administration.change_member, name="change_member"),
    path(
        "administration/members/<int:member_id>/deactivate/",
        administration.deactivate,
        name="deactivate_member",
    ),
    path(
        "administration/members/<int:member_id>/reactivate/",
        administration.reactivate,
        name="reactivate_member",
    ),
    path(
        "administration/members/<int:member_id>/second-step/reset/",
        administration.reset_second_step,
        name="reset_second_step",
    ),
]
