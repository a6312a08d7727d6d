"""Percentages."""

from typing import Annotated

from pydantic import Field

from ..declared import Called
from ..model import WholeNumber

Percentage = Annotated[WholeNumber, Field(ge=0, le=100), Called("percentage")]
"""A whole percentage from 0 to 100."""
