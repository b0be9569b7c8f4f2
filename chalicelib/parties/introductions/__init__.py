"""The user-authentication exchange (用户认证交换): a person lets us tell a partner system who they are, and no more."""
