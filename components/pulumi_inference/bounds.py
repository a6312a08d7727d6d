"""How few and how many replicas an autoscaler may choose."""

from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True)
class Bounds:
    """How few and how many replicas the autoscaler may choose."""

    minimum: int
    maximum: int

    def __str__(self) -> str:
        return f"{self.minimum}..{self.maximum}"

    def exceeds(self, other: "Bounds") -> bool:
        """Whether either of them is above that of the other."""
        return self.minimum > other.minimum or self.maximum > other.maximum

    @classmethod
    def parse(cls, text: str) -> Self:
        minimum, maximum = text.split("..")
        return cls(int(minimum), int(maximum))
