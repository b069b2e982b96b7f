"""What can stand in the way of a start, each in one sentence that says what to do.

Like the bootstrap, an old python must be able to read this.
"""

import errno
import re
import sys

NO_SPACE = "The disk is full: free about 1 GB (temporary files included) and start again."
UNREACHABLE = (
    "failed to establish a new connection|newconnectionerror|name resolution|"
    "nameresolutionerror|connecttimeouterror|timed out|proxyerror|connection refused|"
    "connection reset|connection broken|network is unreachable|incompleteread|http error 5.."
)
WRONG_PACKAGE = (
    "A downloaded package is not the one the lock names: do not use it, and ask whoever runs "
    "your package index or proxy (details in {log})."
)
WRONG_CERTIFICATE = (
    "The package index shows a certificate this machine does not trust: name your proxy's "
    "certificate in PIP_CERT and start again (details in {log})."
)
NO_NETWORK = (
    "The package index cannot be reached: connect to the network, or set HTTPS_PROXY or "
    "PIP_INDEX_URL, and start again (details in {log})."
)
NO_PACKAGE = (
    "The package index has no ready-made package for this system and python {python}: use "
    "CPython 3.11 to 3.14 on Linux (glibc) or macOS (details in {log})."
)
READ_ONLY = "The disk is read-only: copy the project to one that is not."
CLOSED = (
    "This user cannot write in {root}: start as the folder's owner, or copy the project to a "
    "folder of your own."
)
# In this order: pip also says that it found no version when it found no network.
SIGNS = (
    ("no space left on device|errno 28|disk quota exceeded", NO_SPACE),
    ("do not match the hashes", WRONG_PACKAGE),
    ("certificate_verify_failed|certificate verify failed", WRONG_CERTIFICATE),
    (UNREACHABLE, NO_NETWORK),
    ("could not find a version|no matching distribution", NO_PACKAGE),
    ("read-only file system|errno 30", READ_ONLY),
    ("permission denied|errno 13", CLOSED),
)


class CannotStart(Exception):
    """The text is one sentence that says what to do."""


def sentence_in(printed, place):
    """The sentence for what a program printed, or None."""
    for sign, sentence in SIGNS:
        if re.search(sign, printed, re.IGNORECASE):
            return worded(sentence, place)
    return None


def worded(sentence, place):
    return sentence.format(python="%d.%d" % sys.version_info[:2], **place)


def sentence_for(problem, place):
    """The sentence for a refusal of the operating system."""
    if problem.errno in (errno.ENOSPC, errno.EDQUOT):
        return NO_SPACE
    if problem.errno == errno.EROFS:
        return READ_ONLY
    if problem.errno in (errno.EACCES, errno.EPERM):
        return worded(CLOSED, place)
    return "Motekar cannot start: %s." % problem


def address_sentence(host, port, problem):
    if problem.errno == errno.EADDRINUSE:
        return (
            "Port %d on %s is taken, perhaps by a Motekar that already runs: stop that program, "
            "or choose another port with --port." % (port, host)
        )
    if problem.errno in (errno.EACCES, errno.EPERM):
        return "Only root may use port %d: choose one above 1023 with --port." % port
    return "%s is not an address of this machine: choose another with --host." % host


def disk_sentence(folder, free, needed):
    return (
        "The disk of %s has %d MB left and about %d MB are needed: free some and start again."
        % (folder, free // 1_000_000, needed // 1_000_000)
    )
