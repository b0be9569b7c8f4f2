"""Organisations (法人和非法人组织): bound by whoever the legal-person base says represents them."""
