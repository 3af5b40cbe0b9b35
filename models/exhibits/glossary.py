"""The terms of the field as the documents use them, one meaning each."""

from collections.abc import Mapping

GLOSSARY: Mapping[str, str] = {
    "API": "A provider's model that is called over the network and paid for by token.",
    "At its best": (
        "An option with its commitments, spot share, servers and APIs set so that it costs least within the limits of"
        " the plan."
    ),
    "Burst": "Work beyond the servers owned that is rented in the cloud.",
    "Business as usual": "What the organisation does today, carried on without a new decision.",
    "Commitment": "Cloud capacity paid for over one or three years, whether it is used or not, at a lower price.",
    "Contingency": "A share added to a sum to be approved; no cost until it is spent.",
    "EBITDA": "Earnings before interest, tax, depreciation and amortisation.",
    "Hybrid": "Servers owned for the steady part of the work, the rest rented.",
    "Net benefit": "What the work is worth less what an option costs, both in present value.",
    "Optimism bias": "The share by which estimates of such projects have turned out too low, added before approval.",
    "P10, P50, P90": "Amounts that one, five and nine in ten of the cases drawn stay below.",
    "Payback": "The month from which an option stays cheaper than the cloud, up to the horizon.",
    "Peak funding": "The most by which an option's cumulative cost has been above the cloud's at any time.",
    "PERT": "A distribution over low, likely and high that gives the likely value four times the weight of an end.",
    "Present value": "A sum of later payments in today's money, each discounted at the plan's rate.",
    "Resale": "What owned servers can be sold for at the horizon.",
    "Spot": "Cloud capacity at a lower price that the provider may take back at short notice.",
    "Switching value": "The value of an input, alone, at which another option becomes the cheapest.",
    "Tripwire": "A figure that is watched after the decision and reopens it once it is crossed.",
    "Utilisation": "The share of the hours in which a GPU does work.",
    "Whole-life cost": "All that is paid to the horizon at the prices of the day, less resale.",
    "Worth knowing": "What a decision would cost less, on average, if an input were known before it is taken.",
}
"""By term, in alphabetical order."""
