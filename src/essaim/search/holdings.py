"""What the search holds about a member (essaim.privacy): a document with what the directory shows to all."""

from collections.abc import Iterable

from django.db import connection
from django.utils.translation import gettext_lazy as _

from essaim.privacy.api import Basis, Holding, Leaver, Part, Period, Reader, impersonal, register

from .actions.index import index_documents
from .members import KIND
from .models import IndexedDocument


def declare() -> None:
    register(
        Holding(
            name="search.document",
            inner=True,
            title=_("Index de recherche"),
            what=_("nom, fonction, métier, équipe et site ; les mots des fils où la personne a écrit"),
            purpose=_("retrouver une personne ou ce qui a été dit"),
            basis=Basis.INTEREST,
            keep=Period(until=_("comme ce qui est indexé")),
            readers={Reader.COLLEAGUES: _("ce qu'ils peuvent déjà lire ailleurs")},
            tables=("search_document",),
            export=export,
            forget=lambda leaver: 0,
            forgetting=_("réécrit aussitôt, sans la personne"),
            afterwards=forget,
        )
    )
    impersonal("words and how often they occur; a word that no document has any more is removed", "search_term", "search_word")
    impersonal("how much there is in all", "search_corpus")


def export(member_id: int, limit: int | None) -> Iterable[Part]:
    documents = IndexedDocument.objects.filter(kind=KIND, object_id=member_id).order_by("pk")
    yield Part(
        "documents", _("Ce que la recherche sait de vous"), {"title": _("Titre"), "body": _("Texte")},
        [{"title": document.title, "body": document.body} for document in documents],
    )  # fmt: skip


def forget(leaver: Leaver) -> None:
    """Indexes again, in the same transaction, whatever still says the name: its sources do not say it any more."""
    index_documents(kind=KIND, ids=[leaver.member_id])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind, array_agg(DISTINCT object_id) FROM search_document WHERE title ~* %(p)s OR body ~* %(p)s GROUP BY kind",
            {"p": leaver.traces.pattern},
        )
        named = cursor.fetchall()
    for kind, ids in named:
        index_documents(kind=kind, ids=ids)
