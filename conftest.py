"""Makes our database win: between two plugins that name a fixture alike, pytest's choice is a matter of luck."""

from tests.plugins.database import django_db_setup, worker_id

__all__ = ["django_db_setup", "worker_id"]
