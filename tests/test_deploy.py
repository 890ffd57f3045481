"""What puts the site online: the container's recipe, the page that says how, and the Pages workflow."""

from __future__ import annotations

import re

import pytest
import yaml
from click.testing import CliRunner

from export_headers import export_headers
from guides import ROOT
from playbooks.render.headers import NGINX

PAGE = (ROOT / "docs/contributing/deploy.md").read_text(encoding="utf-8")
RECIPE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
WORKFLOW = (ROOT / ".github/workflows/pages.yml").read_text(encoding="utf-8")


def default(option: str) -> str:
    return str(next(each.default for each in export_headers.params if each.name == option))


def test_the_container_has_the_site_and_its_port_where_its_configuration_says() -> None:
    copies = dict(re.findall(r"^COPY (\S+) (\S+)$", RECIPE, re.MULTILINE))
    assert copies == {"site": default("root"), f"site/{NGINX}": "/etc/nginx/conf.d/default.conf"}
    assert f"EXPOSE {default('listen')}\n" in RECIPE
    assert (ROOT / ".dockerignore").read_text(encoding="utf-8").split() == ["*", "!site"]


def test_the_page_s_steps_name_the_folder_the_file_and_the_port_of_the_configuration() -> None:
    assert f"cp -r site {default('root')}`" in PAGE
    assert f"cp site/{NGINX} /etc/nginx/conf.d/" in PAGE
    assert f"--publish {default('listen')}:{default('listen')}" in PAGE


def test_the_page_s_options_are_the_command_s() -> None:
    (line,) = re.findall(r"export_headers\.py (--.*)", PAGE)
    known = CliRunner().invoke(export_headers, ["--help"]).output
    assert all(option in known for option in re.findall(r"--\w+", line))


@pytest.mark.parametrize("action", re.findall(r"uses: (.*)", WORKFLOW))
def test_each_action_that_may_publish_is_pinned_by_its_commit(action: str) -> None:
    assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action)


def test_only_the_job_that_publishes_may_write() -> None:
    workflow = yaml.safe_load(WORKFLOW)
    assert "write" not in str(workflow["permissions"]) + str(workflow["jobs"]["build"]["permissions"])
    assert workflow["jobs"]["deploy"]["permissions"] == {"pages": "write", "id-token": "write"}
