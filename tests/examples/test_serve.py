from __future__ import annotations

import http.client
import json
import socket
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from examples.site.build import TRUTH
from examples.site.serve import Site, serving


def get(site: Site, path: str, method: str = "GET") -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection(urlsplit(site.url).netloc, timeout=10)
    connection.request(method, path)
    response = connection.getresponse()
    answer = response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
    connection.close()
    return answer


def test_pages_and_pictures_have_their_type_and_length(site: Site) -> None:
    for path, media_type in (
        ("/", "text/html; charset=utf-8"),
        ("/articles/", "text/html; charset=utf-8"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/img/harbour-dawn.jpg", "image/jpeg"),
        ("/img/walk-1.png", "image/png"),
        ("/img/blank.gif", "image/gif"),
        ("/img/pencils.webp", "image/webp"),
        ("/downloads/rainfall.csv", "text/csv; charset=utf-8"),
        ("/de/kopfzeile-cp1252.html", "text/html; charset=windows-1252"),
        ("/de/meta-cp1252.html", "text/html"),
        ("/img/not-a-picture.jpg", "image/jpeg"),
    ):
        status, headers, body = get(site, path)
        assert (path, status, headers["content-type"]) == (path, 200, media_type)
        assert int(headers["content-length"]) == len(body) > 0


def test_redirects_lead_through_a_chain_and_round_a_loop(site: Site) -> None:
    assert get(site, "/old/1")[1]["location"] == "/old/2"
    status, headers, _ = get(site, "/old/2")
    assert (status, headers["location"]) == (301, "/articles/the-old-pier.html")
    assert [get(site, f"/loop/{name}")[1]["location"] for name in "ab"] == ["/loop/b", "/loop/a"]


def test_errors(site: Site) -> None:
    statuses = {
        path: get(site, path)[0]
        for path in (
            *("/articles/never-written.html", "/img/no-such-picture.jpg", "/news/withdrawn.html"),
            *("/img/server-error.jpg", f"/{TRUTH}", "/news/today.first.html.html", "/../etc/passwd", "/articles"),
        )
    }
    assert statuses == {
        "/articles/never-written.html": 404,
        "/img/no-such-picture.jpg": 404,
        "/news/withdrawn.html": 410,
        "/img/server-error.jpg": 500,
        f"/{TRUTH}": 404,
        "/news/today.first.html.html": 404,
        "/../etc/passwd": 404,
        "/articles": 404,
    }


def test_the_consent_header_is_sent_with_its_page_only(site: Site) -> None:
    assert "noai" in get(site, "/odd/header-noai.html")[1]["x-robots-tag"]
    assert "x-robots-tag" not in get(site, "/odd/meta-noai.html")[1]


def test_the_news_of_today_change_after_the_first_get(site: Site) -> None:
    get(site, "/news/today.html", "HEAD")
    bodies = [get(site, "/news/today.html")[2] for _ in range(3)]
    assert bodies[0] != bodies[1] == bodies[2]
    assert b"fallen-beech.jpg" in bodies[0]
    assert b"open-doors.jpg" in bodies[1]


def test_the_port_is_written_into_pages_and_not_into_pictures(site: Site, folder: Path) -> None:
    port = urlsplit(site.url).port
    body = get(site, "/articles/the-year-of-the-bee.html")[2].decode()
    assert f'src="//localhost:{port}/img/bee-on-comb.jpg"' in body
    assert "@@PORT@@" not in body
    assert get(site, "/img/bee-on-comb.jpg")[2] == (folder / "img/bee-on-comb.jpg").read_bytes()


def test_a_head_has_the_headers_of_the_get_and_no_body(site: Site) -> None:
    _, headers, body = get(site, "/img/heron.jpg", "HEAD")
    assert body == b""
    assert int(headers["content-length"]) == len(get(site, "/img/heron.jpg")[2])


def test_a_connection_serves_many_requests(site: Site) -> None:
    connection = http.client.HTTPConnection(urlsplit(site.url).netloc, timeout=10)
    connection.connect()
    used = connection.sock
    for path in ("/", "/old/1", "/img/heron.jpg", "/articles/never-written.html", "/news/"):
        connection.request("GET", path)
        connection.getresponse().read()
        assert connection.sock is used
    connection.close()


def test_localhost_reaches_the_same_server(site: Site) -> None:
    parts = urlsplit(site.second_url)
    assert parts.hostname == "localhost"
    for family, *_, address in socket.getaddrinfo("localhost", parts.port, type=socket.SOCK_STREAM):
        if family == socket.AF_INET:
            with socket.create_connection((str(address[0]), int(address[1])), timeout=10) as peer:
                peer.sendall(b"GET /robots.txt HTTP/1.0\r\n\r\n")
                assert b"Disallow: /private/" in peer.makefile("rb").read()
    with http.client.HTTPResponse(_request(parts.port or 0)) as response:
        response.begin()
        assert response.status == 200


def _request(port: int) -> socket.socket:
    peer = socket.create_connection(("localhost", port), timeout=10)
    peer.sendall(b"GET /img/walk-2.jpg HTTP/1.0\r\n\r\n")
    return peer


def test_requests_are_remembered_in_order(site: Site) -> None:
    get(site, "/robots.txt")
    get(site, "/?page=2", "HEAD")
    assert site.requests == [("GET", "/robots.txt"), ("HEAD", "/")]


def test_a_folder_without_a_site_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"examples\.site\.build"), serving(tmp_path):
        pass


def test_the_port_is_free_again_afterwards(folder: Path) -> None:
    with serving(folder) as first:
        port = urlsplit(first.url).port or 0
        assert json.loads((folder / TRUTH).read_text())["pages"]
    with serving(folder, port) as second:
        assert get(second, "/")[0] == 200
