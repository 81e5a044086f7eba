"""Somebody who left traces wherever one can, with a name and a number that nobody else has."""

import io
import re
import uuid
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.filebased import EmailBackend
from django.db import connection
from PIL import Image as Drawing
from wagtail.images.models import Image
from wagtail.log_actions import log
from wagtail.models import Comment, Page, ReferenceIndex, UploadedFile
from wagtail.users.models import UserProfile

from essaim.content.models import ImportDraft as ContentDraft
from essaim.content.models import ProgrammePage
from essaim.conversations.actions.posts import delete_post, publish_in_discussion
from essaim.conversations.tests.factories import make_post, make_thread
from essaim.journal.models import Entry
from essaim.kernel import clock
from essaim.kernel.ids import new_key
from essaim.learning.models import Answer, Lesson, Progress
from essaim.notifications.models import Device, Mail, Preference, Schedule
from essaim.organisation.models import Objective, Organisation, Theme
from essaim.people.actions.arrival import request_arrival
from essaim.people.actions.drafts import choose_columns, keep_draft
from essaim.people.actions.invitations import invite_by_address, make_invitation_link
from essaim.people.actions.members import state_objectives
from essaim.people.actions.sign_in import make_link, request_link
from essaim.people.models import Member, Session
from essaim.people.queries import load_member
from essaim.people.tests.factories import make_audience, make_member, make_team

FIRST, LAST, EMAIL, NUMBER, ID = "Zéphyrine", "Quévremont", "zephyrine.quevremont@brindel.example", "MAT7719203", 918_273_645
# What must be nowhere afterwards, accents and case aside, in whatever encoding a file has.
TRACES = ["zephyrine", "quevremont", NUMBER.lower(), str(ID)]


def make_leaver(*roles: str) -> Member:
    """The person alone, with an id that one can look for."""
    Organisation.objects.update_or_create(pk=1, defaults={"email_domains": ["brindel.example"]})
    member = make_member(*roles, id=ID, first_name=FIRST, last_name=LAST, email=EMAIL, employee_number=NUMBER, team=make_team())
    return load_member(member.pk) or member


def leave_traces(leaver: Member, colleague: Member, lesson: Lesson, mails: Path) -> None:
    """Everything that the leaver and colleagues do with each other, through the actions where there are some."""
    _talk(leaver, colleague, lesson)
    _learn(leaver, lesson)
    _people(leaver, colleague)
    _edit(leaver, colleague)
    _mails(leaver, mails)


def _talk(leaver: Member, colleague: Member, lesson: Lesson) -> None:
    own = make_thread(
        leaver, title=f"{FIRST} {LAST} demande : qui sait ?", source=f"Bonjour,\n\nqui sait ?\n\nBien à vous,\n{FIRST}"
    )
    make_post(
        colleague,
        own,
        f"Merci @[{FIRST} {LAST}](member:{leaver.pk}), et `@{FIRST}`… demandez à {FIRST.upper()} {LAST.upper()}.".replace(
            f", et `@{FIRST}`…", ","
        ),
    )
    make_post(leaver, own, f"Écrivez-moi : {EMAIL}, matricule {NUMBER}. Mme {LAST}")
    theirs = make_thread(
        colleague, title=f"Le départ de {LAST} {FIRST}", source=f"Voir [sa page](/people/members/{leaver.pk}/)."
    )
    answer = make_post(leaver, theirs, f"C'est la mienne.\n\n{FIRST} {LAST}")
    make_post(colleague, theirs, "Merci.", parent_id=answer.pk)
    delete_post(actor=leaver, post_id=make_post(leaver, theirs, f"À oublier. {FIRST} {LAST}").pk)
    publish_in_discussion(
        actor=leaver, anchor_type="lesson", anchor_id=lesson.pk, key=new_key(), source=f"Vu, {FIRST}.", language="fr"
    )
    make_thread(leaver, title="Je me présente", source=f"Je suis {FIRST}.", anchor=None)
    Entry.objects.create(
        type="conversations.thread-started", actor_id=colleague.pk, subject_type="thread", subject_id=1, occurred_at=clock.now(),
        payload={"post_id": 1, "kind": "discussion", "anchor_type": "introduction", "anchor_id": leaver.pk, "mentioned": [leaver.pk, 2]},
    )  # fmt: skip


def _learn(leaver: Member, lesson: Lesson) -> None:
    Progress.objects.create(member=leaver, lesson=lesson, begun_at=clock.now())
    Answer.objects.create(
        member=leaver, lesson=lesson, block_id=uuid.uuid4(), kind="reflection", payload={"text": f"Moi, {FIRST} {LAST}"}, answered_at=clock.now()
    )  # fmt: skip


def _people(leaver: Member, colleague: Member) -> None:
    theme = Theme.objects.create(slug="theme", name="Thème")
    state_objectives(actor=leaver, objectives=[Objective.objects.create(slug="o", name="Un objectif", theme=theme)])
    make_audience("autres", leaver, colleague)
    make_link(member=leaver, target=f"/people/members/{leaver.pk}/")
    request_link(email=EMAIL, key=new_key())
    invite_by_address(actor=colleague, email=EMAIL, target="/", key=new_key())
    invite_by_address(actor=leaver, email="nouveau@brindel.example", target=f"/people/members/{leaver.pk}/", key=new_key())
    link = make_invitation_link(actor=leaver, key=new_key())
    request_arrival(secret=link.secret, email=EMAIL, first_name=FIRST, last_name=LAST, key=new_key())
    Member.objects.filter(pk=colleague.pk).update(manager=leaver)
    make_member("champion").grants.update(granted_by=leaver)
    draft = keep_draft(
        actor=colleague,
        file_name="annuaire.csv",
        content=f"Nom;Prénom;Adresse e-mail\n{LAST};{FIRST};{EMAIL}\n".encode("cp1252"),
    )
    choose_columns(actor=colleague, draft=draft, columns=draft.columns)
    Preference.objects.create(member=leaver, kind="conversations.reply", delivery="daily")
    Schedule.objects.create(member=leaver)
    signed_in = Session.objects.create(session_key="leaver-device", member=leaver, session_data="", expire_date=clock.now())
    Device.objects.create(
        member=leaver, session=signed_in, endpoint="https://push.example.org/1", p256dh="p", auth="a", created_at=clock.now()
    )
    Mail.objects.create(recipient=leaver, delivery="daily", message_id="<1>", created_at=clock.now(), next_try_at=clock.now())


def _edit(leaver: Member, colleague: Member) -> None:
    page = ProgrammePage(
        title=f"Le programme de {FIRST} {LAST}", slug="le-programme", owner=leaver, sponsor=leaver, summary=f"Par {FIRST} {LAST}.",
        intention=f"<p>Écrire à {EMAIL}.</p>",
    )  # fmt: skip
    Page.objects.get(depth=1).add_child(instance=page)
    page.facilitators = [leaver, colleague]
    Comment.objects.create(page=page, user=leaver, text=f"Signé {FIRST}", contentpath="title")
    Comment.objects.create(page=page, user=colleague, text=f"Vu avec {FIRST} {LAST}", contentpath="title")
    page.save_revision(user=leaver, log_action=True).publish(user=leaver)
    log(page, "wagtail.edit", user=leaver, data={"note": f"{FIRST} {LAST}"})
    drawn = io.BytesIO()
    Drawing.new("RGB", (2, 2)).save(drawn, "PNG")
    Image.objects.create(
        title=f"Portrait de {FIRST} {LAST}", uploaded_by_user=leaver, file=ContentFile(drawn.getvalue(), "portrait.png")
    )
    UserProfile.objects.create(user=leaver).avatar.save(f"{FIRST}-{LAST}.png", ContentFile(f"portrait {FIRST} {LAST}".encode()))
    UploadedFile.objects.create(
        for_content_type=ContentType.objects.get_for_model(Image),
        uploaded_by_user=leaver,
        file=ContentFile(LAST.encode(), name="x.png"),
    )
    ReferenceIndex.create_or_update_for_object(page)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("sequences/s/sequence.md", f"Par {FIRST} {LAST}")
    ContentDraft.objects.create(uploader=colleague, file_name="s.zip", archive=packed.getvalue())


def _mails(leaver: Member, folder: Path) -> None:
    for to, words in (
        (EMAIL, "Bonjour"),
        ("autre@brindel.example", f"Bonjour, {FIRST} {LAST} vous répond"),
        ("tiers@brindel.example", "Bonjour"),
    ):
        message = EmailMultiAlternatives("Essaim", words, to=[to])
        message.attach_alternative(f"<p>{words}</p>", "text/html")
        EmailBackend(file_path=folder).send_messages([message])


def run_jobs() -> None:
    """The worker: every job that waits and whose hour has come, until none does."""
    import json

    from procrastinate.contrib.django import app

    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM procrastinate_jobs WHERE status = 'todo' AND COALESCE(scheduled_at, now()) <= now() RETURNING id, task_name, args"
            )
            rows = sorted(cursor.fetchall())
        if not rows:
            return
        for _id, task, args in rows:
            app.tasks[task](**(json.loads(args) if isinstance(args, str) else args))


def everywhere(folders: list[Path]) -> list[str]:
    """Where a trace is: every column of every table, and every file by its name and by what is in it."""
    return [
        *_in_database(),
        *(str(path) for folder in folders for path in folder.rglob("*") if path.is_file() and _in_file(path)),
    ]


def _in_database() -> list[str]:
    found = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name, udt_name FROM information_schema.columns c "
            "JOIN information_schema.tables t USING (table_schema, table_name) "
            "WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1, 2"
        )
        for table, column, type in cursor.fetchall():
            # The one number that is kept, so that a restored backup can be cleaned again.
            if (table, column) == ("privacy_erasure", "member_id"):
                continue
            cursor.execute(
                f'SELECT "{column}"' + ("" if type == "bytea" else "::text") + f' FROM "{table}" WHERE "{column}" IS NOT NULL'
            )
            if any(_speaks(_readable(value)) for (value,) in cursor.fetchall()):
                found.append(f"{table}.{column}")
    return found


def _readable(value: Any) -> str:
    if not isinstance(value, memoryview | bytes):
        return str(value)
    data = bytes(value)
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return " ".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    return data.decode("utf-8", "replace") + data.decode("cp1252", "replace")


def _in_file(path: Path) -> bool:
    import email
    from email import policy

    message = email.message_from_bytes(path.read_bytes(), policy=policy.default)
    parts = " ".join(
        str(part.get_payload(decode=True) or b"", "utf-8", "replace") for part in message.walk() if not part.is_multipart()
    )
    return _speaks(f"{path.name} {message['To']} {message['Subject']} {parts} {_readable(path.read_bytes())}")


def _speaks(text: str) -> bool:
    from essaim.kernel.names import fold

    # As a form sends it, and as programs write JSON: letters with accents are numbers.
    forms = (text, unquote_plus(text), re.sub(r"\\+u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text))
    return any(trace in fold(form) for form in forms for trace in TRACES)
