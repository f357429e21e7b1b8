"""What a workspace holds: people, channels, messages, views, and what was handed out. It tells nobody."""
