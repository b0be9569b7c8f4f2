"""Clients (渠道客户端): the programs through which people reach the service, and other systems that call it."""
