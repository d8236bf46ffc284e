"""Addresses of a member's authority."""

from django.urls import path

from accounts.views import languages, members, roles

urlpatterns = [
    path("people/me/", members.mine, name="my_authority"),
    path("people/members/<int:member_id>/", members.member, name="member"),
    path("people/members/<int:member_id>/transfer/", members.transfer, name="transfer_member"),
    path("people/members/<int:member_id>/languages/", languages.member_languages, name="member_languages"),
    path("people/<int:unit_id>/acting/", roles.name_acting, name="name_acting"),
    path("people/authorisation/<int:authorisation_id>/resume/", roles.resume, name="resume"),
]
