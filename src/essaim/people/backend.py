"""Password sign-in by e-mail address or employee number, through allauth, which slows brute force down."""

from allauth.account.auth_backends import AuthenticationBackend

from .models import Member


class MemberBackend(AuthenticationBackend):
    def get_user(self, user_id: int) -> Member | None:
        from .queries import load_member

        return load_member(user_id)

    def _authenticate_by_email(self, email: str, password: str) -> Member | None:
        # One look-up by index instead of allauth's two without.
        from .queries import member_called

        return self._check_password(member_called(email), password)
