"""Reading the people of an organisation from the file that its directory writes.

``decoding`` and ``table`` turn bytes into lines of cells, ``columns`` says what each column is, ``entries`` reads one line,
``teams`` finds bare names, ``matching``, ``managers`` and ``missing`` compare with what is known, ``plan`` says line by line what would happen.
Writing is ``people.actions.directory``.
"""
