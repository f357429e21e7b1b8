"""Sends what stands in the outbox, one row at a time, and remembers what became of it.

`dispatcher.py` takes rows and says what is done with each; `ledger.py` writes that down; `sender.py` is what a
way of sending has to offer, `slack_sender.py` the one there is; `addresses.py` turns recipients into Slack
conversations; `slack_errors.py` says what an error means; `pacing.py` keeps Slack's speed limits.
"""
