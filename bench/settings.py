"""The portal's own settings for a measurement: its addresses stand in the environment already (bench.ground)."""

from governance.settings import *  # noqa: F403  (a settings module is all of another one, changed)

ROOT_URLCONF = "bench.urls"
ALLOWED_HOSTS = ["testserver", "127.0.0.1"]
TEMPLATES = [{**TEMPLATES[0], "DIRS": [*TEMPLATES[0]["DIRS"], BASE_DIR / "bench" / "templates"]}]  # noqa: F405
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT = BASE_DIR / "static"  # noqa: F405
# The gate wants a training network to exist; only the measure of publishing has one that answers.
TRAINING_URL = TRAINING_URL or "http://127.0.0.1:1"  # noqa: F405
