"""What a reply of somebody else gives away about private people. Nothing else is looked for in what residents say."""

from datetime import date

from directives.texts.language import language_of
from directives.texts.prepared import prepare
from directives.texts.private import told_by_tables
from directives.texts.reading import READ


def private_in(*, text: str, written_on: date) -> tuple[str, ...]:
    """The words that say something private, each once in their order; only what is said, not what is like it.

    Empty in a language that the checks do not read. What a reply thinks of the police is never read for.
    """
    language = language_of(text)
    if language and language not in READ:
        return ()
    prepared = prepare(text=text, written_on=written_on, kind="reply", language=language)
    found = sorted(one.span for one in told_by_tables(prepared) if one.sure and one.span is not None)
    return tuple(dict.fromkeys(prepared.said(span) for span in found))
