"""Settings of every environment. What differs between them comes from five variables, see docs/operate.md."""

import os
import secrets
from pathlib import Path

from essaim.config import paths
from essaim.config.demo import environment
from essaim.config.settings.database import databases
from essaim.config.settings.mail import mail_settings
from essaim.config.settings.numbers import whole_number

SOURCE = Path(__file__).resolve().parents[2]
PROJECT = SOURCE.parents[1]
DATA_DIR = paths.data_dir()

DEMO = os.environ.get("ESSAIM_DEMO") == "1"
DEBUG = os.environ.get("ESSAIM_DEBUG") == "1"
# Without one, commands that serve refuse to start (config.checks); the others get a key of their own that nobody knows.
SECRET_KEY_GIVEN = os.environ.get("ESSAIM_SECRET_KEY", "")
SECRET_KEY = SECRET_KEY_GIVEN or secrets.token_urlsafe(50)
BASE_URL = (os.environ.get("ESSAIM_BASE_URL") or environment.address() or "http://127.0.0.1:8000").rstrip("/")
SECURE = BASE_URL.startswith("https://")

_host = BASE_URL.split("://", 1)[-1].split("/")[0].rsplit(":", 1)[0]
ALLOWED_HOSTS = sorted({_host, "127.0.0.1", "localhost"})
CSRF_TRUSTED_ORIGINS = [BASE_URL]

# Lowest layer first: templates and catalogues of the upper packages win nothing over those below, names never clash.
PACKAGES = [
    "essaim.ui",
    "essaim.journal",
    "essaim.organisation",
    "essaim.privacy",
    "essaim.people",
    "essaim.notifications",
    "essaim.search",
    "essaim.content",
    "essaim.learning",
    "essaim.conversations",
    "essaim.announcements",
    "essaim.accompaniment",
    "essaim.adoption",
    "essaim.home",
    "essaim.integrations.rest",
    "essaim.config",
]
INSTALLED_APPS = [
    *PACKAGES,
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.settings",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.locales",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_htmx",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
]

MIDDLEWARE = [
    "essaim.config.middleware.operations",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "essaim.people.middleware.MemberMiddleware",
    "essaim.people.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "essaim.config.middleware.ContentPolicy",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "essaim.config.urls"
WSGI_APPLICATION = "essaim.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "essaim.ui.jinja.Templates",
        "NAME": "essaim",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {"environment": "essaim.ui.jinja.environment"},
    },
    {
        # Only where a library brings its own pages: Wagtail's admin, allauth's mails.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SOURCE / "config" / "django_templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

DATABASES = databases()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Member"
AUTHENTICATION_BACKENDS = ["essaim.people.backend.MemberBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home:home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "essaim.people.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
# A whole site signs in from one address in the morning; what fails, and what sends mail, is counted more tightly.
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "20/m/ip,5/5m/key",
    "request_login_code": "30/m/ip,3/5m/key",
    "arrive": "30/m/ip,3/5m/key",
    "company": "240/m/ip",
    "passkey": "240/m/ip",
    "second_step": "120/m/ip",
}
# The company's provider of accounts; what is not given here is set on the page of administrators.
COMPANY_PROVIDER = {
    name.lower(): os.environ[f"ESSAIM_OIDC_{name}"]
    for name in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET", "NAME", "SCOPES")
    if os.environ.get(f"ESSAIM_OIDC_{name}")
}
MFA_ADAPTER = "essaim.people.adapter.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# The step before and the one after count too: telephones' clocks are not exact.
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODE_COUNT = 8
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if SECURE else 0
# Limits hold across processes: they are counted in the database (people's migration makes the table).
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "people_cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}

SESSION_ENGINE = "essaim.people.session"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if SECURE else 0
SECURE_SSL_REDIRECT = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ("/admin/",),
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "style-src": ["'self'", "'unsafe-inline'"],
        "frame-src": ["https://www.youtube-nocookie.com", "https://player.vimeo.com", "https://tube.numerique.gouv.fr"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
    },
}
MESSAGE_STORAGE = "essaim.ui.flashes.Flashes"
CSRF_FAILURE_VIEW = "essaim.ui.errors.csrf_failure"

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
USE_TZ = True
TIME_ZONE = "Europe/Paris"

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_URL = "/content/media/"
MEDIA_ROOT = DATA_DIR / "media"
# What members attach to posts: never served by its path.
ATTACHMENTS_ROOT = DATA_DIR / "attachments"
ATTACHMENT_MOST_BYTES = whole_number("ESSAIM_ATTACHMENT_MB", 25, such_as="25 for 25 megabytes") * 1024 * 1024
# The folders of files that belong to the installation: a backup holds them.
KEPT_FOLDERS = ["MEDIA_ROOT", "ATTACHMENTS_ROOT"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "essaim.config.staticfiles.Storage"},
}
WHITENOISE_MAX_AGE = 60 * 60 * 24 * 365
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024

EMAIL_BACKEND, EMAIL_OPTIONS = mail_settings(demo=DEMO, data_dir=DATA_DIR)
globals().update(EMAIL_OPTIONS)
# Answers by mail come to reply+…@ this domain; "" where they are not set up.
MAIL_DOMAIN = os.environ.get("ESSAIM_MAIL_DOMAIN", "").strip().lower()
DEFAULT_FROM_EMAIL = os.environ.get("ESSAIM_EMAIL_FROM", f"Essaim <essaim@{_host}>")

# Browsers say where they are to be notified: never an address inside.
PUSH_TO_LOOPBACK = False

WAGTAIL_SITE_NAME = "Essaim"
WAGTAILADMIN_BASE_URL = BASE_URL
# Our addresses are plain: é in a title is e in its address.
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_FRONTEND_LOGIN_URL = "/people/account/sign-in/"
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "modelsearch.backends.database"}}
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp", "svg"]
WAGTAILIMAGES_IMAGE_FORM_BASE = "essaim.content.forms.ImageForm"
TAGGIT_CASE_INSENSITIVE = True

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"
PROCRASTINATE_ON_APP_READY = "essaim.config.queue.connect"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"essaim": {"level": "INFO"}, "procrastinate": {"level": "WARNING"}},
}

if DEBUG:
    WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
