"""`oncodesk vault` at the command line."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from invented_practice import PASSWORD, claim_of, draft_of, report_of

from oncodesk.cli import main
from oncodesk.vault.store import Store


class Vault:
    """Runs a command against the practice folder, typing lines."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, *words: str, typed: str = PASSWORD, user: str = "owner") -> Result:
        base = ["vault", "--folder", str(self.folder), "--user", user]
        return CliRunner().invoke(main, [*base, *words], input=typed + "\n")


@pytest.fixture
def vault(practice_file: Store, folder: Path) -> Vault:
    """A practice with one finalised claim, closed."""
    number = practice_file.save_draft(None, draft_of())
    practice_file.finalise(number, claim_of(), report_of())
    practice_file.close()
    return Vault(folder)


def test_verify_backup_selftest_and_restore(vault: Vault) -> None:
    found = vault("verify", "--json")
    assert found.exit_code == 0
    assert json.loads(found.stdout)["problems"] == []
    assert "Everything fits" in vault("verify").stdout
    made = vault("backup").stdout.strip()
    assert Path(made, "practice.oncodesk").is_file()
    assert "whole" in vault("selftest").stdout
    assert "1 visits restored" in vault("restore", made).stdout
    assert vault("verify").exit_code == 0


def test_what_cannot_be_is_one_line_and_exit_code_2(vault: Vault, tmp_path: Path) -> None:
    for found, said in (
        (vault("verify", typed="not the one"), "does not open"),
        (vault("prove", "99"), "no 99"),
        (vault("restore", str(tmp_path)), "expected a backup's folder"),
        (vault("users", "remove", "owner"), "name another manager"),
        (Vault(tmp_path / "nowhere")("verify"), "expected a folder with a practice file"),
        (vault("users", "add", "Ada", "coder", typed=f"{PASSWORD}\nfirst password\nanother one"), "twice"),
    ):
        assert found.exit_code == 2
        assert said in found.stderr
        assert found.stderr.count("\n") == 1


def test_damage_is_exit_code_1(vault: Vault) -> None:
    file = vault.folder / "practice.oncodesk"
    content = bytearray(file.read_bytes())
    content[-100] ^= 1
    file.write_bytes(content)
    assert vault("verify").exit_code in (1, 2)


def test_users_keys_and_recovery(vault: Vault) -> None:
    assert vault("users", "add", "Ada", "coder", typed=f"{PASSWORD}\nfirst password\nfirst password").exit_code == 0
    assert vault("users", "list", typed="first password", user="Ada").stdout == "Ada: coder\nowner: manager\n"
    shown = vault("recovery-key").stdout.strip()
    assert len(shown.split("-")) == 8
    assert vault("users", "remove", "Ada").exit_code == 0
    assert vault("rotate").exit_code == 0
    assert vault("recover", typed=f"{shown}\na fresh password\na fresh password").exit_code == 0
    assert vault("verify").exit_code == 2
    assert vault("verify", typed="a fresh password").exit_code == 0


def test_a_claim_without_recorded_editions_cannot_be_proved(vault: Vault) -> None:
    found = vault("prove", "1")
    assert found.exit_code == 1
    assert "its seal is whole; it cannot be judged again" in found.stdout


def test_a_practice_is_started_and_its_key_opens_it(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    typed = "a first password\na first password\n"
    words = ["vault", "--user", "Mina", "create", str(folder), "--name", "Oak Hill Oncology"]
    found = CliRunner().invoke(main, words, input=typed)
    assert found.exit_code == 0, found.stderr
    key = found.stdout.strip()
    assert len(key.split("-")) == 8
    assert "Started for Mina" in found.stderr
    again = CliRunner().invoke(main, words, input=typed)
    assert again.exit_code == 2
    assert "without a practice file" in again.stderr
    vault = Vault(folder)
    assert vault("users", "list", typed="a first password", user="Mina").stdout == "Mina: manager\n"
    assert vault("recover", typed=f"{key}\nanother one\nanother one", user="Mina").exit_code == 0
    assert vault("verify", typed="another one", user="Mina").exit_code == 0


def test_a_password_that_is_read_once_only_is_asked_for_again(vault: Vault, tmp_path: Path) -> None:
    found = vault("users", "add", "Ada", "coder", typed=f"{PASSWORD}\nfirst password")
    assert found.exit_code == 2
    assert "expected a line more: the same again" in found.stderr
    assert "twice" in CliRunner().invoke(main, ["vault", "users", "add", "--help"]).stdout
    assert CliRunner().invoke(main, ["vault", "create", str(tmp_path / "n")], input="one password\n").exit_code == 2
    assert not (tmp_path / "n").exists()
