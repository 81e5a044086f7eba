"""Signing in with the company's accounts: OpenID Connect, with whatever provider the company has."""

from .provider import Arrival, Provider, begin, current_provider, finish, sign_out_address

__all__ = ["Arrival", "Provider", "begin", "current_provider", "finish", "sign_out_address"]
