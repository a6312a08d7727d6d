"""The development plugin."""
