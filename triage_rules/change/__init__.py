"""What a changed criteria document does: beside the old one, to past issues, and what overrides say of it."""
