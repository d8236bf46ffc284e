"""Addresses of working together: stories and questions of the press for Communications, and members' ideas."""

from django.urls import path

from posts.views import ideas, inquiries, stories

urlpatterns = [
    path("stories/", stories.listed, name="stories"),
    path("stories/forward/<int:unit_id>/", stories.forward, name="forward_story"),
    path("stories/<int:story_id>/", stories.story, name="story"),
    path("stories/<int:story_id>/adopt/", stories.adopt, name="adopt_story"),
    path("stories/<int:story_id>/decline/", stories.decline, name="decline_story"),
    path("stories/<int:story_id>/withdraw/", stories.withdraw, name="withdraw_story"),
    path("inquiries/", inquiries.listed, name="inquiries"),
    path("inquiries/send-on/<int:unit_id>/", inquiries.send_on, name="send_on_inquiry"),
    path("inquiries/<int:inquiry_id>/", inquiries.inquiry, name="inquiry"),
    path("inquiries/<int:inquiry_id>/account/", inquiries.correct, name="correct_inquiry"),
    path("inquiries/<int:inquiry_id>/close/", inquiries.close, name="close_inquiry"),
    path("ideas/", ideas.board, name="contributions"),
    path("ideas/suggest/", ideas.suggest, name="suggest_idea"),
    path("ideas/<int:idea_id>/", ideas.idea, name="idea"),
    path("ideas/<int:idea_id>/hand-up/", ideas.hand_up, name="hand_up_idea"),
    path("ideas/<int:idea_id>/pass-on/", ideas.pass_on, name="pass_on_idea"),
    path("ideas/<int:idea_id>/draft/", ideas.begin_draft, name="draft_idea"),
    path("ideas/<int:idea_id>/decline/", ideas.decline, name="decline_idea"),
    path("ideas/<int:idea_id>/take-back/", ideas.take_back, name="take_back_idea"),
]
