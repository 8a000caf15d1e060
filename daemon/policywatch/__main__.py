"""`python -m policywatch` is the `policywatch` command."""

from policywatch.cli import main

if __name__ == "__main__":
    main()
