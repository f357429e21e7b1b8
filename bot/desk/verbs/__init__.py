"""What people do to an issue: one function a verb, one transaction each."""
