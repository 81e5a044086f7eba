"""What the editor reads. What may be said is decided by the actions; a form keeps what was typed."""

import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.kernel.ordering import by_name
from essaim.organisation import known
from essaim.people.models import Audience, Member

from .actions.editing import Words, refuse_past
from .models import Announcement

EVERYBODY, CHOSEN = "everybody", "audiences"
_DAYS_ON_HOME = 14
# Days that clocks of everywhere know, with those around them.
FIRST_DAY, LAST_DAY = datetime.date(2000, 1, 1), datetime.date(2199, 12, 31)
_FAR = gettext_lazy("Choisissez un jour entre 2000 et 2199.")


def _local(value: datetime.datetime | None) -> datetime.datetime | None:
    return value.astimezone(zone()) if value else None


def zone() -> ZoneInfo:
    """Where the organisation's clocks are: hours in forms are theirs."""
    return known.current().zone


def end_of(day: datetime.date) -> datetime.datetime:
    """The end of a day on the organisation's clocks."""
    return datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time(), tzinfo=zone())


def last_day(announcement: Announcement) -> datetime.date:
    """The last day on which home shows it."""
    return (announcement.home_until.astimezone(zone()) - datetime.timedelta(seconds=1)).date()


class AnnouncementForm(forms.Form):
    """One announcement. Whom it is for has to be said: nobody writes to everybody by forgetting."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    title = forms.CharField(
        label=gettext_lazy("Titre"),
        required=False,
        strip=False,
        help_text=gettext_lazy("Ce que l'on lit sur l'accueil, et dans l'objet du mail."),
        widget=forms.TextInput(attrs={"maxlength": 400, "autocomplete": "off"}),
    )
    source = forms.CharField(
        label=gettext_lazy("Texte"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 10})
    )
    to = forms.ChoiceField(
        label=gettext_lazy("Pour qui"),
        choices=[(EVERYBODY, gettext_lazy("Tout le monde")), (CHOSEN, gettext_lazy("Les publics choisis ci-dessous"))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Dites à qui cette annonce s'adresse.")},
    )
    audiences = forms.ModelMultipleChoiceField(
        Audience.objects.none(),
        label=gettext_lazy("Publics"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": gettext_lazy("Un des publics choisis n'existe plus : choisissez-les à nouveau.")},
    )
    by_mail = forms.BooleanField(label=gettext_lazy("Prévenir aussi par mail"), required=False)
    publish_at = forms.DateTimeField(
        label=gettext_lazy("Paraît le"),
        required=False,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        help_text=gettext_lazy("Vide : dès que vous la publiez."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": gettext_lazy("Écrivez un jour et une heure, comme 2026-11-03T09:00.")},
    )
    home_until = forms.DateField(
        label=gettext_lazy("Reste sur l'accueil jusqu'au"),
        help_text=gettext_lazy("Ce jour compris. Elle se retrouve ensuite dans la liste et par la recherche."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[MinValueValidator(FIRST_DAY, _FAR), MaxValueValidator(LAST_DAY, _FAR)],
        error_messages={
            "required": gettext_lazy("Dites jusqu'à quel jour."),
            "invalid": gettext_lazy("Écrivez un jour, comme 2026-11-17."),
        },
    )

    def __init__(self, *args: Any, out: bool, writer: Member, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if out:
            for name in ("to", "audiences", "by_mail", "publish_at"):
                del self.fields[name]
            return
        field: Any = self.fields["audiences"]
        field.queryset = Audience.objects.order_by(by_name(), "pk")
        if not writer.is_facilitator:
            # Who runs some audiences writes to these.
            field.queryset = field.queryset.filter(pk__in=writer.facilitated_ids)
            self.fields["to"].choices = self.fields["to"].choices[1:]  # type: ignore[attr-defined]
        field.label_from_instance = lambda audience: audience.label

    def clean_publish_at(self) -> datetime.datetime | None:
        typed: datetime.datetime | None = self.cleaned_data["publish_at"]
        # The widget says nothing of zones: what was typed is the wall clock of the organisation.
        moment = typed.replace(tzinfo=zone()) if typed else None
        try:
            refuse_past(moment)
        except Refused as error:
            raise forms.ValidationError(str(error), code=error.code) from error
        return moment

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("to") == CHOSEN and "audiences" in data and not data["audiences"]:
            self.add_error("audiences", _("Choisissez un public au moins, ou adressez-la à tout le monde."))
        return data

    def restricted_to(self) -> list[int]:
        """Once valid: the ids of the audiences chosen."""
        if self.cleaned_data.get("to") != CHOSEN:
            return []
        return sorted(audience.pk for audience in self.cleaned_data["audiences"])

    def words(self, language: str) -> Words:
        """Once valid: what was written, and for whom."""
        data = self.cleaned_data
        return Words(
            title=data["title"], source=data["source"], language=language, restricted_to=self.restricted_to(),
            by_mail=data.get("by_mail", False), publish_at=data.get("publish_at"),
            home_until=end_of(data["home_until"]),
        )  # fmt: skip


def initial(announcement: Announcement | None, key: Any) -> dict[str, Any]:
    """What the form shows before anything was typed."""
    if announcement is None:
        last = clock.now().astimezone(zone()).date() + datetime.timedelta(days=_DAYS_ON_HOME)
        return {"key": key, "version": 0, "home_until": last, "to": ""}
    moment = _local(announcement.publish_at)
    return {
        "key": announcement.key, "version": announcement.version, "title": announcement.title,
        "source": announcement.source, "to": CHOSEN if announcement.restricted_to else EVERYBODY,
        "audiences": announcement.restricted_to, "by_mail": announcement.by_mail,
        "publish_at": moment.replace(tzinfo=None) if moment else None, "home_until": last_day(announcement),
    }  # fmt: skip
