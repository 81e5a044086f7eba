from django.db import transaction
from django.db.models import F, Q

from essaim.conversations.models import Kind, SameQuestion, Thread
from essaim.people.models import Member


@transaction.atomic
def say_same_question(*, actor: Member, thread_id: int, same: bool) -> int:
    """Says that a question is the actor's too, or no longer. Saying it twice changes nothing. Returns how many say so.

    Raises Thread.DoesNotExist for what is not a question of somebody else that the actor may see.
    """
    questions = Thread.objects.visible_to(actor).filter(kind=Kind.QUESTION).filter(~Q(author=actor) | Q(author=None))
    thread = questions.select_for_update(of=("self",)).get(pk=thread_id)
    said = SameQuestion.objects.filter(thread=thread, member=actor)
    changed = int(SameQuestion.objects.get_or_create(thread=thread, member=actor)[1]) if same else -said.delete()[0]
    if changed:
        Thread.objects.filter(pk=thread.pk).update(same_count=F("same_count") + changed)
    return thread.same_count + changed
