"""Telling: systems that read a licence are told what becomes of it, by signed webhooks (Standard Webhooks)."""
