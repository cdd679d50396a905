"""`python -m analysis.trend FOLDER FOLDER ...`: shares over the waves of a poll."""

import sys

from analysis.trend.report import main

if __name__ == "__main__":
    sys.exit(main())
