"""Every column in which somebody writes is searched for names, and the scene of these tests fills them all."""

from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

from essaim.people.models import Member
from essaim.privacy.holdings import all_holdings, free_texts

from .leaver import everywhere

# Words that nobody writes about a colleague: what a machine keeps, what goes with its row, what the organisation is called.
NOT_WRITTEN = {
    "journal_entry": ["type", "payload"],
    "organisation_organisation": ["name"],
    **{f"organisation_{noun}": ["name", "name_en"] for noun in ("jobfamily", "site", "theme")},
    "privacy_erasure": ["found", "leave", "by_hand", "files", "report", "residue"],
    "people_audience": ["rule"],
    "accompaniment_figures": ["rows"],
    # Written with every act, and changed by nobody: names of members stand by number, details name roles and audiences.
    "people_auditentry": ["actor_name", "subject_name", "details"],
    "people_importdraft": ["file_name", "columns", "plan", "fingerprint"],
    "people_invitation": ["digest", "email", "target"],
    "people_signinlink": ["digest", "target"],
    "people_member": ["password", "email", "first_name", "last_name", "sort_key"],
    "people_objectiveproposal": ["shown_answered", "shown_taken"],
    "people_session": ["session_data", "device"],
    "people_setuplink": ["digest"],
    "people_signinsettings": [
        "company_name", "issuer", "client_id", "sealed_secret", "scopes", "job_family_claim", "team_claim", "site_claim", "groups_claim",
        "group_roles",
    ],
    "people_companyaccount": ["issuer", "subject"],
    "people_calendarfeed": ["digest"],
    "people_token": ["digest"],
    "notifications_mail": ["message_id"],
    "notifications_device": ["name", "endpoint", "p256dh"],
    "notifications_pushkey": ["public", "private"],
    "notifications_notification": ["url", "page", "topic"],
    # The mail itself is bytes, and goes whole with whoever is named in it.
    "notifications_receivedmail": ["recipient", "envelope_sender", "words", "page"],
    "search_document": ["title", "body", "url", "meta"],
    "search_term": ["term"],
    "search_word": ["word", "folded", "term"],
    "content_importdraft": ["file_name", "report"],
    "content_fileuse": ["address"],
    **{f"{table}page": ["import_digest"] for table in ("content_programme", "learning_sequence", "learning_lesson")},
    "learning_answer": ["payload"],
    "learning_starterimport": ["problem"],
    "announcements_announcement": ["shown_seen"],
    "adoption_coveragesnapshot": ["rows", "hidden", "private"],
    "adoption_teamfigures": ["sequences"],
    "adoption_reckoning": ["atoms"],
    "rest_keptanswer": ["key", "fingerprint", "body"],
    "config_backup": ["place"],
    "conversations_attachment": ["media_type", "path"],
    # Where it was begun, and what was chosen there: kind, theme, audiences.
    "conversations_draft": ["place", "fields"],
    "conversations_post": ["reactions"],
}  # fmt: skip

pytestmark = pytest.mark.django_db(transaction=False)


def test_the_scene_fills_every_table_that_is_held_and_every_free_text(
    scene: tuple[Member, Member], folders: list[Path]
) -> None:
    """What it leaves empty is not searched: a new table, or a new column, comes into the scene (corners.py)."""
    tables = {table for holding in all_holdings() for table in holding.tables}
    with connection.cursor() as cursor:
        empty = {table for table in sorted(tables) if not cursor.execute(f'SELECT FROM "{table}" LIMIT 1').fetchall()}
    assert empty == set()
    found = set(everywhere(folders))
    free = {f"{table}.{column}" for table, text in free_texts for column in text.columns}
    assert free - found == set()


def test_every_column_in_which_somebody_writes_is_a_free_text(db: None) -> None:
    """A new column of words is in ``register_texts``, or here with what it is instead."""
    free = {(table, column) for table, text in free_texts for column in text.columns}
    written = {
        (model._meta.db_table, field.column)
        for model in apps.get_models()
        if model.__module__.startswith("essaim.")
        for field in model._meta.local_fields
        if field.get_internal_type() in ("CharField", "TextField", "JSONField", "URLField")
        and not field.choices
        and (field.max_length is None or field.max_length > 60)
    }
    assert written - free - {(table, column) for table, columns in NOT_WRITTEN.items() for column in columns} == set()
