"""The component plugin, for language hosts that run it from this folder (PulumiPlugin.yaml)."""

import sys

from pulumi_inference.plugin.server import serve

if __name__ == "__main__":
    serve(sys.argv[1:])
