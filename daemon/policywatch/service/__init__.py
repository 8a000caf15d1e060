"""Staying alive: ticks, workers, signals, systemd and logs."""
