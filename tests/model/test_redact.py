"""Secrets are found by shape or name; hashes, ids and words about secrets stay."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maestro_cli.model.redact import redact

LETTERS = "aB3dE6gH9jK2mN5pQ8sT1vW4xY7zA0cD3fG6hJ9k"
PEM = (
    "-----BEGIN RSA PRIVATE KEY-----\n"
    + ("MIIEowIBAAKCAQEA" + LETTERS + "\n") * 3
    + "-----END RSA PRIVATE KEY-----"
)
SECRETS = [
    "sk-ant-api03-" + LETTERS,
    "sk-proj-" + LETTERS,
    "sk-" + LETTERS,
    "gsk_" + LETTERS,
    "hf_" + LETTERS,
    "AIza" + LETTERS[:35],
    "AKIAIOSFODNN7EXAMPLE",
    "sk_live_" + LETTERS,
    "lin_api_" + LETTERS,
    "ntn_" + LETTERS,
    "ghp_" + LETTERS[:36],
    "github_pat_11AB_" + LETTERS,
    "glpat-" + LETTERS[:20],
    "xoxb-123456789012-" + LETTERS,
    "ATATT3xFf" + LETTERS,
    "npm_" + LETTERS[:36],
    "pypi-AgEIcHlwaS5vcmc" + LETTERS,
    "hvs." + LETTERS,
    "1234567890:AA" + LETTERS[:33],
    "MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs",
    "0123456789abcdef0123456789abcdef-us12",
    "AC0123456789abcdef0123456789abcdef",
    "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxMjM0NTY3ODkwIn0",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9",
    PEM,
    PEM.replace("\n", "\\n"),
    PEM.splitlines()[0] + "\n" + LETTERS * 2,
]
IN_PLACE = [
    ("postgres://bob:hunter2@db.example.com/x", "hunter2"),
    ("https://x-access-token:abc@github.com/a/b", "x-access-token:abc"),
    ("git clone https://0123456789abcdef0123@example.com/a.git", "0123456789abcdef0123"),
    ("redis://:p4ss@localhost", "p4ss"),
    ("https://hooks.slack.com/services/T000/B000/" + LETTERS, LETTERS),
    ("Authorization: Bearer " + LETTERS, LETTERS),
    ("authorization: Basic dXNlcjpwYXNzd29yZDEyMw==", "dXNlcjpwYXNzd29yZDEyMw=="),
    ("password: hunter2", "hunter2"),
    ('password = "correct-Horse7battery"', "correct-Horse7battery"),
    ('DB_PASSWORD="letmein"', "letmein"),
    ("MYSQL_PWD=s3cr3t!", "s3cr3t!"),
    ('{"password": "p@ss word 1"}', "p@ss word 1"),
    ("pass: 'Tr0ub4dor&3'", "Tr0ub4dor&3"),
    ("비밀번호: qwer1234!", "qwer1234!"),
    ("비밀번호: 8자리1234!", "8자리1234!"),
    ("PIN password=123456", "123456"),
    ("Passcode: 482913", "482913"),
    ("password: hunter2-Adr99", "hunter2-Adr99"),
    ("password: letmein-2024", "letmein-2024"),
    ("password: summer-24", "summer-24"),
    ("password: 123abc", "123abc"),
    ("password: correct-horse-battery7", "correct-horse-battery7"),
    ("password: sha256-K1dd0", "sha256-K1dd0"),
    ("PASSWORD=77-monkeys", "77-monkeys"),
    ('"password": "12-monkeys"', "12-monkeys"),
    ("aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "wJalrXUtnFEMI"),
    ("api_key=9f8e7d6c5b4a39281706", "9f8e7d6c5b4a39281706"),
    ("X-Api-Key: 9f8e7d6c5b4a39281706", "9f8e7d6c5b4a39281706"),
    ("clientSecret: 'Zx9-kLm3_qWe7RtY'", "Zx9-kLm3_qWe7RtY"),
    ("https://x.example/?access_token=a1b2c3d4e5f6g7h8&page=2", "a1b2c3d4e5f6g7h8"),
    ("DefaultEndpointsProtocol=https;AccountKey=Zm9vYmFyMTIzNDU2Nzg5MA==;x", "Zm9vYmFyMTIzNDU2Nzg5MA"),
]
HARMLESS = [
    "Add token refresh to the login page",
    "The password field must be at least 12 characters",
    "As a user I want to reset my password: the old one stays valid",
    "password: required",
    '"password": "string"',
    "Password policy: see the wiki",
    "secret: see vault",
    "api_key: ${ANTHROPIC_API_KEY}",
    "token: $TOKEN",
    "password: <your password>",
    "password = os.environ['DB_PASSWORD']",
    "password = getPassword(user)",
    "token_env: GITHUB_TOKEN",
    "max_tokens = 4096",
    "tokens: 123456",
    "token: T5-NO-APPROVAL",
    "commit 9fceb02d0ae598e95dc970b74767f19372d61af8",
    "satisfies: REQ-12@deadbeef",
    "550e8400-e29b-41d4-a716-446655440000",
    "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "upgrade sk-learn to 1.7",
    "https://example.com/a/b?page=2#L10",
    "mail bob@example.com and see http://example.com/@bob",
    "https://example.com/a:b@c",
    "US-1: 3 points; depends_on: US-2",
    "2026-11-26T12:00:00+00:00",
    "compass: a1b2c3d4",
    "PWD=/Users/tom/repos/xd2 OLDPWD=/Users/tom/repos/xd1",
    "tomcat ALL=NOPASSWD:/usr/bin/apt-get2",
    "jdbc:x?user=xxxxx&password=xxxxxx\\",
    'password = \'"" + user.getPassword() + ""\'',
    "new_passwd = field3.getText();",
    "the design: v2-final-3",
    "Bearer authentication-middleware is missing",
    "토큰 만료 시 다시 로그인",
    "비밀번호: 8자 이상이어야 합니다",
    "Passcode: 6-digit",
    "Passcode: 4-6-digit PIN.",
    "Password: 12-characters minimum",
    "Password: 8-20chars, 1-uppercase",
    "Password: 12characters",
    "Password: min.12-characters+symbols",
    "Password: bcrypt/argon2",
    "Password: PBKDF2-HMAC-SHA256.",
    "passphrase: 90-day-rotation",
    "Password: a-z/A-Z/0-9",
    "비밀번호: 8자리+특수문자",
    "비밀번호: 영문/숫자/특수문자/8~20자",
    "Access token: 15-minute-expiry/HS256",
    "key-value store",
    "ask-ant-hill-about-the-roadmap-of-next-year",
]


@pytest.mark.parametrize("secret", SECRETS, ids=range(len(SECRETS)))
def test_a_secret_is_known_by_its_shape(secret: str) -> None:
    text = redact(f"see {secret} there")
    assert text.startswith("see [redacted ")
    assert text.endswith("] there")
    assert text.count("redacted") == 1


@pytest.mark.parametrize(("text", "secret"), IN_PLACE)
def test_a_secret_is_known_by_where_it_stands(text: str, secret: str) -> None:
    assert secret not in redact(text)
    assert "[redacted " in redact(text)


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_no_secret_stays(text: str) -> None:
    assert redact(text) == text


def test_only_the_secret_goes() -> None:
    text = 'url: "postgres://bob:hunter2@db/x"  # password: "abc123!" end'
    assert redact(text) == 'url: "postgres://[redacted login]@db/x"  # password: "[redacted password]" end'


def test_a_secret_may_be_known_by_value() -> None:
    assert redact("it is plain-word here", ("plain-word", "it")) == "it is [redacted key] here"


PIECES = st.sampled_from(
    [*SECRETS, *(text for text, _ in IN_PLACE), *HARMLESS, "\n", '"', "=", ": ", "password"]
)


@settings(deadline=None)
@given(st.lists(PIECES | st.text(max_size=8), max_size=8).map("".join))
def test_twice_is_as_good_as_once(text: str) -> None:
    assert redact(redact(text)) == redact(text)


@pytest.mark.parametrize(
    "piece",
    [
        "-----BEGIN PRIVATE KEY-----\n",
        "A",
        "://a:",
        "password = ",
        "eyJ",
        "sk-",
        "SG.",
        "token :",
        "password: " + "min.8h-" * 70 + "Q ",
        "1",
        "Bearer ",
    ],
)
def test_no_text_takes_long(piece: str) -> None:
    """Time grows with length, so ten times the text stays far below a hundred times the time."""

    def seconds(length: int) -> float:
        text = (piece * length)[:length]
        best = float("inf")
        for _ in range(3):
            began = time.process_time()
            redact(text)
            best = min(best, time.process_time() - began)
        return best

    assert seconds(100_000) < 30 * seconds(10_000) + 0.05
