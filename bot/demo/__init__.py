"""`rapid-response demo`: the bot and a stand-in for Slack in one process, with people, places and a few issues."""
