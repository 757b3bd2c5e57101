nav-roadmap = Roadmap
help-key-roadmap = Roadmap
roadmap-title = Roadmap
roadmap-title-of = Roadmap: { $name }
roadmap-lead = Drawn as exactly as recorded: a diamond is a day, hatching is a month without a day, a fading bar has a beginning and no end.
roadmap-view = View
roadmap-view-chart = Chart
roadmap-view-rows = Table
roadmap-scale = Scale
roadmap-scale-week = Week
roadmap-scale-month = Month
roadmap-scale-quarter = Quarter
roadmap-paper = Paper for printing, landscape
roadmap-split = One quarter a page
roadmap-drop = No filter
roadmap-as-of = As of { $day }
roadmap-earlier = Earlier
roadmap-later = Later
roadmap-what = Problem and measures
roadmap-start = Start
roadmap-due = Approved to
roadmap-done = Done on
roadmap-late-column = How late
roadmap-late = { $n-form ->
    [one] 1 day late
   *[other] { $n } days late
  }
roadmap-moved = { $n-form ->
    [one] moved 1 day
   *[other] moved { $n } days
  }
roadmap-milestones = Milestones
roadmap-stone-done = reached { $date }
roadmap-stone-late = not reached, past
roadmap-paired = Paired
roadmap-picture = Roadmap, { $span }
roadmap-month = { $year }-{ $month }
roadmap-span = { $from } to { $to }
roadmap-tick-week = { $day }/{ $month }
roadmap-tick-month = { $month }
roadmap-tick-month-year = { $year }-{ $month }
roadmap-tick-quarter = { $year } Q{ $quarter }
roadmap-keys = Arrows move between bars, Enter opens, t goes to today. Where an extension may be asked, dragging the end opens the request with the new date; it is a request and changes nothing.
roadmap-legend = The thin frame above is the first promise, the bar below runs to the limit that stands; red hatching is time past the limit, a round tick is the day it was done, small diamonds are milestones, the dashed line is today.
roadmap-undated = { $n-form ->
    [one] 1 problem has no date on record and is not drawn:
   *[other] { $n } problems have no date on record and are not drawn:
  }{" "}
roadmap-no-date = No dates yet. They appear when measures have limits.
roadmap-empty = No problem is on the list yet. A roadmap can be drawn once problems are paired and have measures.
roadmap-empty-narrowed = No measure meets the filter.
roadmap-rows-hint = { $problems } problems, { $n } measures, the same as in the chart
roadmap-page-holds = At most { $n } rows a page
roadmap-more = { $n } more measures
roadmap-critical-title = Measures that hold up their problem
roadmap-critical-hint = The latest of the open measures and milestones decides when the problem ends
roadmap-critical = “{ $text }” ends last, expected { $expected }; the problem was first promised for { $promised }, { $n-form ->
    [one] 1 day
   *[other] { $n } days
  } earlier.
roadmap-critical-elsewhere = Another measure ends last, expected { $expected }; the problem was first promised for { $promised }, { $n-form ->
    [one] 1 day
   *[other] { $n } days
  } earlier.
roadmap-critical-mark = holds up its problem
roadmap-open-measure = Open the measure
roadmap-said-start = from { $date }
roadmap-said-promise = first promised { $date }
roadmap-said-due = approved to { $date }
roadmap-said-done = done { $date }
roadmap-said-comma = ,{" "}
roadmap-one-set = Choose one of problem, pairing and unit
roadmap-drag = Ask for { $date }: release to open the request, Esc to cancel
roadmap-undated-measures = { $n } measures without a date
