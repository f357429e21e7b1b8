"""Saying no: why, who can, and what to do now."""


class Refusal(Exception):
    """Nothing was changed. The message is shown to the person as it stands: plain, kind, complete.

    `field` names the form field to put right ("why", "text", ...), where there is one.
    """

    def __init__(self, message: str, field: str | None = None):
        super().__init__(message)
        self.message = message
        self.field = field


class Doubled(Exception):
    """The same click or form arrived before and was dealt with then. Nothing was changed."""
