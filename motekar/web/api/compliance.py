"""The figures of a period as JSON, for those who watch how offices keep their promises."""

from datetime import date
from typing import Annotated

from litestar import Response, Router, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from motekar.rules.people import OVERSIGHT
from motekar.rules.period import read_period
from motekar.rules.tallying import ALL
from motekar.usecases import compliance
from motekar.web.access import for_roles
from motekar.web.api.calls import DEPENDENCIES, Call, as_json
from motekar.web.api.compliance_answers import ComplianceAnswer
from motekar.web.api.documented import FOR_STAFF, problems
from motekar.web.api.refusals import GUARDS, REFUSED_HERE


@get(
    "/",
    responses=problems(401, 403, 422),
    summary="Figures of a period",
    operation_id="read-compliance",
)
async def read_compliance(
    *,
    look: NamedDependency[Call],
    first: Annotated[date, QueryParameter(name="from", description="The first local day.")],
    last: Annotated[date, QueryParameter(name="to", description="The last one, included.")],
    office: Annotated[str | None, QueryParameter(description="Left out: all my offices.")] = None,
) -> Response[ComplianceAnswer]:
    """Files that were complete on these days, against the standard and their promises."""
    period = read_period(first, last)
    found = await compliance.of_period(
        look.desk, look.officer, office=office, period=period, facet=ALL, now=look.now
    )
    told = found.figures.to_data(office=office)
    return as_json(ComplianceAnswer.model_validate(told | {"not_yet_counted": found.unsummed}))


ROUTES = Router(
    "/api/v1/compliance",
    route_handlers=[read_compliance],
    opt=for_roles(*OVERSIGHT),
    dependencies=DEPENDENCIES,
    guards=GUARDS,
    tags=["compliance"],
    security=FOR_STAFF,
    exception_handlers=REFUSED_HERE,
)
