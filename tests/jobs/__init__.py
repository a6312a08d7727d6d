"""What jobs run in their pods, run here with the real programs."""
