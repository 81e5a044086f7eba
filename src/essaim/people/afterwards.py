"""Where somebody goes after the first steps, before all else: added by the packages that have something to offer then."""

from collections.abc import Callable

from essaim.kernel.registry import Registry

from .models import Member

# Given a member, the address of a page that they may pass by, "" for none.
Offer = Callable[[Member], str]

afterwards: Registry[Offer] = Registry("offer after the first steps")


def offered_to(member: Member) -> str:
    """The first address that anybody offers, "" if nobody does."""
    return next((address for _name, offer in afterwards if (address := offer(member))), "")
