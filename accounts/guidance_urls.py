"""Addresses of the library and of notices."""

from django.urls import path

from accounts.views import library, notices

urlpatterns = [
    path("library/", library.shown, name="library"),
    path("library/write/", library.write, name="write_guidance"),
    path("library/<int:entry_id>/", library.entry, name="library_entry"),
    path("library/<int:entry_id>/write/", library.rewrite, name="rewrite_guidance"),
    path("library/<int:entry_id>/retire/", library.retire, name="retire_guidance"),
    path("library/notices/", notices.listed, name="notices"),
    path("library/notices/send/", notices.send, name="send_notice"),
    path("library/notices/<int:notice_id>/", notices.notice, name="notice"),
    path("library/notices/<int:notice_id>/acknowledge/", notices.acknowledge, name="acknowledge_notice"),
    path("library/notices/<int:notice_id>/approve/", notices.approve, name="approve_notice"),
    path("library/notices/<int:notice_id>/withdraw/", notices.withdraw, name="withdraw_notice"),
    path("library/notices/<int:notice_id>/missing/", notices.missing_file, name="not_acknowledged"),
]
