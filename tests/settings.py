"""Settings of the test suite: the portal's own, with addresses that tests/conftest.py points at real servers."""

import os

os.environ.setdefault("DATABASE_URL", "postgres://portal_app:unset@127.0.0.1:1/unset")
os.environ.setdefault("REDIS_URL", "redis://127.0.0.1:1/0")
os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 50)
os.environ.setdefault("FIELD_KEYS", "dGVzdHMtb25seS10ZXN0cy1vbmx5LXRlc3RzLW9ubHk=")
os.environ.setdefault("LOG_LEVEL", "WARNING")
os.environ.setdefault("INSTALLATION_ID", "tests")
# Reading a picture takes a second; what is about words in pictures switches it on.
os.environ.setdefault("PICTURE_READER", "")
os.environ.setdefault("TRAINING_URL", "http://127.0.0.1:1")

from governance.settings import *  # noqa: F403  (the environment comes first)

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405  (whitenoise looks for it)
# Hashing a password takes 50 ms by design; the suite signs people in thousands of times.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
