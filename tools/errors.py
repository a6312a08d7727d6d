"""What a user can mend is told in one message, without a traceback."""

import click


class ToolError(click.ClickException):
    """Says what was wrong and what to do; click prints it as one line and exits with 1."""
