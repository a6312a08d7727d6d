"""`python -m pulumi_inference.plugin ENGINE_ADDRESS`: what the engine starts."""

import sys

from pulumi_inference.plugin.server import serve

if __name__ == "__main__":
    serve(sys.argv[1:])
