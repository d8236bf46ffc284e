"""Addresses of the queue, the desk and a post's own page."""

from django.urls import URLPattern, path

from posts.views import deciding, leading, post, remarking, replies, review, to_correct

urlpatterns: list[URLPattern] = [
    path("review/", review.queue, name="queue"),
    path("review/arrivals/", review.arrivals, name="arrivals"),
    path("review/<int:post_id>/", review.desk, name="desk"),
    path("review/<int:post_id>/open/", review.keep_open, name="keep_open"),
    path("review/<int:post_id>/approve/", deciding.approve_post, name="approve_post"),
    path("review/<int:post_id>/stand-in/", deciding.stand_in_post, name="stand_in_post"),
    path("review/<int:post_id>/return/", deciding.return_post, name="return_post"),
    path("review/<int:post_id>/reject/", deciding.reject_post, name="reject_post"),
    path("review/<int:post_id>/comment/", remarking.comment_post, name="comment_post"),
    path("review/<int:post_id>/propose/", remarking.propose_wording, name="propose_wording"),
    path("post/<int:post_id>/", post.post, name="post"),
    path("post/<int:post_id>/copy/", leading.copy_post, name="copy_post"),
    path("post/<int:post_id>/correct/", leading.correct_post, name="correct_post"),
    path("post/<int:post_id>/withdraw/", leading.withdraw_post, name="withdraw_post"),
    path("post/<int:post_id>/answer/", leading.answer_post, name="answer_post"),
    path("post/<int:post_id>/reopen/", leading.reopen_post, name="reopen_post"),
    path("post/<int:post_id>/keep/", leading.keep_post, name="keep_post"),
    path("post/<int:post_id>/replies/", replies.replies, name="replies"),
    path("post/<int:post_id>/replies/send-on/", replies.send_on_reply, name="send_on_reply"),
    path("post/<int:post_id>/replies/hide/", replies.hide_reply, name="hide_reply"),
    path("post/<int:post_id>/replies/<int:reply_id>/show/", replies.show_reply, name="show_reply"),
    path("post/<int:post_id>/stop/", leading.stop_post, name="stop_post"),
    path("post/<int:post_id>/release/", leading.release_post, name="release_post"),
    path("post/<int:post_id>/rest/", leading.send_rest, name="send_rest"),
    path("post/<int:post_id>/ask/", leading.ask_post, name="ask_post"),
    path("post/<int:post_id>/overrule/", leading.overrule_post, name="overrule_post"),
    path("post/<int:post_id>/judge/", leading.judge_post, name="judge_post"),
    path("post/to-correct/", to_correct.listed, name="to_correct"),
    path("post/<int:post_id>/found/", leading.found_post, name="found_post"),
    path("post/<int:post_id>/not-found/", leading.not_found_post, name="not_found_post"),
    path("post/<int:post_id>/take-down/", leading.take_down_post, name="take_down_post"),
]
