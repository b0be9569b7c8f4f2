"""Write the route table from the routes as they are declared: `python -m infra.tools.route_table`.

Nothing has to check it: `app.py` refuses to start where it is out of date.
"""

import json

from chalicelib.areas import AREAS
from chalicelib.http.route_table import FILE, table_of


def write_route_table() -> None:
    """Write `chalicelib/http/routes.json`, one line a route."""
    FILE.write_text(json.dumps(table_of(AREAS), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write_route_table()
