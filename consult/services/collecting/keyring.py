"""Keys in files outside the database: what they sealed is unreadable for ever once they are destroyed.

A pool's key changes with every flush, so that old pages, write-ahead logs, dead rows and backups of the
database hold nothing but noise. The files carry no time of their own (their clock is set to 1970).
"""

import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
SUFFIX = ".key"
SPENT = "spent"
LATE = "late_"  # begins the last part of a key's name once its poll is closed but for its tablets


class Keyring:
    """A folder of keys, with those in use kept in memory."""

    def __init__(self, folder: Path) -> None:
        """Use `folder` (made when the first key is)."""
        self.folder = folder
        self._ciphers: dict[str, tuple[str, AESGCM]] = {}
        self._secrets: dict[str, bytes] = {}

    def create(self, name: str) -> AESGCM:
        """Write a new random key, on disk for certain when this returns; give its cipher."""
        key = secrets.token_bytes(KEY_BYTES)
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(self._path(name), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            os.write(handle, key)
            os.utime(handle, (0, 0))
            os.fsync(handle)
        finally:
            os.close(handle)
        self._sync_folder()
        return AESGCM(key)

    def cipher(self, generation: str) -> AESGCM:
        """Give the cipher of a pool's current generation. Call while holding the pool's row.

        Reading a generation for the first time also destroys what a crash left of the same pool.
        """
        owner = generation.rpartition("-")[0]
        cached = self._ciphers.get(owner)
        if cached is None or cached[0] != generation:
            cached = (generation, AESGCM(self._path(generation).read_bytes()))
            self._ciphers[owner] = cached
            self.destroy_others(generation)
        return cached[1]

    def adopt(self, generation: str, cipher: AESGCM) -> None:
        """Remember the cipher of a generation that a commit has just made the current one."""
        self._ciphers[generation.rpartition("-")[0]] = (generation, cipher)

    def spent_secret(self, wave_keys: str) -> bytes:
        """Give the secret under which a wave's spent keys are digested."""
        if wave_keys not in self._secrets:
            self._secrets[wave_keys] = self._path(f"{wave_keys}-{SPENT}").read_bytes()
        return self._secrets[wave_keys]

    def secret(self, name: str) -> bytes:
        """Read a key that is no pool's; FileNotFoundError where there is none (any more)."""
        return self._path(name).read_bytes()

    def destroy(self, name: str) -> None:
        """Overwrite and remove a key; one that is gone already is no error."""
        self._forget(name)
        try:
            with self._path(name).open("r+b") as file:
                file.write(bytes(KEY_BYTES))
                file.flush()
                os.fsync(file.fileno())
            self._path(name).unlink()
        except FileNotFoundError:
            return

    def destroy_others(self, generation: str) -> None:
        """Destroy every key of this pool but the current one."""
        owner = generation.rpartition("-")[0]
        for path in self.folder.glob(f"{owner}-*{SUFFIX}"):
            if path.stem != generation:
                self.destroy(path.stem)

    def destroy_wave(self, wave_keys: str) -> None:
        """Destroy every key of a wave."""
        for path in self.folder.glob(f"{wave_keys}-*{SUFFIX}"):
            self.destroy(path.stem)

    def _forget(self, name: str) -> None:
        owner, _, last = name.rpartition("-")
        if last == SPENT:
            self._secrets.pop(owner, None)
        elif self._ciphers.get(owner, ("",))[0] == name:
            del self._ciphers[owner]

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}{SUFFIX}"

    def _sync_folder(self) -> None:
        handle = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def new_generation(wave_keys: str, store: str, *, late: bool = False) -> str:
    """Name a pool's next key; random, so that the name tells no number of flushes."""
    return f"{wave_keys}-{store}-{LATE if late else ''}{secrets.token_hex(8)}"
