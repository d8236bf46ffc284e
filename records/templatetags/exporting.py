"""Who hands records over, on every page that leads there."""

from django import template
from django.template import Context

from accounts.signin import authority_of
from records import collected

register = template.Library()


@register.simple_tag(takes_context=True)
def hands_over(context: Context) -> bool:
    """Whether the reader of the page exports what a search found, and withholds parts of it."""
    return collected.may(authority=authority_of(context["request"]))
