"""What Slack does with what it is given: messages, views, answers by address, people from outside."""
