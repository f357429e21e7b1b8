"""What Slack refuses in what an app writes: blocks, elements, messages, views."""
