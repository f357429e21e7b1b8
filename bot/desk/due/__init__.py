"""What time does: reminders and escalations, briefings, work handed on, what has had its time."""
