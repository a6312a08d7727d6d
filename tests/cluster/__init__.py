"""The real engine, a real API server with its controllers and scheduler, and simulated nodes."""

import pytest

pytest.register_assert_rewrite("tests.cluster.article")  # whose checks are those of a test
