"""What a sender raises: why a message did not go, and what follows from it."""


class TransportError(Exception):
    """`what_to_do` is one plain sentence for the team; it is shown beside the delivery.

    permanent: trying again is pointless until a person does something.
    retry_after: seconds after which it may be tried again; None leaves that to the dispatcher.
    unknown: the message may have arrived; look for it before it is sent again.
    limited: too fast, a new due time and not a failure.
    everything: all messages of this way are hit alike (a token that no longer works).
    code: the service's own word for it, such as "channel_not_found".
    channel: the conversation that it was about, once that is known.
    """

    def __init__(
        self,
        what_to_do: str,
        *,
        permanent: bool = False,
        retry_after: float | None = None,
        unknown: bool = False,
        limited: bool = False,
        everything: bool = False,
        code: str = "",
    ):
        super().__init__(what_to_do)
        self.what_to_do, self.code, self.channel = what_to_do, code, ""
        self.permanent, self.retry_after, self.unknown = permanent, retry_after, unknown
        self.limited, self.everything = limited, everything

    def __str__(self) -> str:
        return f"{self.what_to_do} ({self.code})" if self.code else self.what_to_do
