"""The queue of jobs (procrastinate), and what a job itself puts into it."""

from procrastinate import App
from procrastinate.connector import BaseAsyncConnector
from procrastinate.contrib.django.django_connector import DjangoConnector


class Connector(DjangoConnector):
    """A job that is queued goes through the connection of the act that queues it, and comes with its transaction."""

    def get_worker_connector(self) -> BaseAsyncConnector:
        """For a worker. Its own connections fetch jobs and end them. With them alone what a job queues would be there at once, for
        the worker beside it, which would not find yet what the job is about: indexing, mails to send."""
        connector = super().get_worker_connector()
        connector.get_sync_connector = lambda: self  # type: ignore[method-assign]
        return connector


def connect(app: App) -> None:
    """Called when procrastinate's application is ready (PROCRASTINATE_ON_APP_READY)."""
    app.connector = app.job_manager.connector = Connector()
