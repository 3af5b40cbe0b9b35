"""Energy and carbon of every option: what runs, what was made to run it, and what it counts for society."""

from dataclasses import dataclass

from models.areas.compute import Pool
from models.areas.placement import Placement
from models.areas.world import World
from models.formula.node import ZERO, Line, Node, compounded, over_time, total
from models.formula.trace import Area, Trace, declare
from models.quantities import units
from models.quantities.declaration import CatalogueDefault
from models.quantities.declaring import quantity, share


class Energy(Area):
    """What energy counts for."""

    name = "finance"
    title = "Energy and carbon"

    grid_carbon = quantity(
        "Carbon intensity of electricity",
        units.CARBON_PER_KILOWATT_HOUR,
        default=CatalogueDefault("carbon.grid"),
        bounds=(0, 2),
        plausible=(0.1, 0.207),
        decimals=3,
        blank=0.0,
        help="Emissions per kilowatt-hour from the British grid.",
        source="NESO; DESNZ conversion factors",
        harmless=True,
    )
    grid_trend = share(
        "Change in carbon intensity",
        unit=units.PER_YEAR,
        default=-0.05,
        bounds=(-0.9, 0.5),
        plausible=(-0.12, 0.0),
        blank=0.0,
        help="The yearly change in that figure, as the grid moves to wind and solar.",
        source="assumption",
    )
    cloud_power = quantity(
        "Power per rented GPU",
        units.KILOWATT_PER_GPU,
        default=CatalogueDefault("carbon.cloud_power"),
        bounds=(0, 50),
        plausible=(0.8, 1.8),
        blank=0.0,
        help="Including its share of the server.",
        source="data sheet",
        harmless=True,
    )
    cloud_pue = quantity(
        "Cloud power usage effectiveness",
        units.RATIO,
        default=1.15,
        bounds=(1, 3),
        plausible=(1.08, 1.3),
        help="Total site power divided by server power (PUE).",
        source="providers' reports",
    )
    embodied = quantity(
        "Embodied carbon per server",
        units.KILOGRAM_PER_SERVER,
        default=CatalogueDefault("carbon.embodied_server"),
        bounds=(0, 1e6),
        plausible=(2_500, 6_000),
        decimals=0,
        blank=0.0,
        help="Counted when it is delivered; for rented servers over their useful life.",
        source="life-cycle studies",
        harmless=True,
    )
    carbon_value = quantity(
        "Carbon value",
        units.MONEY_PER_TONNE,
        default=CatalogueDefault("carbon.value"),
        bounds=(0, 10_000),
        plausible=(130, 420),
        decimals=0,
        blank=0.0,
        help="Official value for appraisal; it counts in the economic view only.",
        source="DESNZ, valuation of greenhouse gas emissions",
        harmless=True,
    )


GROUPS = declare(Energy)


@dataclass(frozen=True, slots=True)
class Carbon:
    """Emissions of an option, in tonnes a month, and their value in money a month, today's prices.

    meanwhile: the value of what the work that waits for servers would emit, rented until they are there.
    """

    emitted: dict[str, Line]
    value: dict[str, Line]
    meanwhile: dict[str, Line]


def carbon(trace: Trace, energy: Energy, pool: Pool, placed: Placement, world: World) -> Carbon:
    """Trace energy and carbon of the options."""
    emitted: dict[str, Line] = {}
    value: dict[str, Line] = {}
    with trace.section("carbon", sheet="appraisal"):
        factor = trace.line(
            "grid_factor",
            "Carbon intensity of electricity, monthly factor",
            units.RATIO,
            (1 + energy.grid_trend) ** (1 / world.months_per_year),
        )
        grid = trace.line("grid_index", "Carbon intensity of electricity, index", units.RATIO, compounded(factor, ZERO))
        intensity = trace.line(
            "intensity", "Carbon intensity of electricity", units.CARBON_PER_KILOWATT_HOUR, energy.grid_carbon * grid
        )
        lasting = trace.line(
            "lasting",
            "Embodied carbon of a rented GPU, by month of use",
            units.CARBON_PER_GPU_MONTH,
            energy.embodied / pool.server_gpus / pool.life,
        )
        drawn = energy.cloud_power * energy.cloud_pue * world.hours_per_month
        for option, rented in placed.rented.items():
            away = trace.line(
                f"{option}.rented_energy",
                "Energy of rented GPUs",
                units.KILOWATT_HOURS_PER_MONTH,
                total(rented, "pool") * drawn,
            )
            used, made = away, total(rented * lasting, "pool")
            if option in placed.owned:
                used = away + total(placed.owned[option].energy, "pool")
                servers = trace.line(
                    f"{option}.making_servers",
                    "Embodied carbon of servers delivered",
                    units.KILOGRAMS_PER_MONTH,
                    total(placed.fleets[option].bought * energy.embodied / world.one_month, "pool"),
                )
                made = made + servers
            consumed = trace.line(f"{option}.energy", "Energy", units.KILOWATT_HOURS_PER_MONTH, used)
            emitted[option] = trace.line(
                f"{option}.emitted",
                "Carbon, operational and embodied",
                units.TONNES_PER_MONTH,
                (consumed * intensity + made) / world.kilograms_per_tonne,
            )
            trace.line(f"{option}.total", "Carbon over the horizon", units.TONNE, over_time(emitted[option]))
            trace.line(f"{option}.energy_total", "Energy over the horizon", units.KILOWATT_HOURS, over_time(consumed))
            value[option] = trace.line(
                f"{option}.value",
                "Value of carbon, today's prices",
                units.MONEY_PER_MONTH,
                emitted[option] * energy.carbon_value,
            )
        meanwhile = _meanwhile(trace, energy, placed, drawn * intensity, lasting, world)
    return Carbon(emitted, value, meanwhile)


def _meanwhile(
    trace: Trace, energy: Energy, placed: Placement, by_energy: Node, lasting: Line, world: World
) -> dict[str, Line]:
    """Trace the value of what the work that waits would emit rented, by option.

    by_energy: kilograms a month of the energy of a rented GPU.
    """
    value: dict[str, Line] = {}
    if not placed.meanwhile:
        return value
    each = trace.line("rented_gpu", "Carbon of the energy of a rented GPU", units.CARBON_PER_GPU_MONTH, by_energy)
    for option, waiting in placed.meanwhile.items():
        emitted = trace.line(
            f"{option}.emitted_meanwhile",
            "Carbon of what waits, if it were rented",
            units.KILOGRAMS_PER_MONTH,
            total(waiting.gpus, "pool") * each + total(waiting.gpus * lasting, "pool"),
        )
        value[option] = trace.line(
            f"{option}.meanwhile",
            "Value of carbon of what waits, if it were rented",
            units.MONEY_PER_MONTH,
            emitted / world.kilograms_per_tonne * energy.carbon_value,
        )
    return value
