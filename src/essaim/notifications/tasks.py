"""The jobs of notifications; what they do is in ``actions.mail``."""

from procrastinate.contrib.django import app

from .actions import mail


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
