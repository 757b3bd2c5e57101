charter-title = Task book
charter-head = Task book of a paired problem
charter-print = Print A4
charter-number = No. { $number }
charter-no-number = Number follows with the listing
charter-version = Version { $n }
charter-draft = Draft, no measure yet
charter-as-of = As of { $day }, journal entry { $seq }
charter-problem = Problem
charter-lead = Lead branch
charter-partners = Partner branches
charter-date = Paired
charter-theme = Theme of the pairing
charter-leader = Leader in charge
charter-solved = When it is solved
charter-solved-what = { $n-form ->
    [one] 1 measure is
   *[other] { $n } measures are
  } done, with evidence; checked by a unit that did none of the work; closed after the raiser has judged.
charter-blank = to be filled in
charter-blank-n = { $n } to be filled in
charter-owners = { $n-form ->
    [one] The measure has an owner
   *[other] All { $n } measures have owners
  }
charter-one = 1. Measures and responsibility
charter-two = 2. Timetable
charter-three = 3. Roadmap
charter-four = 4. Signatures
charter-n = No.
charter-goal = Result
charter-when = From, to
charter-span = { $from } to { $to }
charter-from = from { $date }
charter-node = Node
charter-node-what = What has to be there
charter-done-what = Done: { $text }
charter-who = Reported by
charter-no-node = No dates yet.
charter-undated = { $n-form ->
    [one] 1 more measure names no day and is not in the table.
   *[other] { $n } more measures name no day and are not in the table.
  }
charter-strip-what = Solid: has an end. Hatched: work without an end. Drawn by month, first and last month filled whole; the days stand in the tables above.
charter-months = { $from } to { $to }
charter-leads = {" "}(lead)
charter-sign = Secretary, date
charter-sign-plain = Signature, date
charter-sign-coordinator = Coordinating office
charter-sign-leader = Leader in charge
charter-sign-supervisor = Supervisor
charter-before = Before printing
charter-before-hint = What is missing does not prevent printing; it prints as a blank.
charter-missing = Missing:{" "}
charter-made = Nothing is filled in here. When measures, limits, duties or the pairing change, this page follows and the version goes up by one; the journal says who changed what.
charter-name-owners = Ask the units to name owners
charter-version-label = Version
charter-version-by = made { $day }, journal entry { $seq }
charter-signed = Signed for
charter-pairing = Pairing
charter-pairing-whole = Lead, partners, date and theme are there
charter-no-lead = No lead
charter-no-partner = No partner
charter-no-date = The date of the pairing is not stated
charter-no-theme = The theme of the pairing is not stated
charter-no-measure = No measure yet
charter-all-units = { $n-form ->
    [one] The measure has a unit
   *[other] All { $n } measures have units
  }
charter-without-unit = { $n-form ->
    [one] 1 measure has no unit
   *[other] { $n } measures have no unit
  }
charter-all-owners = { $n-form ->
    [one] The measure has an owner
   *[other] All { $n } measures have owners
  }
charter-without-owner = { $n-form ->
    [one] 1 measure has no owner
   *[other] { $n } measures have no owner
  }
charter-all-limits = { $n-form ->
    [one] The measure has a limit
   *[other] All { $n } measures have limits
  }
charter-without-limit = { $n-form ->
    [one] 1 measure has no limit
   *[other] { $n } measures have no limit
  }
charter-has-leader = A leader in charge is named
charter-no-leader = No leader in charge is named
charter-open = Task book
charter-sheet-measures = Measures and responsibilities
charter-sheet-nodes = Timetable
charter-sheet-signs = Signatures
charter-sheet-four = 3. Signatures
charter-sheet-what = Item
charter-sheet-said = Contents
charter-sheet-start = Start
charter-sheet-signer = Unit
charter-sheet-sign = Signature
