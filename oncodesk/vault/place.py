"""Where a practice file may stand: on a disk of this computer, for a write-ahead log is not safe on a network share."""

import os
import subprocess
import sys
from pathlib import Path

from oncodesk.domain.errors import UnusableInput

SHARES = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afpfs", "webdav", "davfs", "fuse.sshfs", "fuse.davfs2", "afs", "ceph",
     "fuse.rclone", "fuse.s3fs", "glusterfs", "fuse.glusterfs", "ncpfs", "lustre", "beegfs"}
)  # fmt: skip
_REMOTE_DRIVE = 4


def refuse_share(folder: Path) -> None:
    """UnusableInput where the folder lies on a network share."""
    kind = kind_of_place(folder)
    if kind in SHARES:
        raise UnusableInput("practice folder", f"expected a disk of this computer, found a network share ({kind})")


def kind_of_place(folder: Path) -> str:
    """The kind of file system that the folder stands on, or empty text where it cannot be told."""
    there = next(place for place in (folder, *folder.parents) if place.exists()).resolve()
    try:
        if sys.platform == "win32":
            return _on_windows(there)
        if sys.platform == "darwin":
            return on_mounts(there, mac_mounts(subprocess.run(["/sbin/mount"], capture_output=True, text=True).stdout))
        return on_mounts(there, linux_mounts(Path("/proc/self/mounts").read_text(errors="replace")))
    except OSError:
        return ""


def on_mounts(folder: Path, mounts: dict[str, str]) -> str:
    """The kind of the nearest mount above the folder."""
    holding = [point for point in mounts if folder.is_relative_to(point)]
    return mounts[max(holding, key=len)] if holding else ""


def linux_mounts(text: str) -> dict[str, str]:
    """Mount points and their kinds as Linux lists them; later ones hide earlier ones."""
    rows = (line.split() for line in text.splitlines())
    return {_plain(row[1]): row[2].lower() for row in rows if len(row) > 2}


def _plain(point: str) -> str:
    return point.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\")


def mac_mounts(text: str) -> dict[str, str]:
    """Mount points and their kinds as macOS lists them."""
    rows = (line.partition(" on ")[2].rpartition(" (") for line in text.splitlines())
    return {point: kinds.split(",")[0].rstrip(")").lower() for point, _, kinds in rows if point}


def _on_windows(folder: Path) -> str:
    import ctypes

    if str(folder).startswith("\\\\"):
        return "cifs"
    drive = os.path.splitdrive(folder)[0] + "\\"
    kind = ctypes.windll.kernel32.GetDriveTypeW(drive)  # type: ignore[attr-defined,unused-ignore]
    return "cifs" if kind == _REMOTE_DRIVE else ""
