"""What people do about briefings in Slack: read their own, choose when it comes, look after what goes out."""
