"""Every address of the portal. tests/governance/test_doors.py fails for one it does not know."""

from django.urls import include, path

from governance import guide, guide_checks, home, metrics, trouble

handler404 = "governance.errors.not_found"
handler403 = "governance.errors.refused"
handler500 = "governance.errors.broken"

urlpatterns = [
    path("", home.home, name="home"),
    path("guide/", guide.guide, name="guide"),
    path("guide/who-may/", guide.who_may, name="who_may"),
    path("guide/checks/", guide_checks.checks, name="guide_checks"),
    path("guide/checks/<slug:slug>/", guide_checks.check, name="guide_check"),
    path("guide/<slug:slug>/", guide.chapter, name="guide_chapter"),
    path("health/", include("governance.health_urls")),
    path("metrics", metrics.metrics, name="metrics"),
    path("trouble/", trouble.trouble, name="trouble"),
    path("", include("accounts.urls")),
    path("", include("posts.urls")),
    path("records/", include("records.urls")),
    path("floor/", include("watch.urls")),
    path("insights/", include("watch.insight_urls")),
    path("directive/", include("watch.directive_urls")),
]
