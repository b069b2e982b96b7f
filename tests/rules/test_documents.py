import pytest

from motekar.rules.documents import Document, DocumentRule, Reason, missing_documents
from motekar.rules.errors import DocumentUnknown

LOST = (
    DocumentRule(Reason.LOST, (Document.FORM_F102,)),
    DocumentRule(Reason.LOST, (Document.FAMILY_CARD,)),
    DocumentRule(Reason.LOST, (Document.POLICE_REPORT,)),
)
OUT_OF_AREA = (
    DocumentRule(Reason.OUT_OF_AREA, (Document.FORM_F102,)),
    DocumentRule(Reason.OUT_OF_AREA, (Document.OLD_CARD, Document.POLICE_REPORT)),
)
RULES = LOST + OUT_OF_AREA


@pytest.mark.parametrize(
    ("reason", "received", "missing"),
    [
        (Reason.LOST, {"form_f102", "family_card", "police_report"}, ()),
        (Reason.LOST, {"family_card"}, ("form_f102", "police_report")),
        (Reason.LOST, set(), ("form_f102", "family_card", "police_report")),
        (Reason.OUT_OF_AREA, {"form_f102"}, ("old_card|police_report",)),
        (Reason.OUT_OF_AREA, {"form_f102", "old_card"}, ()),
        (Reason.OUT_OF_AREA, {"form_f102", "police_report", "old_card", "passport"}, ()),
        (Reason.NEW, set(), ()),
    ],
    ids=[
        "complete",
        "two missing",
        "nothing brought",
        "neither alternative",
        "one alternative is enough",
        "more than asked",
        "a reason without rules",
    ],
)
def test_missing_documents_are_told_in_the_order_of_the_rules(
    reason: Reason, received: set[str], missing: tuple[str, ...]
) -> None:
    assert missing_documents(RULES, reason, received) == missing


def test_documents_are_known_by_their_codes() -> None:
    assert Document.parse("old_card") is Document.OLD_CARD


@pytest.mark.parametrize("code", ["", "OLD_CARD", "rt_letter"], ids=["none", "case", "abolished"])
def test_a_document_the_office_does_not_ask_for_is_refused(code: str) -> None:
    with pytest.raises(DocumentUnknown):
        Document.parse(code)
