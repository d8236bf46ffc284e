"""Addresses of those who write."""

from django.urls import path

from posts.views import checking, rules, writing

urlpatterns = [
    path("write/", writing.own_posts, name="own_posts"),
    path("write/begin/", writing.begin_post, name="begin_post"),
    path("write/<int:post_id>/", writing.composer, name="composer"),
    path("write/<int:post_id>/check/", checking.check_draft, name="check_draft"),
    path("write/<int:post_id>/submit/", checking.submit_post, name="submit_post"),
    path("rules/<str:clause>/", rules.rule, name="rule"),
]
