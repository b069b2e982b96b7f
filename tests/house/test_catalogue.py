"""Every sentence a page can say is there in English, and no translation outlives its sentence."""

from importlib.resources import files
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

HOUSE = Path(__file__).parents[2]
WEB = HOUSE / "motekar" / "web"
# A table of words names them with `later` and translates them where they are shown.
KEYWORDS = DEFAULT_KEYWORDS | {"later": None}


def said() -> set[str]:
    """All messages of code and templates; of a plural its first form."""
    code = extract_from_dir(WEB, [("**.py", "python")], keywords=KEYWORDS)
    pages = extract_from_dir(
        HOUSE / "templates",
        [("**.html", "jinja2")],
        {"**.html": {"silent": "false", "trimmed": "true"}},
    )
    found = (message for _, _, message, _, _ in [*code, *pages])
    return {message if isinstance(message, str) else message[0] for message in found}


def english() -> dict[str, Message]:
    with (files("motekar") / "locale/en/LC_MESSAGES/motekar.po").open("rb") as source:
        catalogue = read_po(source, locale="en")
    return {
        entry.id if isinstance(entry.id, str) else entry.id[0]: entry
        for entry in catalogue
        if entry.id
    }


def test_every_sentence_has_an_english_translation() -> None:
    translated = {
        message
        for message, entry in english().items()
        if not entry.fuzzy and entry.string and all(entry.string)
    }

    missing = sorted(said() - translated)

    entries = "\n\n".join(f'msgid "{message}"\nmsgstr ""' for message in missing)
    assert not missing, f"add to motekar.po:\n{entries}"


def test_no_translation_is_left_without_its_sentence() -> None:
    assert not english().keys() - said()


def test_translations_name_the_same_facts_as_their_sentences() -> None:
    wrong = [message for message, entry in english().items() if list(entry.check())]

    assert not wrong
