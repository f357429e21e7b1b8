"""Talks: the desk's verbs, Slack in and out, delivery, the demo."""
