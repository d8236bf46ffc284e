"""Addresses of those who write."""

from django.urls import path

from posts.views import checking, link_cards, offered, pictures, rules, uploading, writing

urlpatterns = [
    path("write/", writing.own_posts, name="own_posts"),
    path("write/begin/", writing.begin_post, name="begin_post"),
    path("write/repost/", writing.begin_repost, name="begin_repost"),
    path("write/offered/", offered.listed, name="offered_drafts"),
    path("write/<int:post_id>/", writing.composer, name="composer"),
    path("write/<int:post_id>/take-over/", offered.take_over, name="take_over_draft"),
    path("write/<int:post_id>/check/", checking.check_draft, name="check_draft"),
    path("write/<int:post_id>/submit/", checking.submit_post, name="submit_post"),
    path("write/<int:post_id>/pictures/", uploading.begin_upload, name="begin_upload"),
    path("write/<int:post_id>/pictures/again/", pictures.reuse_pictures, name="reuse_pictures"),
    path("write/<int:post_id>/pictures/attach/", pictures.attach_picture, name="attach_picture"),
    path("write/uploads/<uuid:upload_id>/", uploading.upload, name="upload"),
    path("pictures/<int:picture_id>/<slug:size>/", pictures.picture, name="picture"),
    path("pictures/<int:picture_id>/captions/<slug:digest>/", pictures.captions, name="captions"),
    path("post/<int:post_id>/link/<slug:key>/", link_cards.link_card, name="link_card"),
    path("post/<int:post_id>/link/<slug:key>/picture/", link_cards.link_picture, name="link_picture"),
    path("rules/<str:clause>/", rules.rule, name="rule"),
]
