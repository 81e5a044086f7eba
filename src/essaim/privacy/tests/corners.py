"""The rest of what is held: somebody's name in every table that a holding declares, and in every text that is free."""

import base64
import json
import uuid
from datetime import timedelta
from urllib.parse import urlencode

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from taggit.models import Tag
from wagtail.admin.models import EditingSession, FormState
from wagtail.documents.models import Document
from wagtail.log_actions import log
from wagtail.models import Comment, CommentReply, Page, PageSubscription, Task, TaskState, Workflow, WorkflowState

from essaim.accompaniment.actions.counting import count_week
from essaim.accompaniment.actions.testimonies import agree_testimony, write_testimony
from essaim.accompaniment.actions.volunteering import Offer, volunteer
from essaim.accompaniment.tests.factories import make_met
from essaim.adoption.actions.coverage import take_snapshot
from essaim.announcements.actions.reading import put_away
from essaim.announcements.tests.factories import make_announcement, make_draft
from essaim.content.models import ProgrammePage
from essaim.conversations.actions.attachments import Chosen, IncomingFile, attach
from essaim.conversations.actions.drafts import Begun, save_draft
from essaim.conversations.actions.introductions import decline_introduction
from essaim.conversations.actions.posts import edit_post
from essaim.conversations.actions.reactions import react
from essaim.conversations.actions.writing import Enclosed
from essaim.conversations.models import Level, Post, ThemeFollow, Visit
from essaim.conversations.tests.factories import make_thread
from essaim.integrations.rest.models import KeptAnswer
from essaim.kernel import clock
from essaim.kernel.ids import new_key
from essaim.learning.models import Lesson, LessonPage, StarterImport
from essaim.notifications.models import Digest, Mail, ReceivedMail, Weariness
from essaim.organisation.models import Objective, Team, Theme
from essaim.people.actions.calendars import make_feed
from essaim.people.actions.invitations import invite_by_address
from essaim.people.actions.proposals import answer_proposal, propose_objective
from essaim.people.actions.second_step import turn_authenticator_on
from essaim.people.actions.teams import When, add_team_date, change_team_text, remove_team_date
from essaim.people.actions.tokens import create_token
from essaim.people.actions.topics import state_topics
from essaim.people.models import CompanyAccount, InvitationAcceptance, Member, Scope, TokenUse
from essaim.people.tests.factories import make_audience, make_member
from essaim.privacy.actions.archives import ask_archive
from essaim.privacy.holdings import free_texts
from essaim.privacy.models import RecordNotes
from essaim.privacy.sweep import columns

from .moderated import leave_in_polls


def leave_in_corners(leaver: Member, colleague: Member, lesson: Lesson, name: str, email: str) -> None:
    """Whatever ``leaver.leave_traces`` does not do; ``name`` stands wherever colleagues write."""
    _in_the_team(leaver, colleague, name)
    _at_the_door(leaver, colleague, name, email)
    _announced(leaver, colleague, name)
    _accompanied(leaver, colleague, name)
    _in_the_editor(leaver, colleague, name)
    leave_in_polls(leaver, colleague, name)
    _answered_by_mail(leaver, colleague, name, email)
    _beside_posts(leaver, colleague, name)
    _came_and_read(leaver, colleague, name)
    take_snapshot()
    ask_archive(actor=leaver)
    ask_archive(actor=colleague)
    decline_introduction(actor=leaver)
    StarterImport.objects.create(language="fr", slug="s", chosen_by=leaver, chosen_at=clock.now(), problem="")
    RecordNotes.objects.update_or_create(pk=1, defaults={"officer": name, "controller": name})
    # Asked by the leaver for somebody else: their number stands there too.
    _write_in_every_free_text(name)


def _beside_posts(leaver: Member, colleague: Member, name: str) -> None:
    """Files, reactions, versions and drafts: theirs, and colleagues' that name them."""
    mention = f"@[{name}](member:{leaver.pk})"
    for author, other in ((leaver, colleague), (colleague, leaver)):
        given = attach(actor=author, files=[IncomingFile(f"Le plan de {name}.txt", "text/plain", b"Un plan.")])[0]
        attach(actor=author, files=[IncomingFile(f"Jamais publié, par {name}.txt", "text/plain", b"Rien.")])
        post = Post.objects.get(thread=make_thread(author, source=f"Avec {mention}.", enclosed=Enclosed([Chosen(given.key)])))
        edit_post(actor=author, post_id=post.pk, source="Avec quelqu'un.", language="fr", title=f"Le plan de {name}")
        edit_post(actor=author, post_id=post.pk, source=f"Avec {mention} et {name}.", language="fr", title="Un plan")
        react(actor=other, post_id=post.pk, meaning="thanks")
        save_draft(actor=author, place="new", key=new_key(), begun=Begun(f"Dire à {mention} et {name}", title=f"Pour {name}"))


def _came_and_read(leaver: Member, colleague: Member, name: str) -> None:
    now, theme = clock.now(), Theme.objects.get_or_create(slug="paie", defaults={"name": "Paie"})[0]
    Visit.objects.create(member=leaver, at=now, post_id=0)
    ThemeFollow.objects.create(member=leaver, theme=theme, level=Level.WATCHED, since=now)
    Weariness.objects.create(member=leaver, kind="digest", unvisited=1)
    Digest.objects.create(member=leaver, looked_at=now)
    told = [{"title": f"{name} vous attend", "why": f"Parce que {name} le demande.", "url": "/"}]
    Mail.objects.create(
        recipient=colleague,
        delivery="digest",
        message_id="<digest@example.org>",
        items=told,
        created_at=now,
        next_try_at=now,
        closed_at=now,
    )


def _in_the_team(leaver: Member, colleague: Member, name: str) -> None:
    team = leaver.team
    assert team is not None
    for _n in range(2):
        make_member(team=team, manager=leaver)
    Team.objects.create(name=f"Équipe de {name}", parent=team, ancestor_ids=[team.pk])
    Member.objects.filter(pk=colleague.pk).update(team=team, job_title=f"Assistante de {name}")
    make_audience("equipe-de", leaver, colleague).memberships.model.objects.filter(member=colleague)
    page = change_team_text(actor=leaver, team=team, source=f"Avec {name}.", version=0, language="fr")
    change_team_text(actor=colleague, team=team, source=f"Toujours avec {name}.", version=page.version, language="fr")
    when = When(title=f"Pot de {name}", day=clock.today(), place=f"Bureau de {name}")
    date = add_team_date(actor=colleague, team=team, key=new_key(), when=when)
    remove_team_date(actor=leaver, team=team, date_id=date.pk)
    add_team_date(actor=leaver, team=team, key=new_key(), when=when)
    state_topics(actor=leaver, topics=["La paie"])
    state_topics(actor=colleague, topics=[f"Ce que faisait {name}"])
    make_feed(actor=leaver)
    objective = Objective.objects.order_by("pk")[0]
    propose_objective(actor=leaver, key=new_key(), objective=objective, note=f"Voyez {name}")
    Member.objects.filter(pk=leaver.pk).update(manager=colleague)
    proposal = propose_objective(actor=colleague, key=new_key(), objective=objective, note=f"Pour {name}")
    answer_proposal(actor=leaver, proposal_id=proposal.pk, answer="declined")
    Member.objects.filter(pk=leaver.pk).update(manager=None)


def _at_the_door(leaver: Member, colleague: Member, name: str, email: str) -> None:
    Client().force_login(leaver)
    CompanyAccount.objects.create(member=leaver, issuer="https://accounts.example", subject=email)
    turn_authenticator_on(actor=leaver, secret="JBSWY3DPEHPK3PXP")
    Authenticator.objects.create(user=leaver, type=Authenticator.Type.WEBAUTHN, data={"name": f"Clé de {name}"})
    address = EmailAddress.objects.create(user=leaver, email=email)
    EmailConfirmation.objects.create(email_address=address, key=uuid.uuid4().hex)
    for owner in (leaver, colleague):
        token, _secret = create_token(
            actor=owner, member=owner, name=f"Script de {name}", scopes=[Scope.READ], lifetime=timedelta(days=30), key=new_key()
        )
        TokenUse.objects.create(token=token, minute=1, calls=1, last_used_on=clock.today())
        # As programs get it: JSON with letters as numbers.
        KeptAnswer.objects.create(
            member=owner, key="k", fingerprint="f", status=200, created_at=clock.now(), body=json.dumps({"author": name})
        )
    invited = invite_by_address(actor=colleague, email="autre@brindel.example", target="/", key=new_key())
    invited.words, invited.target_title = f"{name} m'a parlé de vous", f"Le programme de {name}"
    invited.save()
    InvitationAcceptance.objects.create(invitation=invited, member=leaver, accepted_at=clock.now())
    cache.set(f"sign-in:{email}", 1, 3600)
    Member.user_permissions.through.objects.create(member_id=leaver.pk, permission_id=_any("auth_permission"))
    Member.groups.through.objects.get_or_create(member_id=leaver.pk, group_id=_any("auth_group"))


def _answered_by_mail(leaver: Member, colleague: Member, name: str, email: str) -> None:
    """Each answered once by mail; the colleague quotes the leaver, in letters that no search of the table can read."""
    quoted = base64.encodebytes(f"Oui.\n\nLe 3 juin 2025 à 14:02, {name} a écrit :\n> Et chez vous ?\n".encode()).decode()
    for member, sender in ((leaver, email), (colleague, colleague.email)):
        raw = f"From: {sender}\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n{quoted}"
        ReceivedMail.objects.create(
            key=new_key(), member=member, recipient="reply+x@reponses.example", envelope_sender=sender, raw=raw.encode(),
            received_at=clock.now(), next_try_at=clock.now(), closed_at=clock.now(), state="posted",
        )  # fmt: skip


def _announced(leaver: Member, colleague: Member, name: str) -> None:
    own = make_announcement(leaver, title=f"Un mot de {name}", source=f"Bonjour,\n\n{name}")
    make_announcement(colleague, title=f"{name} nous quitte", source=f"Merci à {name}.")
    make_draft(colleague, title=f"Brouillon sur {name}", source=f"Ce que {name} a fait.")
    put_away(actor=leaver, announcement_id=own.pk, opened=True)


def _accompanied(leaver: Member, colleague: Member, name: str) -> None:
    """Each helped the other; what they told of it is published, and once waits."""
    for asker, helper in ((leaver, colleague), (colleague, leaver)):
        made = make_met(asker, helper, text=f"Je demande à {name}.", place=f"Bureau de {name}")
        kept = write_testimony(
            actor=asker, id=made.pk, title=f"Avec {name}", source=f"Merci à {name}.", language="fr", signs=True
        )  # fmt: skip
        if asker == leaver:
            agree_testimony(actor=helper, id=made.pk, version=kept.version, signs=True)
    volunteer(actor=colleague, offer=Offer(willing=True, topics=[f"Ce que faisait {name}"]))
    count_week()


def _in_the_editor(leaver: Member, colleague: Member, name: str) -> None:
    page = ProgrammePage.objects.order_by("pk").last()
    assert page is not None
    kind = ContentType.objects.get_for_model(ProgrammePage)
    comment = Comment.objects.filter(page=page, user=colleague).order_by("pk").last()
    for user in (leaver, colleague):
        CommentReply.objects.create(comment=comment, user=user, text=f"{name} a raison")
        PageSubscription.objects.create(user=user, page=page, comment_notifications=True)
        EditingSession.objects.create(user=user, content_type=kind, object_id=str(page.pk), last_seen_at=clock.now())
        data = urlencode({"title": f"Page de {name}"})
        FormState.objects.create(user=user, content_type=kind, object_id=str(page.pk), data=data, last_updated_at=clock.now())
    flow = WorkflowState.objects.create(
        workflow=Workflow.objects.create(name="Relecture"), base_content_type=ContentType.objects.get_for_model(Page),
        content_type=kind, object_id=str(page.pk), requested_by=leaver,
    )  # fmt: skip
    TaskState.objects.create(
        workflow_state=flow, task=Task.objects.create(name="Relire"), revision=page.latest_revision, finished_by=leaver,
        comment=f"Relu par {name}", content_type=ContentType.objects.get_for_model(TaskState),
    )  # fmt: skip
    document = Document.objects.create(
        title=f"Note de {name}", file=ContentFile(b"Sans nom.", "note.txt"), uploaded_by_user=leaver
    )
    document.tags.add(name)
    Tag.objects.get(name=name)
    log(document, "wagtail.edit", user=leaver, data={"note": name})


def _write_in_every_free_text(name: str) -> None:
    """A colleague wrote the name in the first row of each; JSON is made by the actions above, it has a shape."""
    known = {(column.table, column.name): column for column in columns()}
    for table, text in free_texts:
        for one in text.columns:
            if known[table, one].type in ("text", "varchar"):
                with connection.cursor() as cursor:
                    cursor.execute(
                        f'UPDATE "{table}" SET "{one}" = %s WHERE "{text.pk}" = (SELECT max("{text.pk}") FROM "{table}") '
                        f'AND NOT EXISTS (SELECT FROM "{table}" WHERE "{one}"::text LIKE %s)',
                        [f"Vu avec {name}", f"%{name}%"],
                    )
    blocks = json.dumps([{"type": "text", "id": str(uuid.uuid4()), "value": f"<p>Par {name}</p>\n{name}"}])
    with connection.cursor() as cursor:
        for table in ("learning_lessonpage", "learning_lessontext"):
            cursor.execute(f'UPDATE "{table}" SET body = %s', [blocks])
    # A revision keeps what is in a block as JSON inside JSON, letters with accents as numbers.
    for lesson in LessonPage.objects.order_by("pk"):
        lesson.save_revision()


def _any(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT min(id) FROM "{table}"')
        return int(cursor.fetchone()[0])
