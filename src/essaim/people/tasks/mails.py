"""Mails leave from the worker, at least once, each with the Message-ID of what caused it."""
