"""Leaving Socket Mode: slack_sdk's client, closed so that nothing of it stays behind."""

from slack_bolt.adapter.socket_mode import SocketModeHandler


def leave(handler: SocketModeHandler) -> None:
    """Close the connection for good. Waits for what is being answered, and up to three seconds for its reader."""
    client = handler.client
    client.default_auto_reconnect_enabled = False  # a reconnection that is under way copies it when it ends
    client.closed = True
    client.message_queue.put(None)  # its thread would wait a second for a message otherwise
    try:
        handler.close()
    except AttributeError:
        # Slack closed at the same moment: the reader took the socket away between the client's look and its use,
        # and the client's threads were left running
        if client.is_connected():
            raise
        handler.close()
