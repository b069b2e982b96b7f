"""``motekar staff`` and ``motekar token``: accounts, and tokens for programs."""

import argparse

from motekar import wiring
from motekar.cli.answers import Answer, moment
from motekar.cli.running import with_desk
from motekar.rules.people import Role
from motekar.rules.phone import Phone
from motekar.usecases import staff


def adding(given: argparse.Namespace) -> Answer:
    """Every role given, for every office given; the password works until the first sign-in."""
    posts = frozenset((Role(role), office) for role in given.role for office in given.office)
    added = with_desk(
        given,
        lambda desk: staff.add(
            desk,
            username=given.username,
            name=given.name,
            posts=posts,
            by=None,
            now=wiring.now(),
            phone=Phone.parse(given.phone) if given.phone else None,
        ),
    )
    username, password = added.officer.username, added.one_time_password
    return Answer(
        f"User name: {username}\nOne-time password: {password}\n"
        "It is shown this once and has to be changed at the first sign-in.",
        {"username": username, "one_time_password": password},
    )


def issuing(given: argparse.Namespace) -> Answer:
    """A token that acts as this person."""
    issued = with_desk(
        given, lambda desk: staff.issue_token(desk, given.username, now=wiring.now())
    )
    return Answer(
        f"{issued.token}\nIt acts as {given.username.lower()} until"
        f" {moment(issued.expires_at)} and is shown this once.",
        {
            "username": given.username.lower(),
            "token": issued.token,
            "expires_at": issued.expires_at.isoformat(),
        },
    )
