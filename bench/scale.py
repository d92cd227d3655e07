"""Intake, reading and counting at 100,000 and 1,000,000 dossiers; with --full at 10,000,000 too. Prints the tables.

    ONESTOP_VAR=… DEMO_PASSWORD=… python -m bench.scale

Wants the demo of that ONESTOP_VAR, not served; its databases are dropped again. With --plans it shows instead how
PostgreSQL goes about the pages.
"""

import argparse
import os
import sys


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--full", action="store_true", help="10,000,000 dossiers as well: hours, and 30 GB of disk")
    parser.add_argument("--sizes", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--plans", type=int, metavar="N", help="the plans of the pages at N dossiers, nothing else")
    given = parser.parse_args(arguments)

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onestop.settings")
    import django

    django.setup()
    from bench import plans, sizes

    if given.plans:
        plans.run(given.plans)
    else:
        sys.exit(not sizes.run(given.sizes + [10_000_000] * given.full))


if __name__ == "__main__":
    main()
