"""Notions of Kubernetes, each in a module of its own and free of Pulumi."""
