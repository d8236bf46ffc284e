"""Addresses of the versions of the rules, and of what is proposed."""

from django.urls import path

from posts.views import back_tests, proposals, rewriting, side_by_side, versions

_PROPOSAL = "directive/proposals/<int:proposal_id>"

urlpatterns = [
    path("directive/versions/", versions.listed, name="policy_versions"),
    path("directive/versions/<int:policy_id>/", versions.shown, name="policy_version"),
    path("directive/versions/<int:policy_id>/file/", versions.file, name="version_file"),
    path("directive/proposals/", proposals.begin, name="begin_proposal"),
    path(f"{_PROPOSAL}/", proposals.shown, name="proposal"),
    path(f"{_PROPOSAL}/file/", proposals.file, name="proposal_file"),
    path(f"{_PROPOSAL}/posts/", proposals.waiting, name="proposal_posts"),
    path(f"{_PROPOSAL}/switch/", rewriting.switch, name="switch_choice"),
    path(f"{_PROPOSAL}/rules/<str:rule_id>/", rewriting.change_rule, name="change_rule"),
    path(f"{_PROPOSAL}/settings/", rewriting.change_settings, name="change_settings"),
    path(f"{_PROPOSAL}/minutes/", rewriting.change_minutes, name="change_minutes"),
    path(f"{_PROPOSAL}/back-test/", back_tests.shown, name="back_test"),
    path(f"{_PROPOSAL}/back-test/begin/", back_tests.begin, name="begin_back_test"),
    path(f"{_PROPOSAL}/back-test/stop/", back_tests.stop, name="stop_back_test"),
    path(f"{_PROPOSAL}/back-test/go-on/", back_tests.go_on, name="go_on_back_test"),
    path(f"{_PROPOSAL}/replace/", rewriting.replace, name="replace_proposal"),
    path(f"{_PROPOSAL}/again/", proposals.begin_again, name="begin_again"),
    path(f"{_PROPOSAL}/hand-in/", proposals.hand_in, name="hand_in_proposal"),
    path(f"{_PROPOSAL}/withdraw/", proposals.withdraw, name="withdraw_proposal"),
    path(f"{_PROPOSAL}/adopt/", proposals.adopt, name="adopt_proposal"),
    path(f"{_PROPOSAL}/decline/", proposals.decline, name="decline_proposal"),
    path("post/<int:post_id>/versions/", side_by_side.shown, name="compare_versions"),
]
