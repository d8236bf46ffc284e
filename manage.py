#!/usr/bin/env python
"""Django's command line for the portal."""

import os
import sys

FILES_ALONE = frozenset({"measure_checks", "train_checks"})
"""Commands that whoever doubts the checks of texts runs from this folder alone, without a portal."""


def main() -> None:
    """Run one management command under the portal's settings."""
    alone = len(sys.argv) > 1 and sys.argv[1] in FILES_ALONE
    settings = "governance.files_alone" if alone else "governance.settings"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", settings)
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
