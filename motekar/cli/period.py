"""Days and moments that commands of figures are asked about."""

import argparse
from datetime import datetime

from motekar import wiring
from motekar.cli.answers import WrongUsage
from motekar.rules.errors import ValidationFailed
from motekar.rules.period import Period, read_period


def period_of(given: argparse.Namespace) -> Period:
    """From ``--from`` to ``--to``.

    Raises:
        WrongUsage: they are no period.
    """
    try:
        return read_period(given.first, given.last)
    except ValidationFailed as refused:
        raise WrongUsage("--to comes on or after --from, both between 2000 and 2199.") from refused


def past_moment(given: argparse.Namespace) -> datetime | None:
    """``--at``, where it was given.

    Raises:
        WrongUsage: it is still to come.
    """
    at: datetime | None = given.at
    if at is not None and at > wiring.now():
        raise WrongUsage("--at is a moment that has passed.")
    return at
