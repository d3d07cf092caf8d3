"""Every Python that a test starts loads this: the network is refused to it, and who asked for it is written down."""

import os
import sys

LOG = "ONCODESK_NETWORK_LOG"
_LOOKS = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo")
_INTERNET = (2, 10, 23, 30)
"""AF_INET everywhere; AF_INET6 on Linux, Windows and macOS."""


def refuse(happening: str, details: tuple[object, ...]) -> None:
    """PermissionError for an internet socket, or for asking where a host is."""
    if not happening.startswith("socket."):
        return
    asks = happening in _LOOKS or (happening == "socket.__new__" and details[1] in _INTERNET)
    if asks or (happening in ("socket.connect", "socket.sendto") and isinstance(details[1], tuple)):
        with open(os.environ.get(LOG, os.devnull), "a") as log:  # noqa: PTH123 every start pays for what is imported here
            log.write(f"{happening} by {' '.join(sys.argv)[:200]}\n")
        raise PermissionError(f"{happening}: no test may use the network")


sys.addaudithook(refuse)
