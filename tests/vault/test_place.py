"""A practice file stands on a disk of this computer; a network share is refused."""

from pathlib import Path

import pytest

from oncodesk.domain.errors import UnusableInput
from oncodesk.vault import door, keys, place

MOUNTS = """\
/dev/sda1 / ext4 rw,relatime 0 0
server:/records /mnt/records nfs4 rw,vers=4.2 0 0
//server/share /mnt/my\\040share cifs rw 0 0
/dev/sdb1 /mnt/records/stick vfat rw 0 0
tmpfs /tmp tmpfs rw 0 0
"""
MAC = """\
/dev/disk3s1 on / (apfs, sealed, local, read-only)
//ada@server/share on /Volumes/share (smbfs, nodev, nosuid, mounted by ada)
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/home/ada", "ext4"),
        ("/mnt/records/practice", "nfs4"),
        ("/mnt/my share/practice", "cifs"),
        ("/mnt/records/stick", "vfat"),
        ("/mnt/recordsother", "ext4"),
        ("/tmp", "tmpfs"),
    ],
)
def test_the_nearest_mount_says_what_a_folder_stands_on(folder: str, kind: str) -> None:
    assert place.on_mounts(Path(folder), place.linux_mounts(MOUNTS)) == kind
    assert (kind in place.SHARES) == (kind in ("nfs4", "cifs"))


def test_a_mac_says_it_otherwise() -> None:
    mounts = place.mac_mounts(MAC)
    assert place.on_mounts(Path("/Volumes/share/practice"), mounts) == "smbfs"
    assert place.on_mounts(Path("/Users/ada"), mounts) == "apfs"


def test_a_share_is_refused_before_anything_is_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "kind_of_place", lambda _: "cifs")
    for way in (lambda: door.create(folder, "a long password", keys.FLOOR), lambda: door.unlock(folder, "a password")):
        with pytest.raises(UnusableInput, match=r"network share \(cifs\)"):
            way()
    assert not folder.exists()


def test_this_folder_is_on_a_disk_of_this_computer(tmp_path: Path) -> None:
    place.refuse_share(tmp_path / "not" / "there" / "yet")
