"""What Slack sends an app, how it gets there, and again when it did not."""
