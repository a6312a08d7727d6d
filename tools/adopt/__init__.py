"""Running objects into the component's hands: `make adopt`."""
