"""A small model server that behaves in a cluster: it says how it is, batches, measures itself, and drains."""
