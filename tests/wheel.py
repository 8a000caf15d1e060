"""Install a wheel into an empty environment and use it, away from the checkout: `python tests/wheel.py FILE.whl`.

Not a pytest module: it proves that the installed program needs nothing of the checkout, so it must not import it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path


def main(wheel: Path) -> None:
    constraints = Path(__file__).resolve().parents[1] / "constraints.txt"
    with tempfile.TemporaryDirectory(prefix="policywatch-wheel-") as folder:
        away = Path(folder)
        subprocess.run([sys.executable, "-m", "venv", away / "venv"], check=True)
        python, policywatch = away / "venv" / "bin" / "python", away / "venv" / "bin" / "policywatch"
        pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-c", constraints]
        subprocess.run([*pip, wheel], check=True)
        environ = {"PATH": os.environ["PATH"], "HOME": str(away / "home"), "LANG": "C.UTF-8"}

        def use(*arguments: str, code: int = 0) -> str:
            print("$ policywatch", *arguments, flush=True)
            done = subprocess.run(
                [policywatch, *arguments], cwd=away, env=environ, capture_output=True, text=True, timeout=120
            )
            if done.returncode != code:
                sys.exit(f"exit code {done.returncode}, not {code}\n{done.stdout}\n{done.stderr}")
            return done.stdout

        assert "/_shipped/config/policywatch.yaml" in use("check"), "the shipped settings were not found"
        use("init", "mine")
        use("check", "--config", "mine/policywatch.yaml")
        text = "Washington has stopped short of declaring a coup in Niger."
        assert "declaring" in use("explain", "--watch", "coup-designation", "--text", text)
        use("findings", "--config", "mine/policywatch.yaml", code=78)  # no database yet, and it says so
        use("demo", "--speed", "3")  # the real daemon: migrates, polls, delivers
    print("the wheel works on its own")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
