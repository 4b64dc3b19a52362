# SPDX-License-Identifier: MIT
"""What of the image and of compose.yaml can be known without a container engine: what is named is there, and closed."""

import re
import shutil
import subprocess

import pytest
import yaml

from office import PROGRAMS, ROOT

DOCKER = ROOT / "docker"
GIVEN = "/usr/local/share/duban"
DAEMONS = {"aggregator": ["aggregator"], "watch": ["watch", "edu"], "alert": ["alert"], "digest": ["digest"]}
MAILING = {"alert", "digest"}
ONLY_OFFICE = {"office:/office", "${DUBAN_DROP:-drop}:/drop"}


def instructions():
    """(word, rest) of each instruction of the Dockerfile, lines joined, comments dropped."""
    lines = [line for line in (DOCKER / "Dockerfile").read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    joined = "\n".join(lines).replace("\\\n", " ").splitlines()
    return [tuple(line.split(maxsplit=1)) for line in joined if line.strip()]


@pytest.fixture(name="services", scope="module")
def fixture_services():
    """The services of compose.yaml by name."""
    return yaml.safe_load((DOCKER / "compose.yaml").read_text(encoding="utf-8"))["services"]


def test_every_daemon_has_a_service_and_runs_as_a_program_that_is_installed(services):
    """And the one that makes the office ends before any of them begins."""
    assert {name: service.get("command") for name, service in services.items() if name != "init"} == DAEMONS
    for name in DAEMONS:
        assert (PROGRAMS / f"duban-{name}").exists()
        assert services[name]["depends_on"] == {"init": {"condition": "service_completed_successfully"}}
        assert services[name]["restart"] == "unless-stopped"
    assert services["init"]["restart"] == "no"


def test_every_container_is_closed(services):
    """No right of root, nothing to write but the volumes, no port; a network only for what sends mail."""
    for name, service in services.items():
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert set(service["volumes"]) == ONLY_OFFICE
        assert not {"ports", "expose", "privileged", "cap_add", "devices", "user"} & set(service), name
        assert (service.get("network_mode") == "none") == (name not in MAILING), name


def test_one_image_is_built_once(services):
    """The others take what it was named."""
    assert len({service["image"] for service in services.values()}) == 1
    assert [name for name, service in services.items() if "build" in service] == ["init"]
    build = services["init"]["build"]
    assert (DOCKER / build["context"]).resolve() == ROOT
    assert (ROOT / build["dockerfile"]).samefile(DOCKER / "Dockerfile")


def test_every_question_after_health_is_a_command_that_exists(office, services):
    """Asked here, where no daemon runs, each says so; the image's own is that of the aggregator."""
    office.say("init", office.folder)
    asked = [service["healthcheck"]["test"] for name, service in services.items() if name not in ("init", "aggregator")]
    asked.append(["CMD", *yaml.safe_load(dict(instructions())["HEALTHCHECK"].split(" CMD ")[1])])
    assert len(asked) == len(DAEMONS)
    for cmd, program, *words in asked:
        assert (cmd, program) == ("CMD", "duban")
        office.say(*words, "--wait", "1", status=69)


def test_the_image_builds_with_the_packages_that_the_project_names():
    """No list of its own beside .ci/packages, and no list of libraries beside what the programs need."""
    runs = [rest for word, rest in instructions() if word == "RUN"]
    build, *_, runtime = [rest for rest in runs if "apt-get install" in rest]
    assert """awk '$2 == "build" { print $1 }' .ci/packages""" in build
    assert any("dpkg-shlibdeps" in rest and "/out/packages" in rest for rest in runs)
    assert "xargs -a" in runtime
    for rest in (build, runtime):
        assert not re.search(r"\blib\w+(-dev|\d)\b", rest)


def test_the_image_copies_what_there_is_and_runs_without_rights():
    """Its user has a fixed number, since files of the volumes belong to it."""
    for word, rest in instructions():
        if word == "COPY" and not rest.startswith("--from"):
            *sources, _ = rest.split()
            assert all((ROOT / source).exists() for source in sources), rest
    last = dict(instructions())  # of each instruction the last one
    assert last["USER"] == "10001:10001"
    assert last["ENTRYPOINT"] == '["duban"]'
    assert "/office" in last["VOLUME"]


def test_the_office_of_the_image_is_one(office):
    """What init.sh makes is without fault, watches the unit of compose.yaml, and stays as it is the second time."""
    given, drop = office.folder / "given", office.folder / "drop"
    (given / "forms").mkdir(parents=True)
    drop.mkdir()
    shutil.copy(ROOT / "examples" / "forms" / "csv_gb.yaml", given / "forms" / "edu.yaml")
    for name in ("duban.yaml", "init.sh"):
        text = (DOCKER / name).read_text(encoding="utf-8").replace(GIVEN, str(given)).replace("/drop", str(drop))
        (given / name).write_text(text, encoding="utf-8")
    folder = office.folder / "office"
    folder.mkdir()
    for _ in range(2):
        subprocess.run(["sh", given / "init.sh"], cwd=folder, env=office.environment, check=True, capture_output=True,
                       timeout=60)
        with open(folder / "duban.yaml", "a", encoding="utf-8") as file:
            file.write("# mine\n")
    assert (folder / "duban.yaml").read_text(encoding="utf-8").count("# mine") == 2
    checked = office.command_alone("check", "--dir", str(folder))
    assert checked.returncode == 0, checked.stdout + checked.stderr
    watched = yaml.safe_load((folder / "duban.yaml").read_text(encoding="utf-8"))["watch"]
    assert [entry["source"] for entry in watched] == [DAEMONS["watch"][1]]
