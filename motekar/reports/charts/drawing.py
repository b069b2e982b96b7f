"""Lays a chart out for the room it is given."""

from motekar.reports.charts import bars, lines, uprights
from motekar.reports.charts.chart import Chart, Form
from motekar.reports.charts.picture import Frame, Picture
from motekar.reports.quantities import Wording

_DRAWN = {Form.LINES: lines.drawn, Form.UPRIGHTS: uprights.drawn, Form.BARS: bars.drawn}


def picture(chart: Chart, frame: Frame, wording: Wording) -> Picture:
    """The chart as wide as the frame and as high as it needs."""
    return _DRAWN[chart.form](chart, frame, wording)
