"""The personal columns of a request: sealed to their row on the way in, opened for readers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from motekar.rules.applicant import Applicant
from motekar.rules.codes import ClaimCode
from motekar.rules.nik import Nik
from motekar.rules.phone import Phone
from motekar.rules.requests import PrintRequest
from motekar.vault import Vault

SEALED_COLUMNS = (
    "nik_cipher",
    "name_cipher",
    "phone_cipher",
    "note_cipher",
    "hold_note_cipher",
    "claim_code_cipher",
)


@dataclass(frozen=True, slots=True)
class Found:
    """A request as stored: ``sealed`` holds its ciphertexts until somebody may read them.

    ``steps`` are rows for ``evidence.timeline`` and ``rulebook_stamp`` says which rules are in
    force; lists do without both.
    """

    request: PrintRequest
    sealed: Mapping[str, bytes | None]
    steps: tuple[Any, ...]
    rulebook_stamp: UUID | None


def claim_code_index(vault: Vault, code: ClaimCode) -> bytes:
    """The keyed hash a claim code is looked up by."""
    return vault.index(code.digits, kind="claim_code")


def places(request_id: UUID) -> dict[str, str]:
    """Where each sealed column of a row is bound to."""
    return {name: f"print_request.{name}:{request_id}" for name in SEALED_COLUMNS}


def sealed_applicant(
    vault: Vault, request_id: UUID, applicant: Applicant
) -> dict[str, bytes | None]:
    """The personal columns of a row."""
    place = places(request_id)
    phone = applicant.phone
    return {
        "nik_cipher": vault.seal(applicant.nik.digits, place=place["nik_cipher"]),
        "nik_index": vault.index(applicant.nik.digits, kind="nik"),
        "name_cipher": vault.seal(applicant.name, place=place["name_cipher"]),
        "phone_cipher": vault.seal(phone.e164, place=place["phone_cipher"]) if phone else None,
        "phone_index": vault.index(phone.e164, kind="phone") if phone else None,
    }


def sealed_hold_note(vault: Vault, request_id: UUID, note: str | None) -> dict[str, bytes | None]:
    """The column for the words behind a hold; None when it is lifted."""
    place = places(request_id)["hold_note_cipher"]
    return {"hold_note_cipher": vault.seal(note, place=place) if note else None}


def opened(vault: Vault, stored: Found, name: str) -> str | None:
    """The clear text of one sealed column."""
    sealed = stored.sealed[name]
    return vault.open(sealed, place=places(stored.request.id)[name]) if sealed else None


def opened_applicant(vault: Vault, stored: Found) -> Applicant:
    """The citizen of a request, in clear."""
    phone = opened(vault, stored, "phone_cipher")
    return Applicant(
        nik=Nik.parse(opened(vault, stored, "nik_cipher") or ""),
        name=opened(vault, stored, "name_cipher") or "",
        phone=Phone.parse(phone) if phone else None,
    )


def opened_claim_code(vault: Vault, stored: Found) -> ClaimCode:
    """The code on the slip, for printing it again."""
    return ClaimCode.parse(opened(vault, stored, "claim_code_cipher") or "")
