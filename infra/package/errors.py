"""What a build refuses with."""


class PackageError(Exception):
    """The package could not be built, or would not start where it is to run; the message names the file and why."""
