"""From a corpus of labelled pages to a model folder: `cleaner train` walks these modules in this order.

corpus → canonical (numbered blocks) → renderings (what scrapers leave) → augment → recipe → calibrate → card
"""
