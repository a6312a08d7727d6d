"""One file a feature: its part of the spec, its rules across fields, and the Kubernetes objects it adds."""
