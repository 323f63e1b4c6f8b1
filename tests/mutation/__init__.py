"""Mutation testing of rules, checks and facts: does an example notice when one place of them changes?

``python -m tests.mutation`` makes every mutant and prints the survivors with file, line, and what stands there before and after;
it takes half an hour on one core. ``python -m tests.mutation LE106 planlint.checks.risk.register`` makes those of some rules and modules.

A mutant of a rule file is one changed operator, number, word or attribute of it (`rules`). It is killed where one of the rule's own
examples then finds something else, or where an attribute that no example can show differs from what ``tests/declared.txt`` says.
A mutant of a check is one changed place in its module's syntax tree (`python`), put into the running
process and tried on the examples of the rules whose check uses that module; one of the facts on those of all rules. What neither shows
is tried on the unit tests of the module's subject. A mutant that does not come to an end in time is killed, too.

Not every survivor is a hole: some mutants do the same in another way. Those that somebody looked at, and why, are in ``equivalent.txt``;
they are left out. ``tests/test_mutation.py`` runs a sample.
"""
