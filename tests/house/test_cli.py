"""The command line: what it says, how it ends, and that it works beside a running ``up``."""

import json
import re
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from motekar.cli.commands import parser
from tests.running import Ended, Up, motekar, up

Run = Callable[..., Ended]
OFFICES = Path(__file__).parents[2] / "motekar/defaults/offices.csv"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    """An office without demo, running; its start is told to a program."""
    with up(tmp_path_factory.mktemp("cli") / "office", "--no-demo", "--json") as running:
        yield running


@pytest.fixture(scope="module")
def run(office: Up) -> Run:
    """Commands beside it."""
    return lambda *given, **settings: motekar(*given, "--data-dir", str(office.data), **settings)


@pytest.fixture(scope="module")
def offices(run: Run) -> list[dict[str, str]]:
    assert run("office", "import", str(OFFICES), "--json").facts() == {
        "added": 14,
        "already_there": 0,
    }
    listed = run("office", "list", "--json").facts()
    assert isinstance(listed, list)
    return listed


def test_offices_are_imported_once_and_listed(run: Run, offices: list[dict[str, str]]) -> None:
    assert offices[0] == {
        "code": "32.75",
        "name": "Disdukcapil Kota Bekasi",
        "abbreviation": "DKC",
        "kind": "head_office",
        "zone": "Asia/Jakarta",
    }
    again = run("office", "import", str(OFFICES))
    assert again.out.startswith("0 offices added")


def test_a_file_of_offices_with_other_columns_is_refused(run: Run, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("kode,nama\n1,A\n")
    assert (
        "must have the columns code, abbreviation" in run("office", "import", str(wrong)).refusal()
    )
    assert "cannot be read" in run("office", "import", str(tmp_path / "absent.csv")).refusal()


def test_a_person_is_added_and_gets_a_token(run: Run, offices: list[dict[str, str]]) -> None:
    posts = ("--role", "front_officer", "--role", "verifier", "--office", offices[4]["code"])
    phone = ("--phone", "0812 8877 6655")
    name = ("Rani.Contoh", "--name", "Rani Contoh")
    added = run("staff", "add", *name, *posts, *phone, "--json").facts()
    assert isinstance(added, dict)
    assert added["username"] == "rani.contoh"
    assert len(added["one_time_password"]) == 19
    issued = run("token", "issue", "rani.contoh", "--json").facts()
    assert isinstance(issued, dict)
    assert set(issued) == {"username", "token", "expires_at"}
    twice = run("staff", "add", "rani.contoh", "--name", "Rani Contoh", *posts)
    assert twice.refusal() == "That user name is taken, or was once: choose another."


def test_a_person_is_not_added_with_a_number_that_no_sms_reaches(run: Run) -> None:
    posts = ("--role", "verifier", "--office", "99", "--phone", "021 555 0123")
    assert "mobile" in run("staff", "add", "rini", "--name", "Rini", *posts).refusal()


def test_every_fault_of_a_person_is_told_at_once(run: Run) -> None:
    told = run(
        "staff", "add", "r@ni", "--name", " ", "--role", "verifier", "--office", "99"
    ).refusal()
    assert "letters, digits" in told
    assert "the name is empty" in told
    assert "no such office" in told


def test_nobody_unknown_gets_a_token(run: Run) -> None:
    assert "has that user name" in run("token", "issue", "siapa").refusal()


def test_a_promise_comes_with_its_reckoning(run: Run, offices: list[dict[str, str]]) -> None:
    friday_1540 = ("--office", offices[4]["code"], "--at", "2026-11-20T15:40")
    made = run("promise", *friday_1540, "--json").facts()
    assert isinstance(made, dict)
    assert (made["kind"], made["promised_by"]) == ("later", "2026-11-23T16:00:00+07:00")
    codes = [step["code"] for step in made["explanation"]]
    assert codes[0] == "clock-started"
    assert "past-cut-off" in codes
    told = run("promise", *friday_1540).out
    assert told.startswith("Done by: Monday, 23 November")
    assert "Friday, 20 November 2026" in told


def test_a_promise_far_ahead_knows_the_holidays_there(
    run: Run, offices: list[dict[str, str]]
) -> None:
    # 9 to 15 March 2027: joint leave, Idul Fitri twice, joint leave, a weekend, joint leave.
    lebaran = ("--office", offices[0]["code"], "--at", "2027-03-09T10:00")
    made = run("promise", *lebaran, "--json").facts()
    assert made["promised_by"] == "2027-03-16T16:00:00+07:00"


def test_a_promise_needs_a_known_office_and_a_readable_time(run: Run) -> None:
    assert (
        "no such office" in run("promise", "--office", "99", "--at", "2026-11-20T15:40").refusal()
    )
    assert "--at cannot read besok" in run(
        "promise", "--office", "32.75", "--at", "besok"
    ).refusal(status=2)


@pytest.mark.usefixtures("offices")
def test_evidence_is_packed_once_under_a_name(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "bukti.zip"
    days = ("--from", "2026-11-01", "--to", "2026-11-30")
    made = run("evidence", str(file), *days, "--json").facts()
    assert isinstance(made, dict)
    assert made["sha256"] == sha256(file.read_bytes()).hexdigest()
    assert (made["path"], made["requests"], made["events"]) == (str(file), 0, 0)
    assert "is there already" in run("evidence", str(file), *days).refusal()
    other = ("evidence", str(tmp_path / "lain.zip"))
    assert "no such office" in run(*other, *days, "--office", "99").refusal()
    assert "cannot be used" in run("evidence", str(tmp_path / "tidak/ada.zip"), *days).refusal()
    assert run(*other, "--from", "2026-11-30", "--to", "2026-11-01").status == 2
    assert "has passed" in run(*other, *days, "--at", "2199-01-01T00:00:00Z").refusal(status=2)
    assert "with its offset" in run(*other, *days, "--at", "2026-11-01").refusal(status=2)
    assert [each.name for each in tmp_path.iterdir()] == ["bukti.zip"]


def test_messages_are_listed(run: Run) -> None:
    assert run("messages", "list", "--json").facts() == []
    assert "No message was given up" in run("messages", "retry", "--days", "1").refusal()
    assert "--id --days is required" in run("messages", "retry").refusal(status=2)


def test_the_doctor_says_what_to_do(run: Run) -> None:
    told = run("doctor", "--json")
    assert told.status == 1
    found = {one["about"]: one for one in json.loads(told.out)}
    assert found["gateway console"] == {
        "about": "gateway console",
        "found": "could send now",
        "advice": None,
    }
    assert "MOTEKAR_PUBLIC_URL" in found["public address"]["advice"]
    assert found["messages"]["found"] == "none waits"


def test_made_up_requests_never_enter_an_office(run: Run) -> None:
    assert "the demo only" in run("demo").refusal()


def test_migrating_again_changes_nothing(run: Run) -> None:
    first, second = (run("migrate", "--json").facts() for _ in range(2))
    assert first == second


def test_a_second_start_says_where_the_first_one_answers(office: Up) -> None:
    told = motekar("up", "--no-demo", "--data-dir", str(office.data)).refusal()
    assert told == f"Motekar is already running on {office.data} at {office.address}."


def test_an_office_is_never_opened_as_the_demo(office: Up) -> None:
    assert (
        "holds the data of an office"
        in motekar("up", "--data-dir", str(office.data), "--port", "0").refusal()
    )


def test_a_taken_port_is_told(office: Up, tmp_path: Path) -> None:
    port = office.address.rpartition(":")[2]
    told = motekar("up", "--no-demo", "--data-dir", str(tmp_path / "o"), "--port", port).refusal()
    assert f"127.0.0.1:{port} is taken" in told
    assert not (tmp_path / "o/postgres").exists()


def test_a_folder_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    told = motekar("up", "--no-demo", "--data-dir", str(tmp_path / "file/o")).refusal()
    assert "choose another" in told
    (tmp_path / "o").mkdir()
    (tmp_path / "o/kind").write_text("office")
    (tmp_path / "o/up.json").mkdir()
    told = motekar("up", "--no-demo", "--data-dir", str(tmp_path / "o")).refusal()
    assert "o/up.json cannot be used (Is a directory)" in told


def test_the_demo_is_refused_where_others_could_reach_it(tmp_path: Path) -> None:
    told = motekar("up", "--host", "0.0.0.0", "--data-dir", str(tmp_path / "demo")).refusal()
    assert "well-known passwords" in told
    assert not (tmp_path / "demo").exists()


def test_commands_find_their_folder_or_say_what_is_missing(
    office: Up, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "There is no Motekar in this folder yet" in motekar("office", "list").refusal()
    assert motekar("office", "list", MOTEKAR_DATA_DIR=str(office.data)).status == 0
    (tmp_path / "data").mkdir()
    (tmp_path / "data/office").symlink_to(office.data)
    assert motekar("office", "list").status == 0
    assert "holds no Motekar" in motekar("office", "list", "--data-dir", "data").refusal()


def test_a_wrong_setting_is_named(run: Run) -> None:
    assert "MOTEKAR_PUBLIC_URL" in run("office", "list", MOTEKAR_PUBLIC_URL="ktp").refusal()
    assert (
        "MOTEKAR_DATBASE_URL is unknown"
        in run("office", "list", MOTEKAR_DATBASE_URL="x").refusal()
    )


def test_a_database_that_does_not_answer_is_told_without_its_password(run: Run) -> None:
    told = run(
        "office", "list", MOTEKAR_DATABASE_URL="postgresql://a:rahasia@127.0.0.1:9/motekar"
    ).refusal()
    assert "The database cannot be used" in told
    assert "rahasia" not in told


def test_wrong_usage_ends_with_two() -> None:
    for given in (["staff", "add"], ["lompat"], ["up", "--port", "99999"], []):
        assert motekar(*given).refusal(status=2).startswith("motekar")


def test_every_command_answers_in_json_and_takes_a_folder() -> None:
    for given in (
        ["up"],
        ["serve"],
        ["worker"],
        ["migrate"],
        ["demo"],
        ["office", "list"],
        ["office", "import", "x.csv"],
        ["staff", "add", "x", "--name", "x", "--role", "verifier", "--office", "x"],
        ["token", "issue", "x"],
        ["promise", "--office", "x", "--at", "x"],
        ["evidence", "x.zip", "--from", "2026-11-01", "--to", "2026-11-30"],
        ["messages", "list"],
        ["messages", "retry", "--days", "1"],
        ["doctor"],
    ):
        read = parser().parse_args([*given, "--json", "--data-dir", "x"])
        assert read.json
        assert read.data_dir == Path("x")


def test_the_start_can_be_read_by_a_program(office: Up) -> None:
    first = office.told()[office.told().index("{") :]
    told, _ = json.JSONDecoder().raw_decode(first)
    word = told.pop("set_up_word")
    assert re.fullmatch(r"\w{4}-\w{4}", word)
    assert told == {"address": office.address, "data_dir": str(office.data), "kind": "office"}
