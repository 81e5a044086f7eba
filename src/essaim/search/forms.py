from django import forms

from essaim.ui.forms import fixed

from .queries import MOST_PAGES
from .query import LONGEST
from .sources import sources


@fixed
class SearchForm(forms.Form):
    """What is looked for. Nothing is refused: what makes no sense finds nothing, or counts as not given."""

    q = forms.CharField(required=False)
    kind = forms.CharField(required=False)
    page = forms.IntegerField(required=False)

    def query(self) -> str:
        self.is_valid()
        return " ".join(self.cleaned_data.get("q", "").replace("\x00", " ").split())[:LONGEST]

    def chosen_kind(self) -> str:
        self.is_valid()
        kind = self.cleaned_data.get("kind", "")
        return kind if kind in sources else ""

    def page_number(self) -> int:
        self.is_valid()
        return min(max(self.cleaned_data.get("page") or 1, 1), MOST_PAGES)
