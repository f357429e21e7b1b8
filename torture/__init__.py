"""The bot under fire: its processes are killed and paused everywhere, its Slack misbehaves. Nothing may go wrong.

`make torture` runs it; `campaign.py` is where to begin reading.
"""
