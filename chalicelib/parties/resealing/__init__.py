"""After the key of personal data was replaced: what is still under the former one is brought under the present one."""
