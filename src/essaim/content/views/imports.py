from django.http import HttpResponse

from essaim.people.access import MemberRequest, facilitator_required


@facilitator_required
def imports(request: MemberRequest) -> HttpResponse:
    raise NotImplementedError
