"""What is wrong with a field, in the language of whoever asks: pydantic says it in English only."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# By the beginning of pydantic's name for the mistake, the longest that fits; what is behind % is of its ``ctx``.
_WORDS: dict[str, Any] = {
    "missing": gettext_lazy("ce champ manque."),
    "extra_forbidden": gettext_lazy("ce champ n'existe pas ici."),
    "literal_error": gettext_lazy("une de ces valeurs est attendue : %(expected)s."),
    "enum": gettext_lazy("une de ces valeurs est attendue : %(expected)s."),
    "string": gettext_lazy("un texte est attendu."),
    "string_pattern_mismatch": gettext_lazy("ce texte n'a pas la forme attendue : voyez ce que dit la documentation."),
    "string_too_long": gettext_lazy("ce texte est trop long : %(max_length)s caractères au plus."),
    "string_too_short": gettext_lazy("ce texte est trop court : %(min_length)s caractères au moins."),
    "int": gettext_lazy("un nombre entier est attendu."),
    "int_parsing_size": gettext_lazy("ce nombre est trop grand."),
    "float": gettext_lazy("un nombre est attendu."),
    "finite_number": gettext_lazy("un nombre est attendu."),
    "greater_than_equal": gettext_lazy("cette valeur est trop petite : %(ge)s au moins."),
    "less_than_equal": gettext_lazy("cette valeur est trop grande : %(le)s au plus."),
    "bool": gettext_lazy("true ou false est attendu."),
    "list": gettext_lazy("une liste est attendue."),
    "too_long": gettext_lazy("cette liste est trop longue : %(max_length)s éléments au plus."),
    "too_short": gettext_lazy("cette liste est trop courte : %(min_length)s éléments au moins."),
    "uuid": gettext_lazy("un identifiant UUID est attendu."),
    "datetime": gettext_lazy("un moment est attendu, comme 2026-11-17T09:00:00+01:00."),
    "timezone": gettext_lazy("ce moment ne dit pas son fuseau : écrivez-le comme 2026-11-17T09:00:00+01:00."),
    "date": gettext_lazy("un jour est attendu, comme 2026-11-17."),
    "time": gettext_lazy("une heure est attendue, comme 13:30."),
    "model": gettext_lazy("un objet JSON est attendu."),
    "dict": gettext_lazy("un objet JSON est attendu."),
}


def words_for(error: Mapping[str, Any]) -> str:
    """One of pydantic's errors (``type`` and ``ctx``) in words."""
    kind = str(error.get("type", ""))
    known = [name for name in _WORDS if kind == name or kind.startswith(f"{name}_")]
    if not known:
        return _("cette valeur n'est pas de celles que l'on attend ici.")
    return str(_WORDS[max(known, key=len)]) % _context(error.get("ctx") or {})


def _context(ctx: Mapping[str, Any]) -> dict[str, str]:
    # "'a', 'b' or 'c'" in English, whatever the language.
    return {name: str(value).replace(" or ", ", ") for name, value in ctx.items()}
