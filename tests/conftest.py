"""Fixtures that every part's tests share."""
