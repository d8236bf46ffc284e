"""tweepy and oauthlib write secrets to their DEBUG logs; this keeps those lines from being written."""

import logging

NOISY = ("tweepy", "oauthlib", "requests_oauthlib")


def _not_debug(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.INFO


def hush() -> None:
    """Pin every logger of the noisy libraries to INFO or above, also against a later change of level."""
    loggers = logging.Logger.manager.loggerDict
    for name in [
        *NOISY,
        *(name for name in loggers if name.startswith(tuple(f"{noisy}." for noisy in NOISY))),
    ]:
        logger = logging.getLogger(name)
        if logger.level < logging.INFO:
            logger.setLevel(logging.INFO)
        if _not_debug not in logger.filters:
            logger.addFilter(_not_debug)
