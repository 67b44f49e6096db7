"""Settings: defaults for development, none for production, every fault at once."""

import pytest
from cryptography.fernet import Fernet

import config
from config import BadSettings, load

PRODUCTION = {
    "GRANNSAMVERKAN_ENV": "production",
    "SECRET_KEY": "x" * 32,
    "DATA_KEYS": f"{Fernet.generate_key().decode()},{Fernet.generate_key().decode()}",
    "BASE_URL": "https://grannsamverkan.example.se/",
    "TRUSTED_PROXIES": "1",
    "DATABASE_URL": "postgresql+psycopg://gs@db/gs",
    "STORAGE_URL": "file:///var/lib/grannsamverkan/objects",
    "QUEUE_URL": "sqlite:////var/lib/grannsamverkan/queue.sqlite",
    "MAIL_URL": "smtp://user:secret@mx.example.se",
}


def faults_of(environ):
    with pytest.raises(BadSettings) as refusal:
        load(environ)
    return refusal.value.faults


def test_development_needs_nothing_and_follows_the_port():
    settings = load({"PORT": "5001"})

    assert settings.environment == "development"
    assert settings.base_url == "http://127.0.0.1:5001"
    assert settings.mail_url.startswith("capture://")


def test_a_setting_of_ones_own_replaces_the_default():
    settings = load({"DATABASE_URL": "sqlite:////tmp/own.sqlite", "BASE_URL": "http://here:80/"})

    assert settings.database_url == "sqlite:////tmp/own.sqlite"
    assert settings.base_url == "http://here:80"


def test_production_with_all_settings_starts():
    settings = load(PRODUCTION)

    assert settings.base_url == "https://grannsamverkan.example.se"
    assert len(settings.data_keys) == 2
    assert settings.trusted_proxies == 1
    assert not settings.in_development


def test_production_names_every_missing_setting_at_once():
    faults = faults_of({"GRANNSAMVERKAN_ENV": "production"})

    assert {fault.split(":")[0] for fault in faults} == set(config.NAMES)


def test_missing_and_wrong_settings_are_named_together():
    wrong = {**PRODUCTION, "BASE_URL": "http://example.se", "MAIL_URL": "capture:///tmp/mail"}
    del wrong["QUEUE_URL"]

    assert {fault.split(":")[0] for fault in faults_of(wrong)} == {
        "BASE_URL", "MAIL_URL", "QUEUE_URL"
    }  # fmt: skip


@pytest.mark.parametrize(("name", "value"), [
    ("SECRET_KEY", "short"),
    ("SECRET_KEY", config.DEVELOPMENT_SECRET),
    ("DATA_KEYS", "not-a-key"),
    ("DATA_KEYS", config.DEVELOPMENT_KEY),
    ("DATA_KEYS", f"{config.DEVELOPMENT_KEY},"),
    ("BASE_URL", "grannsamverkan.example.se"),
    ("BASE_URL", "https://"),
    ("BASE_URL", "https://example.se/path"),
    ("TRUSTED_PROXIES", "some"),
    ("TRUSTED_PROXIES", "-1"),
    ("DATABASE_URL", "mysql://db/gs"),
    ("DATABASE_URL", "nonsense"),
    ("STORAGE_URL", "s3://bucket"),
    ("QUEUE_URL", "redis://here"),
    ("MAIL_URL", "mail.example.se"),
    ("GRANNSAMVERKAN_ENV", "staging"),
])  # fmt: skip
def test_a_wrong_setting_is_named(name, value):
    [fault] = faults_of({**PRODUCTION, name: value})

    assert fault.startswith(f"{name}:")


def test_no_secret_stands_in_the_message():
    wrong = {**PRODUCTION, "SECRET_KEY": "hush", "DATA_KEYS": "quiet", "MAIL_URL": "x://u:pass@h"}

    message = "\n".join(faults_of(wrong))

    assert not any(secret in message for secret in ("hush", "quiet", "pass@"))


PROVIDER = """
[[provider]]
id = "kommunen"
label = "Alby kommun"
issuer = "https://login.alby.example"
client_id = "grannsamverkan"
client_secret_env = "ALBY_SECRET"
domains = ["alby.example"]
acr_values = ["http://id.elegnamnden.se/loa/1.0/loa3"]
"""


def test_sign_in_providers_are_read_from_a_file(tmp_path):
    file = tmp_path / "providers.toml"
    file.write_text(PROVIDER)

    settings = load({"SIGN_IN_PROVIDERS": str(file), "ALBY_SECRET": "hemlig"})

    (provider,) = settings.providers
    assert provider.client_secret == "hemlig"
    assert provider.scopes == ("openid", "email")
    assert provider.acr_values == ("http://id.elegnamnden.se/loa/1.0/loa3",)


def test_every_fault_of_the_providers_is_named_at_once(tmp_path):
    file = tmp_path / "providers.toml"
    file.write_text(
        PROVIDER
        + '[[provider]]\nid = "B A"\nissuer = "http://idp.example"\nclient_secret = ""\n'
        + 'domains = []\nscopes = ["email"]\ncolour = "red"\nmail_is_proved = "yes"\n'
    )

    with pytest.raises(BadSettings) as wrong:
        load({"SIGN_IN_PROVIDERS": str(file), "MAIL_URL": "pigeon://x"})

    text = "\n".join(wrong.value.faults)
    for part in (
        "MAIL_URL",
        "provider 'kommunen': client_secret: must be a text",
        "provider 'B A': client_id: is missing",
        "provider 'B A': label: is missing",
        "provider 'B A': id: must be",
        "provider 'B A': issuer: must begin with https://",
        "provider 'B A': domains: must be",
        "provider 'B A': scopes: must contain \"openid\"",
        "provider 'B A': colour: is unknown",
        "provider 'B A': mail_is_proved: must be",
    ):
        assert part in text, part


@pytest.mark.parametrize("content", ["", "provider = 3", "[provider]\nid = 'x'", "nonsense"])
def test_a_providers_file_without_providers_is_a_fault(tmp_path, content):
    file = tmp_path / "providers.toml"
    file.write_text(content)

    with pytest.raises(BadSettings, match="SIGN_IN_PROVIDERS"):
        load({"SIGN_IN_PROVIDERS": str(file)})
    with pytest.raises(BadSettings, match="cannot be read"):
        load({"SIGN_IN_PROVIDERS": str(tmp_path / "none.toml")})


def test_two_providers_of_one_name_are_a_fault(tmp_path):
    file = tmp_path / "providers.toml"
    file.write_text(PROVIDER + PROVIDER)

    with pytest.raises(BadSettings, match="same id"):
        load({"SIGN_IN_PROVIDERS": str(file), "ALBY_SECRET": "hemlig"})


def test_the_municipalities_own_maps_are_read_from_a_file(tmp_path):
    # given
    file = tmp_path / "maps.toml"
    file.write_text(
        '[[tiles]]\nmunicipality = "alby"\nkind = "gpkg"\nlabel = "Karta"\n'
        'attribution = "Alby"\nfile = "/srv/alby.gpkg"\n'
    )

    # when
    (source,) = load({"TILE_SOURCES": str(file)}).tile_sources

    # then
    assert (source.municipality, source.file) == ("alby", "/srv/alby.gpkg")


@pytest.mark.parametrize("content", ["", "tiles = 3", "nonsense", '[[tiles]]\nkind = "wms"'])
def test_a_maps_file_without_maps_is_a_fault(tmp_path, content):
    file = tmp_path / "maps.toml"
    file.write_text(content)

    with pytest.raises(BadSettings, match="TILE_SOURCES"):
        load({"TILE_SOURCES": str(file)})
    with pytest.raises(BadSettings, match="cannot be read"):
        load({"TILE_SOURCES": str(tmp_path / "none.toml")})
