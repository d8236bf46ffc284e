"""manage.py train_checks: makes the weights of the checks of texts from the labelled posts of the project."""

from typing import Any

from django.core.management.base import BaseCommand

from directives.texts import learning


class Command(BaseCommand):
    """Writes directives/texts/weights.npz; the same posts and families give the same weights."""

    help = "Learns from directives/texts/lessons and prints how well it does on lessons it had not seen."

    def handle(self, *args: Any, **options: Any) -> None:
        """One line a label, and what clean posts met."""
        tried = learning.train()
        noticed = tried.noticed
        for at, label in enumerate(tried.labels):
            cells = []
            for wording in ("direct", "indirect"):
                of = [
                    row
                    for row, post in enumerate(tried.posts)
                    if label in post.labels and post.wording == wording
                ]
                cells.append(f"{wording} {sum(noticed[of, at])} of {len(of)}")
            self.stdout.write(f"{label}: {', '.join(cells)}")
        clean = [row for row, post in enumerate(tried.posts) if not post.labels]
        self.stdout.write(f"clean: {noticed[clean].any(axis=1).sum()} of {len(clean)} with a finding")
