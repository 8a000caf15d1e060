"""What to do next: pure functions. `now` and chance are arguments; every answer carries its reason."""
