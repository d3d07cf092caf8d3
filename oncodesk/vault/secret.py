"""What a slot guards: the database's key and the chain's key, in buffers of our own that can be overwritten."""

import secrets
from collections.abc import Callable
from hashlib import sha256
from hmac import digest

from oncodesk import words
from oncodesk.vault.errors import Locked

DATA_KEY, SALT, CHAIN_KEY = 32, 16, 32
FIRST_RELEASE = DATA_KEY + SALT


class Secret:
    """32 bytes of data key, 16 of the database's salt, 32 of the chain's key."""

    def __init__(self, content: bytes) -> None:
        """`content` of the first release lacks the chain's key, which then follows from the data key."""
        if len(content) == FIRST_RELEASE:
            content += digest(content, b"oncodesk chain", sha256)
        if len(content) != FIRST_RELEASE + CHAIN_KEY:
            raise ValueError("expected 48 or 80 bytes")
        self._content = bytearray(content)

    @classmethod
    def new(cls) -> "Secret":
        """Random throughout."""
        return cls(secrets.token_bytes(FIRST_RELEASE + CHAIN_KEY))

    def content(self) -> bytes:
        """All of it, for wrapping; Locked once it was wiped."""
        if not self._content:
            raise Locked(words.say("The practice file is locked."))
        return bytes(self._content)

    def database_key(self) -> str:
        """96 hex digits: data key and salt."""
        return self.content()[:FIRST_RELEASE].hex()

    def salt(self) -> bytes:
        """The database's salt, which stands in the clear at the beginning of its file."""
        return self.content()[DATA_KEY:FIRST_RELEASE]

    def mac(self, message: bytes) -> bytes:
        """HMAC-SHA256 of the message under the chain's key."""
        if not self._content:
            raise Locked(words.say("The practice file is locked."))
        return digest(memoryview(self._content)[FIRST_RELEASE:].tobytes(), message, "sha256")

    def with_new_data_key(self) -> "Secret":
        """Another data key and salt; the chain goes on."""
        return Secret(secrets.token_bytes(FIRST_RELEASE) + self.content()[FIRST_RELEASE:])

    @property
    def is_wiped(self) -> bool:
        """Whether the keys are gone."""
        return not self._content

    def become(self, other: "Secret") -> None:
        """Takes over another's keys, in the same buffer."""
        self._content[:] = other.content()

    def wipe(self) -> None:
        """Overwrites the buffer; whoever still holds it gets Locked."""
        self._content[:] = bytes(len(self._content))
        self._content.clear()


Mac = Callable[[bytes], bytes]
