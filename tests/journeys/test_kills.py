"""The small twin of the drill ``kill-in-mid-intake``."""

import importlib.util
from pathlib import Path

DRILL = Path(__file__).parents[2] / "scripts/drills/kill_in_mid_intake.py"


def test_every_answered_submission_survives_the_kill_of_server_and_database(
    tmp_path: Path,
) -> None:
    described = importlib.util.spec_from_file_location("kill_in_mid_intake", DRILL)
    drill = importlib.util.module_from_spec(described)
    described.loader.exec_module(drill)
    assert drill.trial(tmp_path / "office", submissions=20).startswith("20 submissions answered")
