"""Addresses of pictures: whose they are, who is in them, and blurring."""

from django.urls import path

from posts.views import blurring, rights

urlpatterns = [
    path("pictures/rights/", rights.expired_rights, name="expired_rights"),
    path("pictures/<int:picture_id>/rights/", rights.media_rights, name="media_rights"),
    path("pictures/<int:picture_id>/unblurred/", rights.allow_unblurred, name="allow_unblurred"),
    path("pictures/rights/<int:rights_id>/document/", rights.rights_document, name="rights_document"),
    path("write/<int:post_id>/pictures/<int:picture_id>/blur/", blurring.blur_picture, name="blur_picture"),
]
