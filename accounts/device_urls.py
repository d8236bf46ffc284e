"""Addresses of devices and of approvals of access."""

from django.urls import URLPattern, path

from accounts.views import devices

urlpatterns: list[URLPattern] = [
    path("devices/", devices.own, name="devices"),
    path("devices/enrol/", devices.enrol, name="enrol_device"),
    path("devices/<int:device_id>/approve/", devices.approve, name="approve_device"),
    path("devices/<int:device_id>/end/", devices.end, name="end_device"),
]
