"""What gives a shell the same commands and settings: .local/bin and .local/env.sh."""

import shlex
from pathlib import Path

from tools import toolchain
from tools.engine import Engine
from tools.environment import LOCALHOST
from tools.layout import BIN, ENVIRONMENT, VENV
from tools.toolchain.modules import KUBERNETES

COMMANDS = ("pulumi", "pulumi-language-python")


def write_shell_environment(engine: Engine) -> None:
    BIN.mkdir(parents=True, exist_ok=True)
    _link("kubectl", toolchain.ensure(KUBERNETES))
    pulumi = toolchain.ensure_pulumi()
    for name in COMMANDS:
        _link(name, pulumi)
    ENVIRONMENT.write_text(_script(engine))
    ENVIRONMENT.chmod(0o600)


def _link(name: str, folder: Path) -> None:
    link = BIN / name
    link.unlink(missing_ok=True)
    if (folder / name).exists():
        link.symlink_to(folder / name)


def _script(engine: Engine) -> str:
    exports = [f"export {name}={shlex.quote(value)}" for name, value in engine.variables().items()]
    path = ":".join(shlex.quote(str(folder)) for folder in (BIN, VENV / "bin"))
    return "\n".join(
        [
            "# Written by `make up`. For sh, bash and zsh: . .local/env.sh",
            *exports,
            f'export NO_PROXY="${{NO_PROXY:+$NO_PROXY,}}{LOCALHOST}" no_proxy="${{no_proxy:+$no_proxy,}}{LOCALHOST}"',
            "unset PULUMI_CONFIG_PASSPHRASE_FILE PULUMI_STACK",
            f"export VIRTUAL_ENV={shlex.quote(str(VENV))}",
            f'export PATH={path}:"$PATH"',
            "",
        ]
    )
