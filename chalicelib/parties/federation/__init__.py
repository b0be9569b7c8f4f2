"""Signing in through the province's unified authentication (统一身份认证), where one is configured."""
