"""The worker's wiring: what runs from time to time, and how often."""

from procrastinate import App


def on_app_ready(app: App) -> None:
    """Called by procrastinate once its app is ready; periodic tasks are declared beside what they do (``tasks.py``)."""
