"""Why a page cannot be read."""

from __future__ import annotations


class UnreadableError(ValueError):
    """A payload that is no page, or one beyond the bounds.

    Attributes:
        reason: `binary`, `too-large`, `too-deep`, `too-many-nodes`, `too-many-attributes` or `too-many-images`.
    """

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail

    def __reduce__(self) -> tuple[type[UnreadableError], tuple[str, str]]:
        """Let the error cross process borders: workers report it to their parent."""
        return UnreadableError, (self.reason, self.detail)
