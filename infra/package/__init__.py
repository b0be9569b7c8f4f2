"""From the working tree to a directory that CloudFormation can deploy: `python -m infra.package`."""
