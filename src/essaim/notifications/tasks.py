"""The jobs of notifications; what they do is in ``actions.mail`` and ``inbound``."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from .actions import mail
from .inbound import reading, refusals


@app.task(name="notifications.gather", queue="mails")
def gather_mail(recipient_id: int, delivery: str) -> None:
    mail.gather(recipient_id=recipient_id, delivery=delivery)


@app.task(name="notifications.send", queue="mails")
def send_mail(mail_id: int) -> None:
    mail.send(mail_id=mail_id)


@app.periodic(cron="*/5 * * * *")
@app.task(name="notifications.tick", queue="mails", pass_context=False)
def tick(timestamp: int) -> None:
    mail.tick()
    reading.tick()


@app.task(name="notifications.read_mail", queue="mails")
def read_mail(mail_id: int) -> None:
    reading.read(mail_id=mail_id)


@app.task(name="notifications.answer_mail", queue="mails", retry=RetryStrategy(max_attempts=8, exponential_wait=4))
def answer_mail(mail_id: int) -> None:
    refusals.answer(mail_id=mail_id)
