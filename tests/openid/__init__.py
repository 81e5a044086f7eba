"""A real OpenID provider for the tests: django-oauth-toolkit, in a process of its own on loopback."""
