"""The objects of a stack as plain manifests: `make render`."""
