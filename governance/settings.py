"""Settings of one deployment, all from the environment (see README, "Settings").

Secrets may come from ``NAME_FILE``. ``manage.py show_settings`` prints what is in force with secrets hidden.
"""

import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from governance import environment

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_FOLDER = Path(environment.text("VAR_FOLDER", str(BASE_DIR / "var")))

DEBUG = False
DEMONSTRATION: bool = environment.flag("DEMONSTRATION", False)
SECRET_KEY: str = environment.text("SECRET_KEY")
FIELD_KEYS: list[str] = environment.words("FIELD_KEYS", environment.text("FIELD_KEYS"))
"""Fernet keys of encrypted columns, newest first; older ones are still read until they are rotated away."""
TRAIL_KEY: str = environment.text("TRAIL_KEY", "")
"""Private key of the trail's checkpoints (Ed25519, 32 bytes, URL-safe base64): the sequencer's alone."""
INSTALLATION_ID: str = environment.text("INSTALLATION_ID", "portal")
PORT: int = environment.port("PORT", "8000")
PUBLIC_URL: str = environment.text("PUBLIC_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
ALLOWED_HOSTS: list[str] = environment.words("ALLOWED_HOSTS", "127.0.0.1,localhost")
CSRF_TRUSTED_ORIGINS: list[str] = [PUBLIC_URL]
TRUSTED_PROXIES: list[str] = environment.networks("TRUSTED_PROXIES")
"""Addresses or networks whose X-Forwarded headers are believed; everybody else's are thrown away."""
DEPARTMENT_NETWORKS: list[str] = environment.networks(
    "DEPARTMENT_NETWORKS", "127.0.0.0/8,::1/128" if DEMONSTRATION else "", everybody=False
)
"""Where the department's own devices stand; who comes from there needs no enrolled key."""

X_API_URL: str = environment.text("X_API_URL", "https://api.twitter.com")
TRAINING_URL: str = environment.text("TRAINING_URL", "")
X_APPLICATION: dict[str, str] = environment.application("X_APPLICATION")
"""How X knows the portal: consumer_key and consumer_secret (OAuth 1.0a), client_id and client_secret (OAuth 2.0)."""
OUTBOUND_PROXY: str = environment.text("OUTBOUND_PROXY", "")
ASK_LINKS: bool = environment.flag("ASK_LINKS", True)
"""Whether workers ask the pages that posts link to; off where the machine has no way out."""
PICTURE_READER: str = environment.text("PICTURE_READER", "tesseract")
"""The program by which workers read words in pictures, where it is installed; empty for none."""
SETTLED_SECONDS: int = environment.seconds("SETTLED_SECONDS", "600")
"""How long an account is read for a post of which nobody knows whether it went out, before a person decides."""
if not X_API_URL.startswith("https://"):
    raise ImproperlyConfigured(
        "X_API_URL must begin with https://. For practice use an account on the training network."
    )

# ------------------------------------------------------------------------------------------------- applications
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
    "django_structlog",
    "guardian",
    "pgtrigger",
    "audit",
    "accounts",
    "records",
    "posts",
    "watch",
    "governance",
]

MIDDLEWARE = [
    "governance.proxies.ProxyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "accounts.middleware.NothingKeptMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "accounts.middleware.AuthorityMiddleware",
    "axes.middleware.AxesMiddleware",
    "governance.errors.only_for_forms",
]

ROOT_URLCONF = "governance.urls"
WSGI_APPLICATION = "governance.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "governance.frame.frame",
            ],
            "builtins": ["governance.templatetags.portal"],
        },
    }
]

# ----------------------------------------------------------------------------------------------------- database
# Whoever holds DATABASE_OWNER_URL acts as the owner of the tables (migrate and restore); nobody else has it.
_owner_url = environment.text("DATABASE_OWNER_URL", "")
_app_database = environment.database("DATABASE_URL", environment.text("DATABASE_URL"))
APP_ROLE: str = str(_app_database["USER"]) if _owner_url else ""
DATABASES: dict[str, dict[str, Any]] = {
    "default": environment.database("DATABASE_OWNER_URL", _owner_url) if _owner_url else _app_database
}
VAULT_ROOT: Path = environment.folder("STORAGE_URL", f"file://{quote(str(VAR_FOLDER.resolve() / 'vault'))}")
"""Where the vault keeps its files, and uploads wait to be checked. Web and workers share it; nothing serves it."""
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --------------------------------------------------------------------------------------------- broker and cache
REDIS_URL: str = environment.text("REDIS_URL")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}

# ----------------------------------------------------------------------------------------------- people, sign-in
AUTH_USER_MODEL = "accounts.Member"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
    "guardian.backends.ObjectPermissionBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.passwords.GuessedPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "accounts.signin.ClosedAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "log_on_id"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "300/m/ip,10/5m/key",
    "reset_password": "20/m/ip,10/h/key",
}
"""A department comes from one address: by address there is room for a whole shift, by name and address for ten.

Nobody is written more than ten letters for a new password in an hour, whoever asks for them.
"""
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ADAPTER = "accounts.factors.Factors"
MFA_FORMS = {
    "authenticate": "accounts.forms.factors.CodeForm",
    "reauthenticate": "accounts.forms.factors.CodeAgainForm",
    "activate_totp": "accounts.forms.factors.PhoneForm",
    "authenticate_webauthn": "accounts.forms.keys.KeyShownForm",
    "add_webauthn": "accounts.forms.keys.KeyForm",
}
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
"""The department vouches for the addresses of its members."""
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "accounts.signin.counted_name"
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_CLIENT_STR_FORMAT = "{client}"
AXES_VERBOSE = False
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False

SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_IDLE_SECONDS = 60 * 60
"""A session ends this long after somebody was last there, and a cookie's age after it began."""
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "governance.errors.csrf_failure"

# ------------------------------------------------------------------------------------------------------ security
_https = PUBLIC_URL.startswith("https://")
SESSION_COOKIE_SECURE = _https
CSRF_COOKIE_SECURE = _https
SECURE_SSL_REDIRECT = _https
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _https
SECURE_HSTS_PRELOAD = _https
SECURE_REDIRECT_EXEMPT = [r"^health/", r"^metrics$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF],
        "media-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
}
if DEMONSTRATION and _https:
    raise ImproperlyConfigured(
        "The demonstration runs on this machine alone. Unset DEMONSTRATION, or PUBLIC_URL."
    )
if not _https and PUBLIC_URL.split("//", 1)[-1].split(":", 1)[0] not in {
    "127.0.0.1",
    "localhost",
}:
    raise ImproperlyConfigured(
        "PUBLIC_URL must begin with https:// outside this machine. Put a proxy with TLS in front."
    )

# ------------------------------------------------------------------------------------------------ what a form holds
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
"""The form of the longest roster sends 18 for each of its 500 lines."""
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
"""A pasted table of 5 MB is read, or told to be too large; what is larger still is refused unread."""

# -------------------------------------------------------------------------------------------------------- e-mail
vars().update(environment.email(environment.text("EMAIL_URL", f"filemail://{VAR_FOLDER / 'mail'}")))
DEFAULT_FROM_EMAIL: str = environment.text("EMAIL_FROM", "portal@example.invalid")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# ------------------------------------------------------------------------------------------------ time, language
LANGUAGE_CODE = "en-us"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"

# ------------------------------------------------------------------------------------------------- static assets
STATIC_URL = "/static/"
STATIC_ROOT = VAR_FOLDER / "static"
STATICFILES_DIRS = [path for path in (BASE_DIR / "static", BASE_DIR / "var" / "assets") if path.is_dir()]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# ---------------------------------------------------------------------------------------------------------- logs
LOG_LEVEL: str = environment.text("LOG_LEVEL", "INFO").upper()
if LOG_LEVEL not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
    raise ImproperlyConfigured(f"LOG_LEVEL is '{LOG_LEVEL}'. Write DEBUG, INFO, WARNING or ERROR.")
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "governance.logs.formatter"}},
    "filters": {"ticks": {"()": "governance.logs.WithoutTicks"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "stream": sys.stderr,
            "formatter": "json",
            "filters": ["ticks"],
        }
    },
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    # These print bearer tokens or whole signed requests at DEBUG.
    "loggers": {name: {"level": "INFO"} for name in ("tweepy", "requests_oauthlib", "oauthlib", "urllib3")}
    # django-structlog tells of each task, with the request's id.
    | {name: {"level": "WARNING"} for name in ("celery.app.trace", "celery.worker.strategy")}
    | {"django.security.DisallowedHost": {"level": "ERROR"}, "axes": {"level": "WARNING"}},
}
DJANGO_STRUCTLOG_CELERY_ENABLED = True

# ------------------------------------------------------------------------------------------------ running it
METRICS_TOKEN: str = environment.token("METRICS_TOKEN")
"""Whoever asks /metrics shows it as a bearer token; without one that page does not exist."""
BACKUP_FOLDER: Path = Path(environment.text("BACKUP_FOLDER", str(VAR_FOLDER / "backups")))
"""Where check_deployment and the metrics look for the newest backup."""

SILENCED_SYSTEM_CHECKS = (
    []
    if _https
    # On this machine alone, over plain http, the checks that demand TLS do not apply.
    else ["security.W004", "security.W008", "security.W012", "security.W016", "security.W021"]
)
