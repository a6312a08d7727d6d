"""`python -m tools.kubernetes_plugin [engine-address]`: what the engine starts."""

import sys

from tools.kubernetes_plugin.server import serve

if __name__ == "__main__":
    serve(sys.argv[1:])
