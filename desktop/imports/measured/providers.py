"""The columns of every provider's bill, and what they mean in common terms."""

from collections.abc import Mapping
from datetime import tzinfo

import numpy as np

from desktop.imports.measured.bills import Bill
from desktop.imports.measured.charges import Charges, Nature, gpus_said, joined
from desktop.imports.measured.moments import HOUR, Moments, moments
from desktop.imports.measured.opened import Chunk, Opened
from desktop.imports.measured.rows import chunks_of
from desktop.imports.measured.tally import Tally, counted
from desktop.imports.measured.texts import Floats, Texts, distinct, number, numbers
from desktop.storage.watching import Look
from models.plan.measurements import DAYS_A_MONTH
from models.quantities.writing import CODES

_MOST_TOLD = 5


def _lower(texts: Texts) -> Texts:
    """Return texts in small letters without NULL words, each distinct one looked at once."""
    codes, values = distinct(texts)
    told = np.array(
        ["" if value.strip().casefold() in {"null", "none", "nan"} else value.strip().casefold() for value in values],
        dtype=object,
    )
    return told[codes] if len(values) else texts


def _natures(texts: Texts, known: Mapping[str, Nature]) -> np.ndarray:
    codes, values = distinct(texts)
    return np.array([known.get(value, Nature.UNKNOWN) for value in values], dtype=np.int64)[codes]


def _times(tally: Tally, chunk: Chunk, head: str, zone: tzinfo, order: str = "") -> Floats:
    found: Moments = moments(chunk.column(head), zone, order)
    if not found.aware and np.isfinite(found.seconds).any():
        tally.zone_assumed = True
    return found.seconds


def _number(chunk: Chunk, head: str, *, comma: bool) -> Floats:
    return numbers(chunk.column(head), comma=comma)[0] if chunk.has(head) else np.full(chunk.count, np.nan)


def _falling(first: Floats, second: Floats) -> Floats:
    """Return the first where it is there, the second elsewhere."""
    return np.where(np.isfinite(first), first, second)


# FOCUS

FOCUS_WANTED = (
    "billedcost",
    "effectivecost",
    "listcost",
    "billingcurrency",
    "chargecategory",
    "chargeperiodstart",
    "chargeperiodend",
    "billingperiodstart",
    "billingperiodend",
    "consumedquantity",
    "consumedunit",
    "pricingquantity",
    "pricingunit",
    "pricingcategory",
    "commitmentdiscountstatus",
    "servicecategory",
    "servicesubcategory",
    "servicename",
    "chargedescription",
    "skumeter",
    "skupricedetails",
    "resourcetype",
    "pricingcurrency",
)
_FOCUS_NATURE = {
    "usage": Nature.USE,
    "purchase": Nature.PURCHASE,
    "tax": Nature.TAX,
    "credit": Nature.CREDIT,
    "adjustment": Nature.ADJUSTMENT,
    "refund": Nature.CREDIT,
}


def focus(opened: Opened, zone: tzinfo, look: Look) -> Tally:
    """Read a cost and usage file of FOCUS 1.0 to 1.2. Source: FinOps Open Cost and Usage Specification."""
    version = (
        "1.2"
        if "pricingcurrency" in opened.folded_heads
        else "1.1"
        if "skupricedetails" in opened.folded_heads
        else "1.0"
    )
    tally = Tally(f"FOCUS {version} cost and usage", "focus")
    bill = Bill(tally, only=opened.gpu)
    for chunk in chunks_of(opened, FOCUS_WANTED, look):
        comma = opened.comma
        start, end = (
            _times(tally, chunk, "chargeperiodstart", zone, "mdy"),
            _times(tally, chunk, "chargeperiodend", zone, "mdy"),
        )
        nature = _natures(_lower(chunk.column("chargecategory")), _FOCUS_NATURE)
        status = _lower(chunk.column("commitmentdiscountstatus"))
        nature[(nature == Nature.USE) & (status == "unused")] = Nature.UNUSED
        _empty_periods(tally, start, end, nature)
        quantity, unit = _number(chunk, "consumedquantity", comma=comma), chunk.column("consumedunit")
        priced = ~np.isfinite(quantity)
        quantity = np.where(priced, _number(chunk, "pricingquantity", comma=comma), quantity)
        unit = np.where(priced, chunk.column("pricingunit"), unit)
        details = chunk.column("skupricedetails")
        text = joined(
            *(
                chunk.column(head)
                for head in ("servicename", "servicesubcategory", "chargedescription", "skumeter", "resourcetype")
            )
        )
        storage = _lower(chunk.column("servicecategory"))
        text = np.where(
            (storage == "storage") | (storage == "") | ~_held(unit), _with_instance(text, details), "not storage"
        )
        committed = (_lower(chunk.column("pricingcategory")) == "committed") | (status == "used")
        bill.take(
            Charges(
                start,
                end,
                nature,
                _number(chunk, "billedcost", comma=comma),
                _number(chunk, "effectivecost", comma=comma),
                _number(chunk, "listcost", comma=comma),
                quantity,
                text,
                unit,
                gpus_said(details),
                committed,
                chunk.column("billingcurrency"),
                _lower(chunk.column("pricingcategory")) == "dynamic",
            )
        )
        if chunk.has("billingperiodstart"):
            opens, closes = (
                _times(tally, chunk, "billingperiodstart", zone, "mdy"),
                _times(tally, chunk, "billingperiodend", zone, "mdy"),
            )
            bill.own_period(opens, closes)
        odd = sorted(
            {*distinct(_lower(chunk.column("pricingcurrency")))[1]}
            - {"", *distinct(_lower(chunk.column("billingcurrency")))[1]}
        )
        if odd:
            _once(
                tally.notices,
                f"Prices are in {', '.join(one.upper() for one in odd[:_MOST_TOLD])}; amounts are read in the currency"
                " of the bill.",
            )
    return bill.finished()


def _held(unit: Texts) -> np.ndarray:
    codes, values = distinct(unit)
    return (
        np.array(["month" in value.casefold() or "-mo" in value.casefold() for value in values], dtype=np.bool_)[codes]
        if len(values)
        else np.zeros(0, dtype=np.bool_)
    )


def _with_instance(text: Texts, details: Texts) -> Texts:
    """Return descriptions with the instance that details name."""
    codes, values = distinct(details)
    named = np.array([value if "instance" in value.casefold() else "" for value in values], dtype=object)
    return joined(text, named[codes]) if any(named) else text


def _empty_periods(tally: Tally, start: Floats, end: Floats, nature: np.ndarray) -> None:
    empty = int(np.count_nonzero((end <= start) & (nature == Nature.USE)))
    if empty:
        tally.aside["with a period that ends where it begins"] += empty
        nature[(end <= start) & (nature == Nature.USE)] = Nature.NONE


def _once(told: list[str], text: str) -> None:
    if text not in told:
        told.append(text)


# AWS

AWS_WANTED = (
    "lineitemlineitemtype",
    "lineitemusagestartdate",
    "lineitemusageenddate",
    "billbillingperiodstartdate",
    "billbillingperiodenddate",
    "lineitemproductcode",
    "lineitemusagetype",
    "lineitemoperation",
    "lineitemlineitemdescription",
    "lineitemusageamount",
    "lineitemcurrencycode",
    "lineitemunblendedcost",
    "lineitemnetunblendedcost",
    "pricingunit",
    "pricingpublicondemandcost",
    "savingsplansavingsplaneffectivecost",
    "savingsplannetsavingsplaneffectivecost",
    "reservationeffectivecost",
    "reservationneteffectivecost",
    "reservationunusedamortizedupfrontfeeforbillingperiod",
    "reservationunusedrecurringfee",
    "savingsplantotalcommitmenttodate",
    "savingsplanusedcommitment",
    "product",
    "productinstancetype",
    "productgpu",
    "producttotalgpu",
    "productvolumetype",
    "productstorageclass",
)
_AWS_NATURE = {
    "usage": Nature.USE,
    "discountedusage": Nature.USE,
    "savingsplancoveredusage": Nature.USE,
    "savingsplannegation": Nature.NONE,
    "savingsplanupfrontfee": Nature.PURCHASE,
    "fee": Nature.PURCHASE,
    "rifee": Nature.PURCHASE,
    "savingsplanrecurringfee": Nature.PURCHASE,
    "tax": Nature.TAX,
    "credit": Nature.CREDIT,
    "refund": Nature.CREDIT,
    "edpdiscount": Nature.CREDIT,
    "privateratediscount": Nature.CREDIT,
    "bundleddiscount": Nature.CREDIT,
}


def aws(opened: Opened, zone: tzinfo, look: Look) -> Tally:
    """Read an AWS Cost and Usage Report, legacy or 2.0. Source: AWS Data Exports user guide."""
    modern = any(head.startswith("line_item_") for head in opened.heads)
    tally = Tally(f"AWS Cost and Usage Report {'2.0' if modern else '(legacy)'}", "aws")
    bill = Bill(tally, only=opened.gpu)
    negated = 0.0
    for chunk in chunks_of(opened, AWS_WANTED, look):
        kind = _lower(chunk.column("lineitemlineitemtype"))
        nature = _natures(kind, _AWS_NATURE)
        start, end = (
            _times(tally, chunk, "lineitemusagestartdate", zone),
            _times(tally, chunk, "lineitemusageenddate", zone),
        )
        opens, closes = (
            _times(tally, chunk, "billbillingperiodstartdate", zone),
            _times(tally, chunk, "billbillingperiodenddate", zone),
        )
        start = _falling(start, opens)
        unblended = _number(chunk, "lineitemunblendedcost", comma=False)
        paid = _falling(_number(chunk, "lineitemnetunblendedcost", comma=False), unblended)
        saved = kind == "savingsplancoveredusage"
        reserved = kind == "discountedusage"
        plan_cost = _falling(
            _number(chunk, "savingsplannetsavingsplaneffectivecost", comma=False),
            _number(chunk, "savingsplansavingsplaneffectivecost", comma=False),
        )
        reserved_cost = _falling(
            _number(chunk, "reservationneteffectivecost", comma=False),
            _number(chunk, "reservationeffectivecost", comma=False),
        )
        effective = np.where(saved, plan_cost, np.where(reserved, reserved_cost, paid))
        effective[np.isin(nature, (Nature.PURCHASE, Nature.NONE))] = np.nan
        negated += float(np.nansum(unblended[kind == "savingsplannegation"]))
        billed = np.where(saved, 0.0, paid)
        product = chunk.column("product")
        text = joined(
            *(
                chunk.column(head)
                for head in (
                    "lineitemproductcode",
                    "lineitemusagetype",
                    "lineitemoperation",
                    "productinstancetype",
                    "productvolumetype",
                    "productstorageclass",
                    "lineitemlineitemdescription",
                )
            )
        )
        gpus = _falling(
            _falling(_number(chunk, "productgpu", comma=False), _number(chunk, "producttotalgpu", comma=False)),
            gpus_said(product),
        )
        spot = _has(chunk.column("lineitemusagetype"), "spotusage")
        bill.take(
            Charges(
                start,
                end,
                nature,
                billed,
                effective,
                _number(chunk, "pricingpublicondemandcost", comma=False),
                _number(chunk, "lineitemusageamount", comma=False),
                _with_instance(text, product),
                chunk.column("pricingunit"),
                gpus,
                saved | reserved,
                chunk.column("lineitemcurrencycode"),
                spot,
                _aws_unused(chunk, kind),
            )
        )
        bill.own_period(opens, closes)
    if negated:
        tally.notices.append(
            f"Savings plans: their negations of {negated:,.2f} and the list price of the use they cover cancel each"
            " other; both are left out of what is billed."
        )
    return bill.finished()


def _has(texts: Texts, word: str) -> np.ndarray:
    """Return which texts hold a word, in small letters."""
    codes, values = distinct(texts)
    return (
        np.array([word in value.casefold() for value in values], dtype=np.bool_)[codes]
        if values
        else np.zeros(0, dtype=np.bool_)
    )


def _aws_unused(chunk: Chunk, kind: Texts) -> Floats:
    """Return what was paid for commitments and not used.

    Of reservations by their fee line, of savings plans by what is left of their commitment.
    """
    reserved = _falling(
        _number(chunk, "reservationunusedamortizedupfrontfeeforbillingperiod", comma=False), np.zeros(chunk.count)
    )
    reserved += _falling(_number(chunk, "reservationunusedrecurringfee", comma=False), np.zeros(chunk.count))
    left = _number(chunk, "savingsplantotalcommitmenttodate", comma=False) - _number(
        chunk, "savingsplanusedcommitment", comma=False
    )
    return np.where(
        kind == "rifee",
        reserved,
        np.where(kind == "savingsplanrecurringfee", _falling(left, np.zeros(chunk.count)), 0.0),
    )


# Azure

AZURE_WANTED = (
    "date",
    "usagedatetime",
    "chargetype",
    "metercategory",
    "metersubcategory",
    "metername",
    "product",
    "productname",
    "quantity",
    "cost",
    "costinbillingcurrency",
    "unitprice",
    "paygprice",
    "billingcurrency",
    "billingcurrencycode",
    "unitofmeasure",
    "pricingmodel",
    "additionalinfo",
    "billingperiodstartdate",
    "billingperiodenddate",
)
_AZURE_NATURE = {
    "usage": Nature.USE,
    "purchase": Nature.PURCHASE,
    "refund": Nature.CREDIT,
    "unusedreservation": Nature.UNUSED,
    "unusedsavingsplan": Nature.UNUSED,
    "tax": Nature.TAX,
    "credit": Nature.CREDIT,
    "adjustment": Nature.ADJUSTMENT,
    "roundingadjustment": Nature.ADJUSTMENT,
}
_CLOSED_BY = 1e-12


def azure(opened: Opened, zone: tzinfo, look: Look) -> Tally:
    """Read an Azure cost export, actual or amortised; dates are month first in every locale.

    Source: Microsoft Cost Management.
    """
    tally = Tally("Azure cost export", "azure")
    bill = Bill(tally, only=opened.gpu)
    free, paid_for, purchased = 0, 0, 0
    for chunk in chunks_of(opened, AZURE_WANTED, look):
        comma = opened.comma
        start = _falling(_times(tally, chunk, "date", zone, "mdy"), _times(tally, chunk, "usagedatetime", zone, "mdy"))
        nature = _natures(_lower(chunk.column("chargetype")), _AZURE_NATURE)
        cost = _falling(_number(chunk, "costinbillingcurrency", comma=comma), _number(chunk, "cost", comma=comma))
        quantity = _number(chunk, "quantity", comma=comma)
        listed = _number(chunk, "paygprice", comma=comma)
        listed = np.where(listed > 0, listed, _number(chunk, "unitprice", comma=comma)) * quantity
        model = _lower(chunk.column("pricingmodel"))
        committed = (model == "reservation") | (model == "savingsplan")
        use = nature == Nature.USE
        free += int(np.count_nonzero(use & (model == "reservation") & (np.abs(cost) < _CLOSED_BY) & (quantity > 0)))
        paid_for += int(np.count_nonzero(use & (model == "reservation") & (cost > 0)))
        purchased += int(np.count_nonzero((nature == Nature.PURCHASE) & committed))
        text = joined(
            *(
                chunk.column(head)
                for head in ("metercategory", "metersubcategory", "metername", "product", "productname")
            )
        )
        text = joined(text, _service_type(chunk.column("additionalinfo")))
        currency = np.where(
            chunk.column("billingcurrency") == "", chunk.column("billingcurrencycode"), chunk.column("billingcurrency")
        )
        bill.take(
            Charges(
                start,
                start + 24 * HOUR,
                nature,
                cost,
                cost.copy(),
                listed,
                quantity,
                text,
                chunk.column("unitofmeasure"),
                np.full(chunk.count, np.nan),
                committed,
                currency,
                model == "spot",
            )
        )
        opens, closes = (
            _times(tally, chunk, "billingperiodstartdate", zone, "mdy"),
            _times(tally, chunk, "billingperiodenddate", zone, "mdy"),
        )
        bill.own_period(opens, closes + 24 * HOUR)
    actual = purchased or (free and not paid_for)
    tally.title = (
        "Azure actual cost export" if actual else "Azure amortised cost export" if paid_for else "Azure cost export"
    )
    bill.amortised = not (free and not paid_for)
    tally.zone_assumed = False  # Azure's days are those of UTC
    return bill.finished()


def _service_type(info: Texts) -> Texts:
    """Return the kind of machine that the additional information names."""
    codes, values = distinct(info)
    told = [
        value.partition('"ServiceType":')[2].split(",")[0].strip(' "}') if '"ServiceType":' in value else ""
        for value in values
    ]
    return np.array(told, dtype=object)[codes] if values else info


# Google

GCP_WANTED = (
    "servicedescription",
    "skudescription",
    "usagestarttime",
    "usageendtime",
    "cost",
    "currency",
    "usageamount",
    "usageunit",
    "usageamountinpricingunits",
    "usagepricingunit",
    "credits",
    "costtype",
    "costatlist",
)
_GCP_NATURE = {
    "regular": Nature.USE,
    "": Nature.USE,
    "tax": Nature.TAX,
    "adjustment": Nature.ADJUSTMENT,
    "rounding_error": Nature.ADJUSTMENT,
}
_GIFTS = frozenset({"PROMOTION", "FREE_TIER", "FREE_TRIAL"})


def gcp_export(opened: Opened, zone: tzinfo, look: Look) -> Tally:
    """Read a Google Cloud billing export to BigQuery, saved as CSV or JSON. Source: Cloud Billing documentation."""
    tally = Tally("Google Cloud billing export", "gcp")
    bill = Bill(tally, only=opened.gpu)
    gifts = 0.0
    for chunk in chunks_of(opened, GCP_WANTED, look):
        start, end = _times(tally, chunk, "usagestarttime", zone), _times(tally, chunk, "usageendtime", zone)
        nature = _natures(_lower(chunk.column("costtype")), _GCP_NATURE)
        cost = _number(chunk, "cost", comma=False)
        reduced, given, committed = _gcp_credits(chunk.column("credits"))
        gifts += float(np.nansum(given))
        net = cost + reduced
        text = joined(chunk.column("servicedescription"), chunk.column("skudescription"))
        # in pricing units where they are told: their GiB-months are already those of their month
        priced = _number(chunk, "usageamountinpricingunits", comma=False)
        has = np.isfinite(priced) & (chunk.column("usagepricingunit") != "")
        quantity = np.where(has, priced, _number(chunk, "usageamount", comma=False))
        unit = np.where(has, chunk.column("usagepricingunit"), chunk.column("usageunit"))
        listed = _falling(_number(chunk, "costatlist", comma=False), cost)
        bill.take(
            Charges(
                start,
                end,
                nature,
                net + given,
                net,
                listed,
                quantity,
                text,
                unit,
                np.full(chunk.count, np.nan),
                committed,
                chunk.column("currency"),
                _has(text, "spot preemptible") | _has(text, "attached to spot"),
            )
        )
    done = bill.finished()  # the currency is known from here on
    if gifts:
        done.notices.append(
            f"Promotional and free-tier credits of {-gifts:,.2f} {done.currency} are in what is billed and not in"
            " effective cost."
        )
    done.notices.append("The months of Google's invoices are those of Pacific time; days here are UTC.")
    return done


def _gcp_credits(texts: Texts) -> tuple[Floats, Floats, np.ndarray]:
    """Return what credits take off each line: discounts, gifts, and whether a commitment is among them."""
    import json  # noqa: PLC0415 - only bills of this kind have such a column

    codes, values = distinct(texts)
    told: list[tuple[float, float, bool]] = []
    for value in values:
        reduced = given = 0.0
        committed = False
        try:
            entries: object = json.loads(value) if value.strip() else []
        except ValueError:
            entries = []
        for entry in entries if isinstance(entries, list) else []:  # pyright: ignore[reportUnknownVariableType]
            if isinstance(entry, dict):
                amount, kind = number(str(entry.get("amount") or 0)) or 0.0, str(entry.get("type") or "")  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]
                if kind in _GIFTS:
                    given += amount
                else:
                    reduced += amount
                committed |= kind.startswith("COMMITTED_USAGE")
        told.append((reduced, given, committed))
    if not told:
        return np.zeros(0), np.zeros(0), np.zeros(0, dtype=np.bool_)
    rows = np.array(told, dtype=np.float64)[codes]
    return rows[:, 0], rows[:, 1], rows[:, 2] > 0


CONSOLE_WANTED = (
    "servicedescription",
    "skudescription",
    "usageamount",
    "usageunit",
    "listcost",
    "cost",
    "unroundedsubtotal",
    "subtotal",
    "negotiatedsavings",
    "savingsprograms",
    "othersavings",
)


def gcp_console(opened: Opened, _zone: tzinfo, look: Look) -> Tally:
    """Read the table of Google's console reports: rounded to cents a line, so that its unrounded subtotal counts.

    It names no period.
    """
    tally = Tally("Google Cloud console report", "gcp", undated_days=DAYS_A_MONTH)
    bill = Bill(tally, undated=True, tells_commitments=False, only=opened.gpu)
    head = next((head for head in opened.heads if "(" in head), "")
    sign = head.partition("(")[2].partition(")")[0].strip()
    currency = CODES.get(sign, sign.upper()[:3])
    subtotal = np.nan
    rounded = 0
    for chunk in chunks_of(opened, CONSOLE_WANTED, look):
        comma = opened.comma
        paid = _falling(_number(chunk, "unroundedsubtotal", comma=comma), _number(chunk, "subtotal", comma=comma))
        service, sku = _lower(chunk.column("servicedescription")), chunk.column("skudescription")
        line = (service != "") & (sku != "")
        labels = _labels(chunk, ~line)
        for label in ("Subtotal", "Tax"):
            found = np.flatnonzero(~line & (labels == label.casefold()))
            if len(found) and label == "Subtotal":
                subtotal = float(paid[found[0]])
            if len(found) and label == "Tax" and np.isfinite(paid[found[0]]) and paid[found[0]]:
                tally.flows["tax"] = {0: float(paid[found[0]])}
        tally.left["that add others up"] += int(np.count_nonzero(~line))
        rounded += int(np.count_nonzero(line & (_number(chunk, "subtotal", comma=comma) == 0) & (paid > 0)))
        listed = _number(chunk, "listcost", comma=comma)
        saved = _number(chunk, "savingsprograms", comma=comma)
        nature = np.where(line, Nature.USE, Nature.NONE).astype(np.int64)
        none = np.full(chunk.count, np.nan)
        bill.take(
            Charges(
                none,
                none,
                nature,
                paid,
                paid.copy(),
                listed,
                _number(chunk, "usageamount", comma=comma),
                joined(chunk.column("servicedescription"), sku),
                chunk.column("usageunit"),
                none,
                np.zeros(chunk.count, dtype=np.bool_),
                np.full(chunk.count, currency, dtype=object),
            )
        )
        if np.nansum(saved) < 0:
            _once(
                tally.notices,
                "What savings programmes take off is in the discount of all; how many hours they cover is not in this"
                " report.",
            )
    if sign == "$":
        tally.notices.append("“$” is read as US dollars; the report names no other currency.")
    tally.warnings.append(
        "The report names no period: it is taken for one month. Take the billing export for days and hours."
    )
    if rounded:
        tally.notices.append(
            f"{counted(rounded, 'line')} rounded to nothing in the column Subtotal: the unrounded one is read."
        )
    tally = bill.finished()
    if np.isfinite(subtotal):
        tally.reconciliation += f" The report's own subtotal says {subtotal:,.2f}."
    return tally


def _labels(chunk: Chunk, rows: np.ndarray) -> Texts:
    """Return the label of each row that has neither service nor SKU, in whichever column it stands."""
    told = np.full(chunk.count, "", dtype=object)
    for place in np.flatnonzero(rows).tolist():
        texts = [str(chunk.column(head)[place]).strip() for head in CONSOLE_WANTED[2:]]
        told[place] = next((text.casefold() for text in texts if text and not text[0].isdigit() and text[0] != "-"), "")
    return told


# Oracle

OCI_WANTED = (
    "lineitemintervalusagestart",
    "lineitemintervalusageend",
    "productservice",
    "productdescription",
    "usagebilledquantity",
    "costmycost",
    "costcurrencycode",
    "costbillingunitreadable",
    "costskuunitdescription",
    "lineitemiscorrection",
    "costunitprice",
)


def oracle(opened: Opened, zone: tzinfo, look: Look) -> Tally:
    """Read an Oracle Cloud cost report; two spellings of a time stand in one row. Source: OCI billing documentation."""
    tally = Tally("Oracle Cloud cost report", "oracle")
    bill = Bill(tally, only=opened.gpu)
    corrections = 0
    for chunk in chunks_of(opened, OCI_WANTED, look):
        start, end = (
            _times(tally, chunk, "lineitemintervalusagestart", zone),
            _times(tally, chunk, "lineitemintervalusageend", zone),
        )
        cost, quantity = _number(chunk, "costmycost", comma=False), _number(chunk, "usagebilledquantity", comma=False)
        corrections += int(np.count_nonzero(_lower(chunk.column("lineitemiscorrection")) == "true"))
        text = joined(chunk.column("productservice"), chunk.column("productdescription"))
        unit = np.array(
            [
                str(one).replace("_", " ").replace("GIGABYTE MONTHS", "GB MONTHS").replace("ONE HOUR", "HOUR")
                for one in chunk.column("costbillingunitreadable")
            ],
            dtype=object,
        )
        listed = _number(chunk, "costunitprice", comma=False) * quantity
        bill.take(
            Charges(
                start,
                end,
                np.full(chunk.count, Nature.USE, dtype=np.int64),
                cost,
                cost.copy(),
                listed,
                quantity,
                text,
                unit,
                np.full(chunk.count, np.nan),
                np.zeros(chunk.count, dtype=np.bool_),
                chunk.column("costcurrencycode"),
            )
        )
    if corrections:
        tally.notices.append(f"{counted(corrections, 'correction')} of earlier lines: added with their sign.")
    return bill.finished()
