"""A channel's secrets do not come back through its answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policywatch.deliver.redaction import Redaction
from policywatch.model.secret import Secret

URL = "https://user:pa55word@hooks.example/services/T0/B0/a1b2c3d4e5?key=k3yk3yk3y&x=1"
KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
REDACTION = Redaction(Secret(URL), [Secret(KEY)])
TOKENS = ("a1b2c3d4e5", "pa55word", "k3yk3yk3y", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")


@pytest.mark.parametrize(
    "answer",
    [
        f"cannot POST {URL}",
        "cannot POST /services/T0/B0/a1b2c3d4e5?key=k3yk3yk3y&x=1",
        "cannot POST /services/T0/B0/a1b2c3d4e5?key=k3yk3yk3y&amp;x=1",
        r'{"path": "\/services\/T0\/B0\/a1b2c3d4e5"}',
        "next=%2Fservices%2FT0%2FB0%2Fa1b2c3d4e5",
        "token A1B2C3D4E5 is unknown",
        "Authorization: Basic dXNlcjpwYTU1d29yZA==",
        f"{KEY} does not match",
        "key MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    ],
)
def test_no_secret_stays_however_it_is_written(answer: str) -> None:
    shown = REDACTION.redacted(answer).lower()
    assert "***" in shown
    assert not any(token.lower() in shown for token in (*TOKENS, "dXNlcjpwYTU1d29yZA"))


@pytest.mark.parametrize(
    "shown", ["a&b'c/d+e", "a&amp;b&#x27;c/d+e", r"a&b'c\/d+e", "a%26b%27c%2Fd%2Be", "A%26B%27C%2fD%2bE"]
)
def test_a_secret_of_odd_signs_is_hidden_in_every_spelling(shown: str) -> None:
    assert Redaction(Secret("https://hooks.example/"), [Secret("a&b'c/d+e")]).redacted(f"key {shown}.") == "key ***."


def test_the_host_and_ordinary_words_stay() -> None:
    answer = "hooks.example says: no such service, x=1, T0"
    assert REDACTION.redacted(answer) == answer


def test_a_url_without_a_path_hides_no_slash() -> None:
    assert Redaction(Secret("https://hooks.example/")).redacted("a/b") == "a/b"


@given(st.text(), st.text(), st.sampled_from([URL, KEY, *TOKENS]))
def test_a_secret_is_hidden_wherever_it_stands(before: str, after: str, secret: str) -> None:
    assert secret not in REDACTION.redacted(before + secret + after)
