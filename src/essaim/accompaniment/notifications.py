"""Who hears of what: the other one of the two. The words say nothing of what it is about, or between whom: mails are seen."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from essaim.journal import api as journal
from essaim.notifications import api as notifications

from .events import AccompanimentAsked, AccompanimentDue, AccompanimentMoved, TestimonyMoved
from .models import Accompaniment

KIND = "accompaniment.accompaniment"


def register() -> None:
    notifications.register(
        notifications.Kind(KIND, gettext_lazy("On me demande un coup de main, ou on répond au mien"), "immediate", order=15)
    )


def address(id: int) -> str:
    return f"/accompaniment/accompaniments/{id}/"


@journal.consumes(AccompanimentAsked)
def tell_of_request(entry_id: int, event: AccompanimentAsked) -> None:
    if row := _row(event.subject_id):
        _tell(entry_id, row, [row.helper_id], lambda: _("Un collègue vous demande un coup de main"), event.actor_id)


@journal.consumes(AccompanimentMoved)
def tell_of_move(entry_id: int, event: AccompanimentMoved) -> None:
    row = _row(event.subject_id)
    if row is None or event.step in ("met", "not-met"):
        return
    words: dict[str, Callable[[], str]] = {
        "proposed": lambda: _("Un autre moment vous est proposé"),
        "accepted": lambda: _("Votre rendez-vous est pris"),
        "declined": lambda: _("Une réponse à votre demande"),
        "reached": lambda: _("Des nouvelles d'un coup de main"),
    }
    title = words.get(event.step, lambda: _("Un coup de main est terminé"))
    other = row.helper_id if event.actor_id == row.asker_id else row.asker_id
    _tell(entry_id, row, [other], title, event.actor_id, step=event.step)


@journal.consumes(AccompanimentDue)
def tell_of_time(entry_id: int, event: AccompanimentDue) -> None:
    row = _row(event.subject_id)
    if row is None or not row.is_going_on:
        return
    if event.step == "meeting":
        _tell(entry_id, row, [row.asker_id, row.helper_id], lambda: _("Vous êtes-vous vus ?"))
    elif event.step == "follow-up":
        _tell(entry_id, row, [row.asker_id], lambda: _("Y arrivez-vous maintenant ?"))
    elif row.state == "asked":
        answers, waits = (row.helper_id, row.asker_id) if row.proposed_by_asker else (row.asker_id, row.helper_id)
        _tell(entry_id, row, [answers], lambda: _("Un collègue attend votre réponse"))
        if row.proposed_by_asker:
            _tell(entry_id, row, [waits], lambda: _("Pas encore de réponse : vous pouvez demander à quelqu'un d'autre"))


@journal.consumes(TestimonyMoved)
def tell_of_testimony(entry_id: int, event: TestimonyMoved) -> None:
    row = _row(event.subject_id)
    if row is None:
        return
    words: dict[str, Callable[[], str]] = {
        "written": lambda: _("Un témoignage attend votre accord"),
        "published": lambda: _("Votre témoignage est publié"),
        "taken-back": lambda: _("Un témoignage est retiré"),
    }
    if title := words.get(event.step):
        other = row.helper_id if event.actor_id == row.asker_id else row.asker_id
        url = f"/accompaniment/testimonies/{row.pk}/"
        _tell(entry_id, row, [other], title, event.actor_id, url, step=event.step)


# What may come again before anybody looks, another moment, a testimony written anew, is told once. Every other step is a
# notification of its own, and so is what time brings: its mail is to leave.
_AGAIN = {"proposed", "written"}


def _row(id: int) -> Accompaniment | None:
    return Accompaniment.objects.filter(pk=id).first()


def _tell(
    entry_id: int, row: Accompaniment, members: list[int | None], title: Callable[[], str], actor_id: int | None = None,
    url: str = "", step: str = "",
) -> None:  # fmt: skip
    if ids := [id for id in members if id]:
        topic = f"accompaniment-{step}:{row.pk}" if step in _AGAIN else ""
        notifications.notify(
            kind=KIND,
            recipients=ids,
            entry_id=entry_id,
            title=title,
            url=url or address(row.pk),
            actor_id=actor_id,
            topic=topic,
        )
