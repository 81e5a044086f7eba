"""How much a rule may ask about what members stated in private."""

from django.utils.translation import gettext_lazy as _

from .bounds import private_parts
from .parse import InvalidRule
from .tree import Rule

# The combinations of answers to private questions are tried one by one (bounds): eight at the most.
MAX_QUESTIONS = 3


def refuse_many_questions(rule: Rule) -> None:
    """Raises InvalidRule where a rule asks more private questions than can be protected."""
    if len(private_parts(rule)) > MAX_QUESTIONS:
        raise InvalidRule(
            _("Cette règle pose trop de questions différentes sur les objectifs : gardez-en %(n)d au plus.")
            % {"n": MAX_QUESTIONS}
        )
