"""How the installed gateways are found, by the entry points of any installed package."""

from collections.abc import Mapping
from importlib.metadata import entry_points

from motekar.sms.gateway import Factory, SmsGateway

GROUP = "motekar.sms_gateways"


class GatewayUnknown(Exception):
    """MOTEKAR_SMS_GATEWAYS names a gateway that is not installed; a sentence."""


def load(names: tuple[str, ...], environ: Mapping[str, str]) -> tuple[SmsGateway, ...]:
    """The gateways of these names, in this order.

    Raises:
        GatewayUnknown: one of them is not installed.
        GatewaySettingWrong: one cannot work with its settings.
    """
    installed = {found.name: found for found in entry_points(group=GROUP)}
    for name in names:
        if name not in installed:
            known = ", ".join(sorted(installed)) or "none"
            raise GatewayUnknown(
                f"MOTEKAR_SMS_GATEWAYS names {name}, which is not installed; there is: {known}."
            )
    factories: tuple[Factory, ...] = tuple(installed[name].load() for name in names)
    return tuple(make(environ) for make in factories)
