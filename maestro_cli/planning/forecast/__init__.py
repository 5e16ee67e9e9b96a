"""Forecasts: when work is done and how much is done by a day, as sure as the past allows."""
