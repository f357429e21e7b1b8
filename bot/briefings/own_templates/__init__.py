"""Templates that a council wrote itself: run apart from everything else, checked, and never in the way of a letter."""
