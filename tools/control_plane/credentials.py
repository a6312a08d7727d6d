"""Keys, tokens and kubeconfigs of one control plane, readable by their owner only."""

import base64
import ipaddress
import os
import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path

import yaml
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

ADMIN = "admin"
# User name and groups, as kubeadm's certificates have them. RBAC knows the controller manager and the scheduler.
USERS = {
    ADMIN: ("kubernetes-admin", "system:masters"),
    "kube-controller-manager": ("system:kube-controller-manager", ""),
    "kube-scheduler": ("system:kube-scheduler", ""),
    "kwok": ("kwok", "system:masters"),
}
LIFETIME = timedelta(days=3650)


class Credentials:
    """Files below one directory. What exists is kept, so that a restart finds what it left."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.certificate = directory / "apiserver.crt"
        self.key = directory / "apiserver.key"
        self.service_account_key = directory / "service-account.key"
        self.tokens = directory / "tokens.csv"

    def ensure(self) -> None:
        self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not self.tokens.is_file():  # written last, so its presence says that the others are there
            self._create()

    def write_kubeconfig(self, path: Path, user: str, server: str, context: str) -> None:
        authority = base64.b64encode(self.certificate.read_bytes()).decode()
        config = {
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [{"name": context, "cluster": {"server": server, "certificate-authority-data": authority}}],
            "users": [{"name": context, "user": {"token": self._token(user)}}],
            "contexts": [{"name": context, "context": {"cluster": context, "user": context, "namespace": "default"}}],
            "current-context": context,
        }
        write_private(path, yaml.safe_dump(config, sort_keys=False))

    def _create(self) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        write_private(self.key, _pem(key))
        write_private(self.service_account_key, _pem(ec.generate_private_key(ec.SECP256R1())))
        write_private(self.certificate, _self_signed(key))
        lines = [f'{secrets.token_urlsafe(32)},{name},{user},"{group}"' for user, (name, group) in USERS.items()]
        write_private(self.tokens, "\n".join(lines) + "\n")

    def _token(self, user: str) -> str:
        rows = (line.split(",") for line in self.tokens.read_text().splitlines())
        return next(token for token, _, uid, _ in rows if uid == user)


def write_private(path: Path, text: str) -> None:
    """Whole or not at all, and never readable by others, not even for a moment."""
    scratch = path.with_name(f"{path.name}.new")
    scratch.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    scratch.replace(path)


def _pem(key: ec.EllipticCurvePrivateKey) -> str:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    ).decode()


def _self_signed(key: ec.EllipticCurvePrivateKey) -> str:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "pulumi-inference local API server")])
    addresses: list[x509.GeneralName] = [
        x509.IPAddress(ipaddress.ip_address("127.0.0.1")),
        x509.DNSName("localhost"),
        x509.DNSName("kubernetes.default.svc"),
    ]
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))  # clocks differ between a laptop and its virtual machines
        .not_valid_after(now + LIFETIME)
        .add_extension(x509.SubjectAlternativeName(addresses), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    return certificate.public_bytes(serialization.Encoding.PEM).decode()
