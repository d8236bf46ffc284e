"""Addresses of the records room."""

from django.urls import URLPattern, path, re_path

from records import (
    certificate_views,
    collected_views,
    hold_views,
    schedule_views,
    views,
    withheld_views,
)

NUMBER = r"(?P<number>[0-9]{4}-[0-9A-Za-z]{1,10}-[0-9]{5,9})"
"""Year, unit and place: 2026-014-00871."""

urlpatterns: list[URLPattern] = [
    path("", views.records, name="records"),
    path("exports/", collected_views.exports, name="exports"),
    path("exports/<int:export_id>/", collected_views.export, name="export"),
    path("exports/<int:export_id>/file/", collected_views.export_file, name="export_file"),
    path("retention/", schedule_views.retention, name="retention"),
    path("retention/enter/", schedule_views.enter_series, name="enter_series"),
    path("retention/<int:series_id>/", schedule_views.renew_series, name="renew_series"),
    path("retention/due/", schedule_views.due_records, name="due_records"),
    path("retention/due/<int:series_id>/", schedule_views.due_of, name="due_of"),
    path("disposal/", certificate_views.certificates_list, name="certificates"),
    path("disposal/draw-up/", certificate_views.draw_up, name="draw_up_certificate"),
    path("disposal/<int:certificate_id>/", certificate_views.certificate, name="certificate"),
    path("disposal/<int:certificate_id>/sent/", certificate_views.send, name="send_certificate"),
    path("disposal/<int:certificate_id>/approved/", certificate_views.approve, name="approve_certificate"),
    path("disposal/<int:certificate_id>/end/", certificate_views.end, name="end_certificate"),
    path(
        "disposal/<int:certificate_id>/carry-out/", certificate_views.carry_out, name="carry_out_certificate"
    ),
    path("holds/", hold_views.holds, name="holds"),
    path("holds/place/", hold_views.place_hold, name="place_hold"),
    path("holds/<int:hold_id>/", hold_views.hold, name="hold"),
    path("withheld/", withheld_views.log, name="withheld"),
    path("withheld/log.csv", withheld_views.log_file, name="withheld_file"),
    path("withheld/<int:withheld_id>/again/", withheld_views.give_again, name="give_again"),
    re_path(rf"^{NUMBER}/withhold/$", withheld_views.withhold, name="withhold"),
    re_path(rf"^{NUMBER}/$", views.record, name="record"),
    re_path(rf"^{NUMBER}/check/$", views.check_seal, name="check_seal"),
    re_path(rf"^{NUMBER}/pictures/(?P<position>[1-9])/$", views.record_picture, name="record_picture"),
    re_path(rf"^{NUMBER}/export/$", views.export_record, name="export_record"),
]
