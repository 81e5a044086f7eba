"""A hostile environment for our own code: undefined names in templates fail, unordered lists are shuffled (tests/plugins),
warnings are errors (pyproject), and nothing leaves the machine."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("ESSAIM_SECRET_KEY", "for-tests-only-" + "x" * 40)

from .base import *  # noqa: F403

TESTING = True
DEMO = False
MAIL_DOMAIN = ""
PUSH_TO_LOOPBACK = True
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = Path(tempfile.gettempdir()) / f"essaim-test-media-{os.getpid()}"
ATTACHMENTS_ROOT = Path(tempfile.gettempdir()) / f"essaim-test-attachments-{os.getpid()}"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# The pool's threads outlive a cloned database.
DATABASES["default"]["OPTIONS"].pop("pool", None)  # noqa: F405
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
