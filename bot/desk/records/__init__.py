"""What is done with the records themselves: checked, erased, corrected, kept back, removed after their time."""
