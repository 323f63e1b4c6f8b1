"""Write tests/expr/conformance_left_out.txt anew."""

from tests.expr.test_conformance import LEFT_OUT, listed

LEFT_OUT.write_text(listed(), "utf-8")
