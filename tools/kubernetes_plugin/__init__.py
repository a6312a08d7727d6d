"""A development stand-in for the official Kubernetes resource plugin of Pulumi; see README.md."""
