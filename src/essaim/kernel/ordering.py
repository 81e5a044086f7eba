"""The order of a French list, whatever the database's locale: Écouter stands between Dire and Faire."""

from django.db.models import CharField, F, Func, Value
from django.db.models.functions import Lower, Replace

_ACCENTED = "ÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸàâäçéèêëîïôöùûüÿ’"
_PLAIN = "AAACEEEEIIOOUUUYaaaceeeeiioouuuy'"


def by_name(field: str = "name") -> Lower:
    """Sorts by a name, accents and capitals apart: ``Theme.objects.order_by(by_name(), "pk")``.

    For short lists: it is computed, no index helps it. Names of people have a stored key (kernel.names).
    """
    ligatures = Replace(Replace(F(field), Value("œ"), Value("oe")), Value("Œ"), Value("Oe"))
    return Lower(Func(ligatures, Value(_ACCENTED), Value(_PLAIN), function="translate", output_field=CharField()))
