"""Accounts, tried sign-ins and tokens."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from motekar.rules.errors import (
    NotSignedIn,
    SignInRefused,
    StaffUnknown,
    TooManyAttempts,
    UsernameTaken,
    ValidationFailed,
)
from motekar.rules.people import Role
from motekar.store.accounts import Account
from motekar.usecases import signing_in, staff
from motekar.usecases.desk import Desk
from tests.builders import ALL_ROLES, BEKASI_UTARA, MONDAY_0900, PASSWORD

NETWORK = "203.0.113.9"
POSTS = frozenset({(Role.VERIFIER, BEKASI_UTARA)})


async def signed_in(desk: Desk, username: str, password: str) -> Account:
    return await signing_in.sign_in(
        desk, username=username, password=password, network=NETWORK, now=MONDAY_0900
    )


async def test_a_one_time_password_works_until_the_person_chose_their_own(desk: Desk) -> None:
    new = await staff.add(
        desk, username="Rini.K", name="Rini", posts=POSTS, by=ALL_ROLES, now=MONDAY_0900
    )
    account = await signed_in(desk, "rini.k", new.one_time_password)
    assert account.must_change_password
    assert account.officer.posts == POSTS
    await signing_in.change_password(
        desk,
        account.officer,
        old=new.one_time_password,
        new="kalimat yang panjang",
        now=MONDAY_0900,
    )
    assert not (await signed_in(desk, "RINI.K", "kalimat yang panjang")).must_change_password
    with pytest.raises(SignInRefused):
        await signed_in(desk, "rini.k", new.one_time_password)


@pytest.mark.parametrize("username", [ALL_ROLES.username, "tidak-ada"])
async def test_a_wrong_password_and_an_unknown_name_are_refused_alike(
    desk: Desk, username: str
) -> None:
    with pytest.raises(SignInRefused):
        await signed_in(desk, username, "bukan ini")


async def test_tries_are_counted_per_name(desk: Desk) -> None:
    for _ in range(signing_in.TRIES_PER_WINDOW):
        with pytest.raises(SignInRefused):
            await signed_in(desk, ALL_ROLES.username, "bukan ini")
    with pytest.raises(TooManyAttempts) as refused:
        await signed_in(desk, ALL_ROLES.username, PASSWORD)
    assert refused.value.retry_at == MONDAY_0900 + signing_in.WINDOW


async def test_a_refused_sign_in_is_written_down_without_what_was_typed(desk: Desk) -> None:
    with pytest.raises(SignInRefused):
        await signed_in(desk, "3275034505900001", "rahasia-saya")
    async with desk.store.transaction() as transaction:
        query = "SELECT string_agg(a::text, ' ') FROM audit_entry a"
        written = (await transaction.execute(text(query))).scalar_one()
    assert "session.sign-in-refused" in written
    assert "3275034505900001" not in written
    assert "rahasia-saya" not in written


async def test_a_closed_account_does_not_sign_in(desk: Desk) -> None:
    token = await staff.issue_token(desk, ALL_ROLES.username, now=MONDAY_0900)
    mark = signing_in.password_mark(desk, await staff.by_username(desk, ALL_ROLES.username))
    async with desk.store.transaction() as transaction:
        await transaction.execute(text("UPDATE staff SET is_active = false"))
    with pytest.raises(SignInRefused):
        await signed_in(desk, ALL_ROLES.username, PASSWORD)
    with pytest.raises(NotSignedIn):
        await signing_in.by_session(desk, ALL_ROLES.id, mark=mark)
    with pytest.raises(NotSignedIn):
        await signing_in.by_token(desk, token.token, now=MONDAY_0900)
    with pytest.raises(StaffUnknown):
        await staff.issue_token(desk, ALL_ROLES.username, now=MONDAY_0900)


async def test_a_token_acts_as_its_person_until_it_ends(desk: Desk) -> None:
    new = await staff.issue_token(desk, ALL_ROLES.username, now=MONDAY_0900)
    account = await signing_in.by_token(desk, new.token, now=MONDAY_0900)
    assert account.officer == ALL_ROLES
    with pytest.raises(NotSignedIn):
        await signing_in.by_token(desk, new.token, now=new.expires_at)
    with pytest.raises(NotSignedIn):
        await signing_in.by_token(desk, new.token + "x", now=MONDAY_0900)


async def test_a_token_is_stored_as_its_hash(desk: Desk) -> None:
    new = await staff.issue_token(desk, ALL_ROLES.username, now=MONDAY_0900)
    async with desk.store.transaction() as transaction:
        query = "SELECT string_agg(t::text, ' ') FROM api_token t"
        stored = (await transaction.execute(text(query))).scalar_one()
    assert new.token not in stored
    assert new.token.encode().hex() not in stored


async def test_a_user_name_is_taken_for_ever(desk: Desk) -> None:
    with pytest.raises(UsernameTaken):
        await staff.add(
            desk,
            username=ALL_ROLES.username.upper(),
            name="Lain",
            posts=POSTS,
            by=None,
            now=MONDAY_0900,
        )


async def test_all_faults_of_a_new_account_are_told_at_once(desk: Desk) -> None:
    with pytest.raises(ValidationFailed) as refused:
        await staff.add(
            desk,
            username="a b!",
            name=" ",
            posts=frozenset({(Role.VERIFIER, "99.99")}),
            by=None,
            now=MONDAY_0900,
        )
    assert [error.field for error in refused.value.errors] == ["username", "name", "office"]


@pytest.mark.parametrize(("new", "code"), [("pendek", "too-short"), (PASSWORD, "same-as-before")])
async def test_a_new_password_is_long_and_new(desk: Desk, new: str, code: str) -> None:
    with pytest.raises(ValidationFailed) as refused:
        await signing_in.change_password(desk, ALL_ROLES, old=PASSWORD, new=new, now=MONDAY_0900)
    assert refused.value.errors[0].code == code


async def test_the_old_password_is_asked_for(desk: Desk) -> None:
    with pytest.raises(SignInRefused):
        await signing_in.change_password(
            desk,
            ALL_ROLES,
            old="bukan ini",
            new="kalimat yang panjang",
            now=MONDAY_0900 + timedelta(minutes=1),
        )


async def test_the_old_password_cannot_be_guessed_from_an_open_session(desk: Desk) -> None:
    for _ in range(signing_in.TRIES_PER_WINDOW):
        with pytest.raises(SignInRefused):
            await changed(desk, old="bukan ini")
    with pytest.raises(TooManyAttempts):
        await changed(desk, old=PASSWORD)


async def changed(desk: Desk, *, old: str) -> None:
    await signing_in.change_password(
        desk, ALL_ROLES, old=old, new="kalimat yang panjang", now=MONDAY_0900
    )
