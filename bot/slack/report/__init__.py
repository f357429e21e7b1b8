"""The form "Report an issue": its state, how it changes, how it is drawn, what is offered in it."""
