"""Addresses of training and of the policy that members confirm."""

from django.urls import path

from accounts.views import policy, training

urlpatterns = [
    path("training/", training.shown, name="training"),
    path("training/courses/", training.make_course, name="make_course"),
    path("training/courses/<int:course_id>/", training.course, name="course"),
    path("training/courses/<int:course_id>/retire/", training.retire, name="retire_course"),
    path("training/courses/<int:course_id>/sessions/", training.hold, name="hold_session"),
    path("training/sessions/<int:session_id>/", training.session, name="training_session"),
    path("training/sessions/<int:session_id>/results/", training.record, name="record_results"),
    path("policy/", policy.shown, name="policy"),
    path("policy/<int:policy_id>/acknowledge/", policy.acknowledge, name="acknowledge"),
]
