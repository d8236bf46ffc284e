"""Addresses of the rosters and of the calendar they follow."""

from django.urls import path

from accounts.views.rosters import board, calendar, importing, page, sending

urlpatterns = [
    path("", page.own, name="roster"),
    path("board/", board.shown, name="roster_board"),
    path("board/<int:unit_id>/<int:period_id>/remind/", board.remind, name="remind_of_roster"),
    path("board/<int:unit_id>/<int:period_id>/end/", board.end_authority, name="end_unconfirmed"),
    path("calendar/", calendar.calendar, name="period_calendar"),
    path("calendar/recipients/", calendar.recipients, name="roster_recipients"),
    path("import/", importing.of_department, name="import_rosters"),
    path("imports/<uuid:import_id>/", importing.shown, name="roster_import"),
    path("imports/<uuid:import_id>/confirm/", importing.confirm, name="confirm_import"),
    path("versions/<int:version_id>/<slug:ending>/", sending.paper, name="roster_paper"),
    path("copies/<int:copy_id>/again/", sending.send_again, name="send_roster_again"),
    path("<int:unit_id>/<int:period_id>/", page.of_unit, name="roster_of"),
    path("<int:unit_id>/<int:period_id>/start/", page.start, name="start_roster"),
    path("<int:unit_id>/<int:period_id>/import/", importing.of_unit, name="import_roster"),
    path("<int:roster_id>/keep/", page.keep, name="keep_roster"),
    path("<int:roster_id>/cell/", page.keep_cell, name="keep_cell"),
    path("<int:roster_id>/submit/", sending.submit, name="submit_roster"),
    path("<int:roster_id>/correct/", sending.correct, name="correct_roster"),
    path("<int:roster_id>/correction/drop/", sending.drop_correction, name="drop_correction"),
]
