from functools import cached_property
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from essaim.organisation import known, public_holidays, zones
from essaim.organisation.models import Site
from essaim.people.models import Member

from . import queries, words
from .actions.prefer import Choice
from .digests import DIGEST
from .hours import site_hours
from .kinds import Kind, kinds_for
from .models import Delivery, Digest, Every, QuietHours, Schedule, Weariness
from .quiet import Hours

_OWN = ("quiet_from", "quiet_until", "quiet_weekends", "quiet_holidays")
_DIGEST = ("digest_every", "digest_weekday", "daily_at")


def _hour(label: Any) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time", "step": 300}, format="%H:%M")
    errors = {"required": _("Écrivez une heure, comme 19:00."), "invalid": _("Écrivez une heure, comme 19:00.")}
    return forms.TimeField(label=label, widget=widget, error_messages=errors)


class KindRow:
    """One kind on the page: its channels, and whether it grew rare."""

    def __init__(self, form: "PreferencesForm", kind: Kind, tired: Weariness | None):
        self.kind, self.tired = kind, tired
        self.app, self.mail = (form[f"{channel}-{kind.name}"] for channel in ("app", "mail"))
        self.push = form[f"push-{kind.name}"] if form.devices else None


class PreferencesForm(forms.Form):
    """Kinds and their channels, the digest, then the hours."""

    digest_every = forms.ChoiceField(label=_("Il vient"), choices=Every.choices)
    digest_weekday = forms.TypedChoiceField(label=_("Jour, s'il vient chaque semaine"), choices=words.WEEKDAYS, coerce=int)
    daily_at = _hour(_("Heure"))
    hours = forms.ChoiceField(
        label=_("Lesquelles"),
        choices=[("site", _("Celles de mon site")), ("own", _("Les miennes"))],
        widget=forms.RadioSelect,
    )
    quiet_from = _hour(_("À partir de"))
    quiet_until = _hour(_("Jusqu'à"))
    quiet_weekends = forms.BooleanField(label=_("Le week-end aussi"), required=False)
    quiet_holidays = forms.BooleanField(label=_("Les jours fériés aussi"), required=False)

    def __init__(self, member: Member, data: Any = None):
        self.member = member
        self.schedule = Schedule.objects.filter(member=member).first() or Schedule(member=member)
        self.tired = queries.levels_of(member.pk)
        self.devices = list(queries.devices().filter(member=member).order_by("-created_at", "-pk"))
        current = queries.channels_of(member.pk)
        initial: dict[str, Any] = {name: getattr(self.schedule, name) for name in (*_OWN, *_DIGEST)}
        initial["hours"] = "own" if self.schedule.own else "site"
        for name, how in current.items():
            # The choice that was made, whatever came of it.
            initial |= {f"push-{name}": how.push}
            initial |= {f"app-{name}": how.app, f"mail-{name}": Delivery.IMMEDIATE if how.tired else how.mail}
        super().__init__(data, initial=initial)
        for kind in self.chosen:
            self.fields[f"app-{kind.name}"] = forms.BooleanField(label=_("Sous la cloche"), required=False)
            self.fields[f"mail-{kind.name}"] = forms.ChoiceField(label=_("Par mail"), choices=Delivery.choices)
            if self.devices:
                self.fields[f"push-{kind.name}"] = forms.BooleanField(label=_("Sur mes appareils"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("hours") == "site":
            # Fields that one does not see refuse nothing.
            for name in _OWN:
                self.errors.pop(name, None)
        return data

    @property
    def chosen(self) -> list[Kind]:
        return [kind for kind in kinds_for(self.member) if not kind.urgent]

    @property
    def always(self) -> list[Kind]:
        return [kind for kind in kinds_for(self.member) if kind.urgent]

    def rows(self) -> list[KindRow]:
        return [KindRow(self, kind, self.tired.get(kind.name)) for kind in self.chosen]

    @property
    def site_hours(self) -> Hours:
        return site_hours(self.member.site)

    @property
    def digest_rarer(self) -> str:
        """How often the digest comes, in words, where it grew rare."""
        tired = self.tired.get(DIGEST)
        return words.rarer(self.schedule, tired.level) if tired and self.schedule.digest_every != Every.NEVER else ""

    @cached_property
    def next_digest(self) -> Any:
        return Digest.objects.filter(member=self.member).values_list("next_at", flat=True).first()

    @property
    def digest_is_held(self) -> bool:
        """Whether quiet hours keep the next digest back from the day or hour that was chosen for it."""
        if not (due := self.next_digest):
            return False
        local, chosen = timezone.localtime(due), self.schedule
        weekly = chosen.digest_every == Every.WEEK
        return (local.hour, local.minute) != (chosen.daily_at.hour, chosen.daily_at.minute) or (
            weekly and local.weekday() != chosen.digest_weekday
        )

    def choices(self) -> dict[str, Choice]:
        data = self.cleaned_data
        return {
            kind.name: Choice(
                app=data[f"app-{kind.name}"], mail=Delivery(data[f"mail-{kind.name}"]), push=data.get(f"push-{kind.name}")
            )
            for kind in self.chosen
        }

    def schedule_fields(self) -> dict[str, Any]:
        own = self.cleaned_data["hours"] == "own"
        names = (*_DIGEST, *_OWN) if own else _DIGEST
        return {"own": own} | {name: self.cleaned_data[name] for name in names}


class QuietHoursForm(forms.Form):
    """The hours of a site, or of the organisation."""

    time_zone = forms.ChoiceField(
        label=_("Fuseau horaire"), error_messages={"invalid_choice": _("Choisissez un fuseau de la liste.")}
    )
    public_holidays = forms.ChoiceField(
        label=_("Jours fériés"), required=False, error_messages={"invalid_choice": _("Choisissez dans la liste.")}
    )
    quiet_from = _hour(_("Calme à partir de"))
    quiet_until = _hour(_("Jusqu'à"))
    quiet_weekends = forms.BooleanField(label=_("Le week-end aussi"), required=False)
    quiet_holidays = forms.BooleanField(label=_("Les jours fériés aussi"), required=False)

    def __init__(self, site: Site | None, data: Any = None):
        hours = site_hours(site)
        row = QuietHours.objects.filter(site=site).first()
        initial = {
            "time_zone": site.time_zone if site else hours.zone, "quiet_from": hours.start, "quiet_until": hours.end,
            "quiet_weekends": hours.weekends, "quiet_holidays": row.quiet_holidays if row else True,
            "public_holidays": public_holidays.listed((site or known.current()).public_holidays),
        }  # fmt: skip
        super().__init__(data, initial=initial)
        same = [("", _("Comme l'organisation"))] if site else []
        self.fields["time_zone"].choices = same + zones.choices()  # type: ignore[attr-defined]
        self.fields["time_zone"].required = site is None
        none = same or [("", _("Aucun"))]
        self.fields["public_holidays"].choices = none + public_holidays.choices()  # type: ignore[attr-defined]
