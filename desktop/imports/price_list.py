"""What was read of a price list: offers to rent and prices of models, as the catalogue's own records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from models.catalogue.rows import catalogue


@dataclass(frozen=True, slots=True)
class PriceList:
    """What was read of a price list.

    rent: offers to rent, api: prices of models, each as the catalogue's own records. left_out: how many entries were of
    no use, by reason.
    """

    source: str
    as_of: str
    rent: Sequence[Mapping[str, str]] = ()
    api: Sequence[Mapping[str, str]] = ()
    left_out: Mapping[str, int] = field(default_factory=dict[str, int])

    def in_words(self) -> str:
        """Return what was read as a sentence."""
        known = catalogue()
        new = sum(f"cloud.{one['id']}" not in known for one in self.rent) + sum(
            one["id"] not in known for one in self.api
        )
        count = len(self.rent) + len(self.api)
        left = "; ".join(f"{number:,} left out: {why}" for why, number in self.left_out.items())
        return (
            f"{self.source}, {self.as_of}: {count:,} price{'' if count == 1 else 's'} taken, {new:,} of them new"
            f"{f'. {left}' if left else ''}."
        )
