"""The component for every other language of Pulumi: a component plugin, which the engine starts and asks.

`plugin/` at the root of the repository holds what the engine installs; this package is what runs.
"""
