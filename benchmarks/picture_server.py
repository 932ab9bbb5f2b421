"""Serves the pictures of a folder from memory, each under as many names as asked for: `/NAME?NUMBER`.

python -m benchmarks.picture_server FOLDER PORT
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

MEDIA_TYPES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
}


def pictures_in(folder: Path) -> list[Path]:
    """Return the pictures below a folder, by path, one of each name."""
    found = {path.name: path for path in sorted(folder.rglob("*")) if path.suffix in MEDIA_TYPES and path.is_file()}
    return list(found.values())


async def serve(folder: Path, port: int) -> None:
    answers = {path.name: answer(path) for path in pictures_in(folder)}
    missing = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"

    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                name = head.split(b" ", 2)[1].decode().partition("?")[0].lstrip("/")
                writer.write(answers.get(name, missing))
                await writer.drain()
                if b"connection: close" in head.lower():
                    break
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(speak, "127.0.0.1", port)
    await server.serve_forever()


def answer(path: Path) -> bytes:
    body = path.read_bytes()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {MEDIA_TYPES[path.suffix]}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), int(sys.argv[2])))
