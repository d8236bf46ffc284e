"""Addresses of what offices make ready for units."""

from django.urls import path

from posts.views import alerts, coordination, ready

urlpatterns = [
    path("write/ready/", ready.listed, name="ready_drafts"),
    path("write/ready/offer/", ready.offer, name="offer_ready"),
    path("write/ready/alert/", alerts.offer, name="offer_alert"),
    path("write/ready/<int:ready_id>/", ready.shown, name="ready_draft"),
    path("write/ready/<int:ready_id>/take/", ready.take, name="take_ready"),
    path("write/ready/<int:ready_id>/withdraw/", ready.withdraw, name="withdraw_ready"),
    path("library/coordination/", coordination.page, name="coordination"),
]
