"""The written form of ICD-10-CM codes."""

from functools import lru_cache


@lru_cache(maxsize=8192)
def dotless(code: str) -> str:
    """Upper case without the dot: `c50.411` becomes `C50411`."""
    return code.strip().upper().replace(".", "")


@lru_cache(maxsize=8192)
def dotted(code: str) -> str:
    """Upper case with the dot after the third character: `c50411` becomes `C50.411`."""
    bare = dotless(code)
    return bare if len(bare) <= 3 else f"{bare[:3]}.{bare[3:]}"
