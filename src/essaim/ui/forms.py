"""What forms of pages that are asked for all the time have in common."""

from typing import Any, TypeVar

from django import forms

F = TypeVar("F", bound=type[forms.BaseForm])


class _Kept(dict[str, forms.Field]):
    """Fields that no form copies."""

    def __deepcopy__(self, memo: dict[int, Any]) -> "_Kept":
        return self


def fixed(form: F) -> F:
    """Makes forms of a class use its fields and not copies of them, which is half of what making one costs. For a class none of
    whose forms changes a field for one request."""
    form.base_fields = _Kept(form.base_fields)  # type: ignore[attr-defined]
    return form
