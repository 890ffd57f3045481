"""Links off the site: which are said to be broken."""

from __future__ import annotations

from links import broken

TABLE = """\
# created by LinkChecker
urlname;parentname;baseref;result;warningstring;infostring;valid;url;line;column;name;dltime;dlsize;checktime;level;modified
gone/;http://127.0.0.1/a/;;404 Not Found;;;False;http://127.0.0.1/gone/;3;4;a;-1;-1;0.1;1;
https://doi.org/10.1/2;http://127.0.0.1/a/;;403 Forbidden;;;False;https://doi.org/10.1/2;3;4;a;-1;-1;0.1;1;
https://wiki.example/;http://127.0.0.1/a/;;200 OK;;;True;https://wiki.example/;3;4;a;-1;-1;0.1;1;
gone/;http://127.0.0.1/a/;;404 Not Found;;;False;http://127.0.0.1/gone/;9;4;a;-1;-1;0.1;1;
"""


def test_an_address_that_does_not_answer_is_said_once_and_one_that_refuses_programs_is_not() -> None:
    assert broken(TABLE) == ["gone/ on http://127.0.0.1/a/: 404 Not Found"]
