"""Addresses of devices and of approvals of access."""

from django.urls import URLPattern, path

from accounts.views import access, devices

urlpatterns: list[URLPattern] = [
    path("devices/", devices.own, name="devices"),
    path("devices/enrol/", devices.enrol, name="enrol_device"),
    path("devices/<int:device_id>/approve/", devices.approve, name="approve_device"),
    path("devices/<int:device_id>/end/", devices.end, name="end_device"),
    path("access/", access.shown, name="access"),
    path("access/<int:unit_id>/give/", access.give, name="give_access"),
    path("access/approvals/<int:approval_id>/end/", access.end, name="end_access"),
]
