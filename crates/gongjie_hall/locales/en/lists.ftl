lists-title = Three lists
lists-title-of = Three lists of { $campaign }
lists-units = By unit
lists-people = By person
lists-closings = Close-out list
lists-tabs = Views
lists-lead-in = Problems on the left, measures in the middle, responsibilities on the right, on one line. Another view is never another copy.
lists-units-lead = One sheet of responsibilities per unit: what it leads first, then what it supports. Choose a unit to print its sheet alone.
lists-people-lead = Units name their own people; the product names nobody. Measures without a person come first.
lists-closings-lead = Solved is the raiser's word, checked is an independent check. The two are counted apart.
lists-count = { $problems } problems, { $lines } measures on this page
lists-units-count = { $n-form ->
    [one] 1 unit
   *[other] { $n } units
}
lists-unnamed = { $n } without a named person
lists-unnamed-shown = The first { $n } are here; choose a unit to see the rest
lists-by-unit = Print by unit
lists-one = 1
lists-two = 2
lists-three = 3
lists-colon = :{ " " }
lists-comma = ,{ " " }
lists-list-problems = Problems
lists-list-measures = Measures
lists-list-duties = Responsibilities
lists-list-closings = Close-outs
lists-no = No.
lists-no-short = No.
lists-problem = Problem
lists-problem-name = Problem
lists-hurts = What hurts
lists-origin = Origin
lists-raised-by = Raised by
lists-class = Class
lists-theme = Theme
lists-involved = Units involved
lists-raised-on = Raised on
lists-urgency = Urgency
lists-remark = Remark
lists-measure = Measure
lists-goal = Goal or result
lists-span = Time
lists-start = Start
lists-end = End
lists-lead = Lead unit
lists-partners = Partner units
lists-progress = Progress
lists-finish = Completion
lists-leader = Leader in charge
lists-owner = Owner
lists-phone = Phone
lists-due = Due
lists-due-short = Due
lists-responsible = Responsible unit
lists-is-done = Done
lists-is-closed = Closed
lists-closed-on = Closed on
lists-verifier = Verifier
lists-evidence = Evidence
lists-state = State
lists-role = Role
lists-role-lead = Lead
lists-role-partner = Partner
lists-role-owner = Owner
lists-role-leader-in-charge = Leader in charge
lists-unit = Unit
lists-campaign = Campaign
lists-words = Words of a title or measure
lists-all-themes = All themes
lists-all-units = All units
lists-all-states = All states
lists-no-theme = No theme
lists-mark-none = –
lists-apply = Show
lists-density = Row height
lists-comfortable = Roomy
lists-dense = Dense
lists-holds = Holds “{ $words }”
lists-drop = Remove this filter
lists-drop-all = Remove all filters
lists-empty = Listed problems with their measures and responsibilities will stand here
lists-empty-do = See the problems
lists-empty-narrowed = No problem meets these filters
lists-outside = Outside partner
lists-mark-outside = ext.
lists-title-ours = Untitled in the source
lists-to-fill = To be named
lists-not-set = Not set
lists-lead-unstated = Not stated
lists-no-measure = No measure yet
lists-add-measure = Add a measure
lists-waits-for-lead = { $unit } lists them
lists-first-due = first { $day }
lists-no-change = No change
lists-stated = Stands for { $counts }, counted as one line
lists-stated-measures = { $n-form ->
    [one] 1 measure
   *[other] { $n } measures
}
lists-stated-tasks = { $n-form ->
    [one] 1 task
   *[other] { $n } tasks
}
lists-in-pairings = { $n-form ->
    [one] In 1 pairing
   *[other] In { $n } pairings
}
lists-own-sheet = Its own sheet
lists-duties-of = Responsibilities of { $unit }
lists-state-or-name = State or next step
lists-nobody = Nobody named yet
lists-name-one = Name a person
lists-named-by = { $unit } names one
lists-named-by-coordinator = The coordinator assigns a unit first
lists-mark-solved = 销
lists-mark-checked = 核
lists-figure-problems = Problems
lists-figure-closed = Closed
lists-figure-solved = Solved: the raiser's word
lists-figure-checked = Checked: an independent check
lists-sent-back = Sent back
lists-pieces = { $n-form ->
    [one] 1 piece
   *[other] { $n } pieces
}
lists-pages = Pages
lists-next = Next page
lists-note-compound = A line that stands for many measures (“47”, “69”) is one row until it is opened, and is not added to stated totals.
lists-reporting-unit = Reported by: { $name }
lists-reported-on = Reported on: { $day }
lists-sign = Unit (seal):                     Checked by:                     Filled in by:                     Date:
lists-sign-received = Received by unit (seal):                     Signature:                     Date:
lists-cover = Overview
lists-cover-what = Item
lists-cover-number = Number
lists-cover-unit = Unit
lists-cover-stated = Beside the stated total
lists-cover-definition = Definition
lists-rate = Closing rate
lists-rate-of = { $problems-form ->
    [one] { $closed } closed of 1 problem
   *[other] { $closed } closed of { $problems } problems
}
lists-rate-definition = Closed problems divided by listed problems; no rate below 10 problems
lists-too-few = Too few
lists-note-narrowed = The lists hold the filtered problems only, the ledger is narrowed by theme and unit only; the numbers on this sheet cover the whole campaign.
lists-light = Light
lists-workbook = One xlsx
lists-workbook-what = Cover, the three lists, the close-out list and the ledger in one workbook
