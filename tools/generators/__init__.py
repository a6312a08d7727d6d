"""What is written from the models of the spec: JSON Schemas for editors, types for Python, the reference."""
