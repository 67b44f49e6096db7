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
