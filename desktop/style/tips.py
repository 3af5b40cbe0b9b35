"""Tool tips: the one place that makes them, so that a name from a plan is never read as markup."""

import html


def tip(text: str) -> str:
    """Return a text for a tool tip: it wraps, and every character of it is shown as it is; empty for no text."""
    return f"<p>{html.escape(text)}</p>" if text else ""
