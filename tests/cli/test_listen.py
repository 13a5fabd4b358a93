import socket
from urllib.parse import urlsplit

import pytest

from service.commands.server.web_server import listen, url_of
from service.kit.errors import PostilError


def test_the_port_asked_for_is_taken_when_it_is_free() -> None:
    with listen("127.0.0.1", 0) as found:
        port = found.getsockname()[1]
    with listen("127.0.0.1", port) as again:
        assert url_of(again) == f"http://127.0.0.1:{port}"


def test_a_taken_port_gives_the_next_free_one() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with listen("127.0.0.1", port) as found:
            assert port < found.getsockname()[1] <= port + 50


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(PostilError, match=r"Can't listen on 192\.0\.2\.1"):
        listen("192.0.2.1", 0)


def test_listening_everywhere_is_reached_here() -> None:
    with listen("0.0.0.0", 0) as found:
        assert url_of(found).startswith("http://127.0.0.1:")


def has_ipv6() -> bool:
    """Whether this machine has it; Python may, where the kernel or a container doesn't."""
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        return False
    return True


@pytest.mark.parametrize("is_dual", [True, False])
def test_listening_everywhere_on_ipv6_is_reached_too(
    is_dual: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not has_ipv6():
        with pytest.raises(PostilError, match="Can't listen on ::"):
            listen("::", 0)
        return
    monkeypatch.setattr(socket, "has_dualstack_ipv6", lambda: is_dual)
    with listen("::", 0) as found:
        url = urlsplit(url_of(found))
        assert url.hostname == ("127.0.0.1" if is_dual else "::1")
        socket.create_connection((url.hostname, url.port)).close()


def test_answers_do_not_wait_for_an_acknowledgement() -> None:
    with listen("127.0.0.1", 0) as bound, socket.create_connection(bound.getsockname()):
        accepted, _ = bound.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
