"""The playbooks' sources, as a model that every output is rendered from."""
