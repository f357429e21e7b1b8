"""The engines of the tests themselves."""

import pytest

from storage.session import purge
from tests import databases


def test_an_engine_works_though_an_earlier_one_was_never_used(
    sqlite_files: databases.SqliteFiles, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(databases, "_DIALECTS", {})
    for name in ("never used", "used"):
        with sqlite_files.database(tmp_path_factory.mktemp(name)) as url:
            engine = databases.open_shared(url)
    purge(engine)
    engine.dispose()
