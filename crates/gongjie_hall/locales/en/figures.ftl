figures-title = Figures
figures-lead = Every number has a definition and opens the rows behind it.
figures-name = Figure
figures-number = Number
figures-support = Support
figures-object = Counts
figures-filter = Filter
figures-period = Period
figures-unit = Unit
figures-once = Counted once
figures-as-of = as of { $day }
figures-as-of-label = As of
figures-kind = Where from
figures-kind-stated = A total that somebody stated; the counted rows stand beside it
figures-kind-counted = Counted from the records
figures-who-said = Stated in
figures-definition = How this number is defined
figures-difference = Difference from the statement
figures-stated = Stated
figures-counted = Rows
figures-gap = Difference
figures-rows = Rows behind it
figures-rows-n = { $n } rows, each a link
figures-row = Row
figures-row-of = Belongs to
figures-no-rows = No rows: there is only a definition and a source.
figures-uses = Where it is used
figures-both = Stated as { $stated }; the ledger gives { $rows }. Both are shown, neither is changed.
figures-three-ways = Three ways to quote it: the stated number with a note, the rows alone, or after completing the rows.
figures-only-counted = This number is counted from the records; nobody stated a total.
figure-trace-counted = { $rows-form ->
    [one] 1 row
   *[other] { $rows } rows
}
figure-trace-equal = { $stated }, all with rows
figure-trace-short = { $rows-form ->
    [one] stated { $stated }, ledger 1 row, { $gap } short
   *[other] stated { $stated }, ledger { $rows } rows, { $gap } short
}
figure-trace-short-at-least = { $rows-form ->
    [one] stated { $stated }, ledger 1 row, at least { $gap } short
   *[other] stated { $stated }, ledger { $rows } rows, at least { $gap } short
}
figure-trace-short-about = { $rows-form ->
    [one] stated { $stated }, ledger 1 row, about { $gap } short
   *[other] stated { $stated }, ledger { $rows } rows, about { $gap } short
}
figure-trace-over = { $rows-form ->
    [one] stated { $stated }, ledger 1 row, { $gap } more
   *[other] stated { $stated }, ledger { $rows } rows, { $gap } more
}
figure-trace-covers = { $rows-form ->
    [one] stated { $stated }, ledger 1 row
   *[other] stated { $stated }, ledger { $rows } rows
}
figure-trace-none = stated { $stated }, a total without rows
figure-unit-ge = in number
figure-unit-xiang = items
figure-unit-tiao = lines
figure-unit-jian = documents
figure-unit-ci = times
figure-branches = Office branches in pairings
figure-pairings = Pairings
figure-problems = Problems
figure-measures = Measures
figure-documents = Documents drafted
figure-closed = Closed
figure-solved = Closed on the raiser's word
figure-checked = Closed on an independent check
figure-outcomes = Outcomes
figure-activities = Activities
figure-themes = Themes
figure-light-green = Measures on green
figure-light-blue = Measures on blue
figure-light-yellow = Measures on yellow
figure-light-red = Measures on red
figure-light-grey = Measures on grey
figure-light-idle = Measures without a clock
figure-branches-object = Branches (not units, not memberships)
figure-branches-filter = Office branches that are members of an active or concluded pairing; where the source names only the office and no branch of it, the office counts as one
figure-branches-once = A branch in several pairings counts once
figure-pairings-object = Pairings (not problems, not activities)
figure-pairings-filter = Active or concluded; drafts, invitations, declined and terminated ones do not count
figure-pairings-once = One row per pairing; undated ones count
figure-problems-object = Problems
figure-problems-filter = On the list; proposed, returned, declined and merged ones do not count
figure-problems-once = Merged problems count as the one they joined
figure-measures-object = Measures (without the tasks under them)
figure-measures-filter = First-level measures of listed problems; cancelled ones do not count
figure-measures-once = A compound line such as “47 items, 69 tasks” is one line until it is opened
figure-documents-object = Documents drafted or revised
figure-documents-filter = Of listed problems; dropped ones do not count
figure-documents-once = One row per document
figure-closed-object = Problems
figure-closed-filter = Closed, on the raiser's word or on an independent check
figure-closed-once = Reopened ones do not count
figure-solved-object = Problems
figure-solved-filter = Closed; the raiser said solved or partly solved
figure-solved-once = Kept apart from independent checks
figure-checked-object = Problems
figure-checked-filter = Closed without the raiser's verdict, on a named check by another unit
figure-checked-once = Kept apart from the raiser's word
figure-outcomes-object = Outcomes
figure-outcomes-filter = Of listed problems; withdrawn ones do not count
figure-outcomes-once = A joint outcome counts once, not once per unit
figure-activities-object = Activities
figure-activities-filter = Of active or concluded pairings
figure-activities-once = One row per activity
figure-themes-object = Themes
figure-themes-filter = With at least one listed problem
figure-themes-once = “No theme” is no theme
figure-light-object = Measures and tasks
figure-light-filter = Neither done nor cancelled, now { $light }; excused ones count as no red light
figure-light-once = Computed from dates and records; nobody can set it
theme-none = No theme
where = Where
pages = Pages
next-page = Next page
figure-carried-in = Problems from the year before
figure-carried-on = Problems carried on
figure-carried-in-object = Problems
figure-carried-in-filter = Unsolved in an earlier campaign and carried in; they are among the problems
figure-carried-in-once = Number and history stay; counted once in each year and once in a total over years
figure-carried-on-object = Problems
figure-carried-on-filter = Unsolved and carried on into the next campaign; they are among the problems, their ending counts there
figure-carried-on-once = One row for each problem
