"""The benchmark runs and reports; how fast it found things is for its reader, not for a test."""

from click.testing import CliRunner

from bench.validation import main


def test_the_cost_of_validation_is_reported_for_a_thousand_services() -> None:
    done = CliRunner().invoke(main, ["--runs", "1"])
    assert done.exit_code == 0
    assert "1000" in done.output
