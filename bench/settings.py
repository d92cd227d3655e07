"""The settings of the project; each answer says how many SQL statements it took."""

from onestop.settings import *
from onestop.settings import MIDDLEWARE

MIDDLEWARE = ["bench.statements.StatementsMiddleware", *MIDDLEWARE]
