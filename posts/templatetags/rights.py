"""Who opens what came with the rights of a picture, on every page that shows them."""

from django import template
from django.template import Context

from accounts.signin import authority_of
from posts import rights
from posts.models import MediaRights

register = template.Library()


@register.simple_tag(takes_context=True)
def reads_document(context: Context, row: MediaRights) -> bool:
    """Whether the reader of the page opens the document that came with a statement."""
    return rights.may_read_document(authority=authority_of(context["request"]), row=row)
