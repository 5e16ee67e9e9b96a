"""A project full of secrets, each to be known again wherever it turns up."""

from __future__ import annotations

import sqlite3
import subprocess
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from tests.projects import shop_copy

SECRETS = {
    "key": "sk-ant-api03-" + "Q1w2E3r4T5y6U7i8O9p0",
    "environment": "ghp_" + "A1b2C3d4E5f6G7h8J9k0L1m2",
    "remote": "remotePw7x9",
    "title": "xoxb-" + "11223344556677-aBcDeFgHiJ",
    "description": "AKIA" + "Z9Y8X7W6V5U4T3S2",
    "blocked": "glpat-" + "n1B2v3C4x5Z6a7S8d9F0",
    "label": "hf_" + "kQ3wE5rT7yU9iO1pA3sD5f",
    "comment": "npm_" + "Zz1Yy2Xx3Ww4Vv5Uu6Tt7Ss8Rr9Qq0",
    "value": "pplx-" + "M9n8B7v6C5x4Z3l2K1j0",
    "broken": "sk-proj-" + "u8Y7t6R5e4W3q2L1k0J9",
    "subject": "gsk_" + "P0o9I8u7Y6t5R4e3W2q1",
    "body": "ATATT" + "3xFfGF0abcdefghijklmnop",
    "document": "MIIEowIBAAKCAQEAs3cr3tK3yMat3r1alB64Q",
    "record": "hunter2-Adr99",
    "request": "r8_" + "Hh1Jj2Kk3Ll4Qq5Ww6Ee7Rr",
    "goal": "AIza" + "SyD1f2G3h4J5k6L7z8X9c0V1b2N3m4Q5w6",
    "fact": "dapi" + "0123456789abcdef0123456789abcdef",
    "reason": "lin_api_" + "a1S2d3F4g5H6j7K8l9Z0",
    "option": "shpat_" + "00112233445566778899aabbccddeeff",
    "exception": "whsec_" + "b3N4c5V6x7Z8l9K0j1H2",
}
"""By where it stands. The remote's and the record's are known by their place alone."""

_AUTHOR = ("-c", "user.name=x", "-c", "user.email=x@example.org")
_DAY = "2026-11-17T10:00:00Z"


def planted(root: Path) -> Path:
    """Make the example project with secrets in its items, documents, commits and remote."""
    shop_copy(root)
    s = SECRETS
    (root / "backlog" / "secrets.yaml").write_text(
        f"# {s['comment']}\n"
        f"- {{id: SEC-1, title: Use {s['title']}, status: ready, points: 1, labels: [{s['label']}]}}\n"
        f"- {{id: SEC-2, title: two, description: Log in with {s['description']} first, status: review}}\n"
        f"- {{id: SEC-3, title: three, status: blocked, points: 2, blocked_reason: {s['blocked']}}}\n"
        f"- {{id: SEC-4, title: four, status: {s['value']}, api_token: {s['value']}, due: {s['value']}}}\n"
    )
    (root / "backlog" / "broken.yaml").write_text(
        f"- {{id: SEC-9, title: {s['broken']}\n  {s['broken']}: [\n"
    )
    pem = f"-----BEGIN PRIVATE KEY-----\n{s['document']}\n-----END PRIVATE KEY-----"
    (root / "docs" / "adr").mkdir(parents=True)
    (root / "docs" / "wallet.md").write_text(f"# Wallet\n\nThe wallet is opened with\n\n{pem}\n\nby hand.\n")
    (root / "docs" / "adr" / "0001-wallet.md").write_text(
        f"# 1. Wallet\n\n## Status\n\nAccepted\n\n## Decision\n\nWallet password: {s['record']}\n"
    )
    git(root, "remote", "add", "origin", f"https://bot:{s['remote']}@git.example.org/shop.git")
    git(root, "commit", "-q", "--allow-empty", "-m", f"SEC-1 {s['subject']}\n\nwallet {s['body']}\n")
    return root


def git(root: Path, *arguments: str) -> None:
    """Run git as nobody in particular."""
    env = {"PATH": "/usr/bin:/bin", "GIT_COMMITTER_DATE": _DAY, "GIT_AUTHOR_DATE": _DAY, "HOME": str(root)}
    subprocess.run(["git", *_AUTHOR, *arguments], cwd=root, check=True, env=env)


def leaks(data: bytes) -> list[str]:
    """Return the names of the secrets in `data`."""
    return [name for name, secret in SECRETS.items() if secret.encode() in data]


def unpacked(path: Path) -> Iterator[bytes]:
    """Yield a file as it is and, of a database, every value, unpacked where it is packed."""
    data = path.read_bytes()
    yield data
    if not data.startswith(b"SQLite format 3\0"):
        return
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in names:
            for row in connection.execute(f"SELECT * FROM [{name}]"):
                for value in row:
                    if isinstance(value, bytes) and value[:1] == b"x":
                        yield zlib.decompress(value)
