"""The jobs of notifications; what they do is in ``actions`` and ``inbound``."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from .actions import crowd as crowds
from .actions import digest, mail, push, weary
from .inbound import reading, refusals

_AGAIN = RetryStrategy(max_attempts=8, exponential_wait=3)


@app.task(name="notifications.gather-mails", queue="mails")
def gather_mails(recipient_ids: list[int]) -> None:
    mail.gather(recipient_ids=recipient_ids)
    push.gather(recipient_ids=recipient_ids)


# Jobs of the version before, scheduled for the end of somebody's night.
@app.task(name="notifications.gather", queue="mails")
def gather_mail(recipient_id: int, delivery: str) -> None:
    mail.gather(recipient_ids=[recipient_id])


@app.task(name="notifications.send", queue="mails")
def send_mail(mail_id: int) -> None:
    mail.send(mail_id=mail_id)


@app.task(name="notifications.push", queue="mails", retry=RetryStrategy(max_attempts=7, exponential_wait=4))
def send_push(device_id: int, notification_id: int) -> None:
    push.send(device_id=device_id, notification_id=notification_id)


@app.task(name="notifications.tell-batch", queue="events", retry=_AGAIN)
def tell_batch(crowd: str, entry_id: int, subject_id: int, after: int) -> None:
    crowds.tell_batch(crowd=crowd, entry_id=entry_id, subject_id=subject_id, after=after)


@app.task(name="notifications.write-digest", queue="mails")
def write_digest(member_id: int) -> None:
    digest.write_digest(member_id=member_id)


@app.periodic(cron="*/5 * * * *")
@app.task(name="notifications.tick", queue="mails", pass_context=False)
def tick(timestamp: int) -> None:
    mail.tick()
    reading.tick()
    digest.begin_digests()


@app.periodic(cron="40 * * * *")
@app.task(name="notifications.judge", queue="upkeep", pass_context=False)
def judge(timestamp: int) -> None:
    weary.judge()


@app.task(name="notifications.read_mail", queue="mails")
def read_mail(mail_id: int) -> None:
    reading.read(mail_id=mail_id)


@app.task(name="notifications.answer_mail", queue="mails", retry=RetryStrategy(max_attempts=8, exponential_wait=4))
def answer_mail(mail_id: int) -> None:
    refusals.answer(mail_id=mail_id)
