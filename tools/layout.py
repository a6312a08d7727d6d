"""Where everything of the local stack stands: below .local, which git ignores and `make down` empties."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCAL = ROOT / ".local"
BIN = LOCAL / "bin"
VENV = LOCAL / "venv"
CONTROL_PLANE = LOCAL / "control-plane"
KUBECONFIG = LOCAL / "kubeconfig"
PULUMI_HOME = LOCAL / "pulumi"
BACKEND = LOCAL / "state"
ENVIRONMENT = LOCAL / "env.sh"
DEPLOYED_TO = LOCAL / "deployed-to"  # which cluster the stack's state speaks of

STACK = "local"
PASSPHRASE = "local"  # no secret: it opens a throw-away state, and the stack file's salt goes with it
