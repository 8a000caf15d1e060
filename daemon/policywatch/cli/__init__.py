"""The `policywatch` command."""


def main() -> None:
    """Run the `policywatch` command."""
