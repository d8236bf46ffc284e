"""What is typed to keep a search."""

from django import forms

from posts.forms.words import Words
from posts.models import SavedSearch


class KeptSearch(forms.Form):
    """The words that are looked for, and what the member calls them."""

    words = Words(
        max_length=SavedSearch._meta.get_field("words").max_length,
        widget=forms.HiddenInput,
        label="Words",
        error_messages={"required": "Search for some words first, then keep the search."},
    )
    name = Words(
        label="Name",
        max_length=SavedSearch._meta.get_field("name").max_length,
        error_messages={
            "required": "Give the search a name, such as Palmer Square.",
            "max_length": "This name is too long: 40 letters fit.",
        },
    )
