"""What a person does in Slack: reading, typing, clicking, filling forms."""
