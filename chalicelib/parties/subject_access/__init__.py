"""A copy of one's own data (个人信息查阅、复制): what the service holds of a person, for them to take away."""
