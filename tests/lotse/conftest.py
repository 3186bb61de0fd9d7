"""What several tests of the library share."""

import time
from pathlib import Path

import pytest

from lotse.exchange.integreat import Fetcher, Order, import_region
from scenario import ROOT

CORPUS = ROOT.parent / "shared" / "corpus" / "integreat-lkaugsburg"


@pytest.fixture(scope="session")
def region(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a content folder with a real region, imported in German and English."""
    if not CORPUS.is_dir():
        pytest.skip("the Integreat corpus (../shared/corpus) is not beside this checkout")
    into = tmp_path_factory.mktemp("region") / "content"
    into.mkdir()
    import_region(Order(str(CORPUS), "lkaugsburg", ("de", "en"), into), Fetcher(5, time.monotonic))
    return into
