"""Password sign-in by e-mail address, through allauth, which slows brute force down."""

from allauth.account.auth_backends import AuthenticationBackend

from .models import Member


class MemberBackend(AuthenticationBackend):
    def get_user(self, user_id: int) -> Member | None:
        from .queries import load_member

        return load_member(user_id)
