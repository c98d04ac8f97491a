"""The steps from one schema to the next, for stores that are filled (`store.upgrade` takes them)."""
