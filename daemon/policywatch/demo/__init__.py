"""The main job in half a minute, with no account and no internet: a real daemon, invented news, local receivers."""

from policywatch.demo.run import run_demo

__all__ = ["run_demo"]
