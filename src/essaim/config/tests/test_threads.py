"""The reader's language and zone, one thread beside the other."""

import threading
from zoneinfo import ZoneInfo

import pytest
from django.urls import base as urls
from django.urls import get_script_prefix, get_urlconf, reverse, set_script_prefix, set_urlconf
from django.utils import timezone, translation
from django.utils.translation import gettext, trans_real

from essaim.config.threads import keep_by_thread


@pytest.fixture(autouse=True)
def kept(monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name in ((trans_real, "_active"), (timezone, "_active"), (urls, "_prefixes"), (urls, "_urlconfs")):
        # Django still has it, and the test gives it back.
        monkeypatch.setattr(module, name, getattr(module, name))
    keep_by_thread()


def test_each_thread_has_its_own() -> None:
    seen: list[tuple[str | None, str, str, str | None]] = []

    def look() -> None:
        seen.append((translation.get_language(), str(timezone.get_current_timezone()), get_script_prefix(), get_urlconf()))

    with translation.override("en"), timezone.override(ZoneInfo("Asia/Tokyo")):
        set_script_prefix("/below/")
        set_urlconf("essaim.config.urls")
        other = threading.Thread(target=look)
        other.start()
        other.join()
        look()
        assert gettext("Se déconnecter") == "Sign out"
    assert seen == [("fr", "Europe/Paris", "/", None), ("en", "Asia/Tokyo", "/below/", "essaim.config.urls")]


def test_what_is_put_aside_comes_back() -> None:
    with translation.override("en"):
        with translation.override("fr"), timezone.override(None):
            assert (translation.get_language(), gettext("Se déconnecter")) == ("fr", "Se déconnecter")
        assert translation.get_language() == "en"
        with translation.override(None):
            assert translation.get_language() is None
    translation.deactivate()
    assert (translation.get_language(), reverse("home:home")) == ("fr", "/")
