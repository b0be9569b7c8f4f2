"""`python -m infra.sandbox` as the local environment starts and stops it."""

import json
import signal
import stat
import subprocess
import sys
from pathlib import Path

import urllib3

ROOT = Path(__file__).parents[3]


def test_it_serves_tells_its_port_hands_out_the_secret_and_leaves_quietly(tmp_path: Path) -> None:
    state, secret = tmp_path / "state", tmp_path / "secret.json"
    command = [sys.executable, "-m", "infra.sandbox", "--port", "0", "--state-dir", state, "--secrets-out", secret]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as sandbox:
        assert sandbox.stdout is not None
        url = sandbox.stdout.readline().strip()
        assert url == f"http://127.0.0.1:{(state / 'port').read_text('utf-8')}"
        assert urllib3.request("GET", url + "/panel/people").status == 200
        sandbox.send_signal(signal.SIGTERM)
        assert sandbox.wait(10) == 0
    given = json.loads(secret.read_text("utf-8"))
    assert given.keys() == {
        "wechat_pay",
        "kuaidi100",
        "population",
        "face",
        "ca",
        "legal_persons",
        "oidc",
        "licence_base",
        "sms",
    }
    assert given["wechat_pay"].keys() == {
        "mchid", "appid", "merchant_serial", "merchant_private_key", "api_v3_key", "platform_public_keys",
    }  # fmt: skip
    assert given["kuaidi100"].keys() == {"key", "secret", "salt"}
    assert given["sms"].keys() == {"client_id", "client_secret"}
    for file in (secret, state / "keys.json"):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
