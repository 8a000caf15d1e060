"""Certificates are checked."""

from __future__ import annotations

import contextlib
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest

from policywatch.errors import Fault, NetError
from policywatch.net import AddressPolicy, Http, Limits, Request

LOOPBACK = AddressPolicy(allow_networks=(ip_network("127.0.0.0/8"), ip_network("::1/128")))


@dataclass(frozen=True)
class Secure:
    port: int
    #: the server's own certificate, which is also its authority
    certificate: Path


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secure]:
    """A TLS server whose certificate is for 127.0.0.1 only."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("needs the openssl command to make a certificate")
    folder = tmp_path_factory.mktemp("tls")
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    subprocess.run(
        [
            *(openssl, "req", "-x509", "-nodes", "-days", "2", "-subj", "/CN=policywatch test"),
            *("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"),
            *("-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate),
        ],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            while True:
                try:
                    peer, _ = listener.accept()
                except OSError:
                    return  # the listener is shut down: the tests are over
                with peer, contextlib.suppress(OSError), context.wrap_socket(peer, server_side=True) as wrapped:
                    while wrapped.recv(65536):
                        wrapped.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecure")

        thread = threading.Thread(target=serve)
        thread.start()
        yield Secure(listener.getsockname()[1], certificate)
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()


def fault_of(http: Http, url: str, limits: Limits | None = None) -> NetError:
    with pytest.raises(NetError) as caught:
        http.exchange(Request("GET", url), limits or Limits())
    return caught.value


def test_a_certificate_of_an_authority_the_operator_added_is_accepted(
    secure: Secure, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(secure.certificate))
    with contextlib.closing(Http(LOOPBACK, "policywatch/test")) as http:
        for _ in range(2):
            assert http.exchange(Request("GET", f"https://127.0.0.1:{secure.port}/")).body == b"secure"


def test_a_certificate_of_an_unknown_authority_is_refused(secure: Secure) -> None:
    with contextlib.closing(Http(LOOPBACK, "policywatch/test")) as http:
        error = fault_of(http, f"https://127.0.0.1:{secure.port}/")
    assert error.fault is Fault.TLS
    assert error.cause == "no secure connection: its certificate is not accepted: self-signed certificate"


def test_a_certificate_for_another_name_is_refused(secure: Secure, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(secure.certificate))
    with contextlib.closing(Http(LOOPBACK, "policywatch/test")) as http:
        error = fault_of(http, f"https://localhost:{secure.port}/")
    assert error.fault is Fault.TLS
    assert "not valid for 'localhost'" in error.cause


def test_a_server_without_tls_is_a_tls_fault() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer_in_clear() -> None:
            peer, _ = listener.accept()
            with peer:
                peer.recv(1000)
                peer.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        thread = threading.Thread(target=answer_in_clear)
        thread.start()
        with contextlib.closing(Http(LOOPBACK, "policywatch/test")) as http:
            error = fault_of(http, f"https://127.0.0.1:{listener.getsockname()[1]}/")
        thread.join()
    assert error.fault is Fault.TLS


def test_a_handshake_that_hangs_ends_with_the_time_to_connect() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as silent,
        contextlib.closing(Http(LOOPBACK, "policywatch/test")) as http,
    ):
        limits = Limits(connect=timedelta(seconds=0.2))
        error = fault_of(http, f"https://127.0.0.1:{silent.getsockname()[1]}/", limits)
    assert error.fault is Fault.TIMEOUT
    assert error.cause == "no connection within 0.2 s"
