import json
from typing import Any

from django.conf import settings
from oauth2_provider.oauth2_validators import OAuth2Validator


class Claims(OAuth2Validator):
    """Says of somebody what the test wrote down in people.json, whatever the scope."""

    oidc_claim_scope = None

    def get_additional_claims(self, request: Any) -> dict[str, Any]:
        people: dict[str, dict[str, Any]] = json.loads((settings.FOLDER / "people.json").read_text())
        return people[request.user.username]
