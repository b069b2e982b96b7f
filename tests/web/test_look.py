"""The style sheet's own promises: readable in both schemes, small, and nothing from elsewhere."""

import gzip
import re

import pytest

from motekar.web import render
from tests.web.page_facts import (
    available_page,
    figures_page,
    messages_page,
    office_screen,
    start_page,
    status_page,
)

OWN = render.static_folders()[0]
SHEET = (OWN / "motekar.css").read_text()
BUDGET_BYTES = 30_000
TEXT_ON = [
    *((ink, ground) for ink in ("ink", "soft") for ground in ("cloth", "sheet", "fold")),
    *((tone, f"{tone}-wash") for tone in ("indigo", "done", "wait", "refused")),
    *(("ink", f"{tone}-wash") for tone in ("indigo", "done", "wait", "refused")),
    *((tone, ground) for tone in ("indigo", "refused") for ground in ("cloth", "sheet")),
    ("on-indigo", "indigo"),
    ("soga", "sheet"),
    ("gold", "night"),
]


def tokens(scheme):
    light, dark = re.findall(r":root \{(.*?)\}", SHEET, re.DOTALL)[:2]
    found = dict(re.findall(r"--([\w-]+): (#\w+);", light))
    return found | (dict(re.findall(r"--([\w-]+): (#\w+);", dark)) if scheme == "dark" else {})


def luminance(colour):
    digits = colour.removeprefix("#")
    digits = "".join(sign * 2 for sign in digits) if len(digits) == 3 else digits
    shares = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT_ON, ids="-on-".join)
def test_text_stands_out_seven_to_one(scheme, text, ground):
    colours = tokens(scheme)

    assert contrast(colours[text], colours[ground]) >= 7


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_edges_of_fields_and_the_focus_ring_stand_out_three_to_one(scheme):
    colours = tokens(scheme)

    for mark in ("edge", "focus"):
        assert min(contrast(colours[mark], colours[on]) for on in ("sheet", "cloth")) >= 3


@pytest.mark.parametrize(
    ("template", "context"),
    [
        ("public/start.html", start_page()),
        ("public/available.html", available_page()),
        ("public/office_screen.html", office_screen()),
        ("public/status.html", status_page("printed")),
        ("public/messages.html", messages_page()),
        ("public/figures.html", figures_page()),
    ],
)
def test_a_public_page_weighs_little_with_everything_it_loads(templates, template, context):
    html = templates.get_template(template).render(**context)
    loaded = set(re.findall(r'"/static/([\w./]+)\?', html))
    loaded |= set(re.findall(r"url\(([\w.]+)\)", SHEET))

    weight = len(gzip.compress(html.encode()))
    weight += sum(len(gzip.compress((OWN / name).read_bytes())) for name in loaded)

    assert "motekar.css" in loaded
    assert weight <= BUDGET_BYTES


def test_public_pages_load_no_script_library(templates):
    html = templates.get_template("public/start.html").render(**start_page())

    assert set(re.findall(r'<script src="/static/([\w./]+)', html)) == {"page.js", "public.js"}


def test_nothing_is_fetched_from_elsewhere():
    for file in OWN.iterdir():
        outside = re.findall(r"https?://[\w./]+", file.read_text())

        assert set(outside) <= {"http://www.w3.org/2000/svg"}, file.name
