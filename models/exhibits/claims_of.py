"""A claim of the article and its answer."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim: what the article says, what comes out here, whether it holds, and under which inputs."""

    key: str
    title: str
    article: str
    here: str
    holds: str
    condition: str
