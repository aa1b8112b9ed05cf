"""Takes in what a file brings: which posts it means, where its marks are, what becomes of them."""

from csreader.exchange.importing.planning import Plan, Wanted, plan_import
from csreader.exchange.importing.saving import Saved, preview, save_import

__all__ = ["Plan", "Saved", "Wanted", "plan_import", "preview", "save_import"]
