"""What is typed on the floor."""

from django import forms

from posts.forms.words import Words
from watch.models import SavedView


class ViewName(forms.Form):
    """What a member calls a view."""

    name = Words(
        label="Name",
        max_length=SavedView._meta.get_field("name").max_length,
        error_messages={
            "required": "Give the view a name, such as Trouble in the west.",
            "max_length": "This name is too long: 40 letters fit.",
        },
    )
