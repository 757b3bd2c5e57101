measure-new-title = New measure
measure-new-task-title = New task
measure-edit-title = Edit the measure
measure-form-lead = Say what is done, which unit answers for it, who is responsible, and by when.
measure-task-of = Part of: { $text }
measure-place = Place
measure-measure = Measure
measure-task = Task
measure-tasks = Tasks
measure-problem = Problem
measure-text = What is done
measure-text-hint = One thing each
measure-lead = Responsible unit
measure-lead-hint = Exactly one; it answers for this to the end. Units of the pairing come first
measure-one-lead = There is exactly one responsible unit; put the others among the partners
measure-partners = Partner units
measure-partners-hint = Choose none if there are none
measure-more-units = Other units
measure-owner = Owner
measure-owner-hint = May stay empty: the unit names somebody when it signs
measure-no-owner = Not named yet
measure-name-owner = Name the owner
measure-start-on = Start
measure-start-on-hint = Written as 2026-06-21. Empty: from the day of issue
measure-issued-on = day of issue
measure-due = Limit
measure-due-hint = As written: 6月底前, 2026-06-30, 立行立改 (five working days), 长期坚持 (no limit)
measure-due-fixed = Signed: ask for an extension instead
measure-no-due = None set
measure-first-due = First promise
measure-goal = Expected result
measure-goal-hint = What can be seen when it is done: a rule, a system, a figure
measure-stated = Counted in the source
measure-stated-measures = { $n-form ->
    [one] 1 measure
   *[other] { $n } measures
}
measure-stated-tasks = { $n-form ->
    [one] 1 task
   *[other] { $n } tasks
}
measure-stated-hint = The source gives the count without a list; it is never summed
measure-source = Source
measure-result = Result
measure-result-hint = What was achieved, in a sentence or two
measure-done-on = Done on
measure-done = Done
measure-done-of = { $done }/{ $all } done at the lowest level
measure-rolled-up = Counted from the lowest level up; nobody types a percentage.
measure-next-due = The earliest open one is due { $date }.
measure-no-tasks = Not divided into tasks.
measure-split = Add a task
measure-issue = Issue
measure-next = Next step
measure-next-issued = { $unit } signs, within one working day
measure-next-signed = { $unit } starts the work
measure-next-working = { $unit } is working and reports the result when done
measure-next-reported = The head of the problem's lead unit, the coordinator or the inspector checks; never the person who reported
measure-next-suspended = Suspended; the coordinator resumes it.
measure-next-done = Done
measure-next-cancelled = Waived.
measure-say = Report progress
measure-progress = Progress
measure-progress-how = One sentence, or one click for "no change"
measure-progress-often = Monthly; weekly in the last two weeks
measure-progress-wanted = Progress is wanted by { $date }
measure-sentence-hint = One sentence is enough
measure-say-more = Next step, percent
measure-no-change = No change
measure-no-progress = No progress yet.
measure-percent-range = A whole number from 0 to 100
measure-percent-of-parent = This one has tasks: what is done is counted from them
measure-milestones = Milestones
measure-no-milestones = No milestones.
measure-add-milestone = Add a milestone
measure-milestone-due = Due
measure-milestone-late = Late
measure-milestone-reach = Reached
measure-milestone-reach-of = Reached: { $text }
measure-milestone-reached = Reached { $date }
measure-milestone-after-limit = A milestone cannot be after the limit
measure-milestones-full = At most 50 milestones
measure-milestone-done-before = This milestone was ticked before
measure-extension = Extension
measure-ask-extension = Ask for an extension
measure-ask-head = Send to the head of the unit
measure-decide-extension = Answer the request
measure-extensions-left = { $n } left; ask before the last day
measure-extension-n = Request { $n }
measure-extension-last = Last possible
measure-extension-until = { $date } at the latest
measure-extension-from-to = { $from } to { $to }
measure-extension-waits-head = waits for the head of the unit
measure-extension-waits-inspector = waits for the inspector or coordinator
measure-exact-due = New limit
measure-so-far = Progress so far
measure-reason = Why
measure-note = Note
measure-dispute = Dispute
measure-dispute-how = While issued or signed; once; the coordinator rules
measure-dispute-raise = Dispute the assignment
measure-dispute-basis = Basis
measure-dispute-waits = The coordinator rules
measure-rule-dispute = Rule the dispute
measure-rule-moved = Move to { $unit }
measure-rule-kept = Keep as it is
measure-suspend-reason = Which outside condition is missing
measure-cancel-reason = Why it is waived
measure-resume-hint = The days of suspension do not count: limit and coming milestones move
measure-light = Light
measure-light-why = Why
measure-light-since = Since
measure-light-rule = Rule
measure-light-green = What turns it green
measure-light-next = If nothing is done
measure-light-computed = Lights are computed; nobody sets them.
measure-state-issued = To be signed
measure-state-signed = Signed
measure-state-working = Working
measure-state-reported = To be checked
measure-state-done = Done
measure-state-suspended = Suspended
measure-state-cancelled = Waived
measure-action-sign = Sign
measure-action-start = Start
measure-action-report = Report the result
measure-action-pass = Pass
measure-action-send-back = Send back
measure-action-suspend = Suspend
measure-action-resume = Resume
measure-action-cancel = Waive
measure-action-take-back = Import undone
measure-verb-sign = Sign
measure-verb-rule = Rule the dispute
measure-verb-progress = Report progress
measure-verb-pass = Check
measure-verb-agree = Agree to the request
measure-verb-decide = Decide the extension
measure-verb-again = Report again
measure-verb-red = Overdue
measure-verb-yellow = Needs attention
measure-field-text = What is done
measure-field-goal = Expected result
measure-field-lead = Responsible unit
measure-field-owner = Owner
measure-field-partners = Partner units
measure-field-start-on = Start
measure-field-due-text = Limit as written
measure-field-due-on = Limit
measure-field-sentence = Progress
measure-field-next-step = Next step
measure-field-percent = Percent
measure-field-milestone = Milestone
measure-field-milestone-due-on = Due
measure-field-from-due-on = Present limit
measure-field-to-due-on = New limit
measure-field-reason = Note
measure-field-code = Reason of the send-back
measure-field-proposed-unit = Unit proposed instead
measure-field-ruling = Ruling
measure-field-source = Source
extension-state-asked = asked
extension-state-head-agreed = agreed by the head
extension-state-granted = granted
extension-state-denied = denied
extension-state-withdrawn = withdrawn
extension-decision-agree = Agree
extension-decision-grant = Grant
extension-decision-deny = Deny
extension-decision-withdraw = Withdraw
ruling-moved = Moved
ruling-kept = Kept
send-back-evidence = Not enough evidence
send-back-facts = Does not match the facts
send-back-unfinished = Not finished
send-back-effect = No clear effect
send-back-wording = Wording not in order
send-back-other = Other
due-kind-date = Date
due-kind-immediate = At once
due-kind-long-term = Long term
due-kind-none = None
duty-role-leader-in-charge = Leader in charge
duty-role-lead = Responsible unit
duty-role-partner = Partner unit
duty-role-owner = Owner
must-result = The result is written
must-tasks-closed = All tasks below are done or waived
must-not-reporter = Not by the person who reported
must-send-back-reason = A reason is chosen
measure-partner-is-lead = The responsible unit cannot be a partner too; remove one
measure-too-many-partners = At most { $max } partner units
measure-due-before-start = The limit is before the start
measure-due-unreadable = "{ $text }" names no day. Write 6月30日前, 2026-06-30, 立行立改 or 长期坚持
measure-due-is-promised = The limit was promised by signing. Ask for an extension
measure-lead-has-signed = The unit has signed. Raise a dispute, or let the coordinator move it
measure-parent-over = The measure above is reported or over and takes no more tasks
measure-too-deep = Tasks go { $max } levels deep at most
measure-not-your-problem = Measures are set by the problem's lead unit or the coordinator; tasks also by those responsible for the measure above
measure-not-your-step = This step is somebody else's; the measure's page says whose
measure-not-by-reporter = You reported the result: somebody else checks it
measure-no-such-step = This step is over. Reload the page to see where it stands
measure-tasks-open = Some tasks below are still open. Finish or waive them first
measure-problem-suspended = The problem is suspended, so its measures rest. The coordinator resumes it
measure-problem-not-paired = The problem is not paired yet; measures come after
measure-problem-over = The problem is being verified or is over; its measures stay as they are
measure-cannot-start = At least one measure must name unit, owner and limit before the work starts
measure-cannot-extend-state = Only a measure under way can be extended
measure-cannot-extend-no-limit = There is no limit to extend
measure-cannot-extend-late = On the last day and after it no extension can be asked for
measure-cannot-extend-twice = { $max-form ->
    [one] Extended 1 time already
   *[other] Extended { $max } times already
}
measure-cannot-extend-open = A request is still waiting for its answer
measure-cannot-extend-short = The first span is too short to be extended
measure-extend-not-later = It must be later than the present limit { $due }
measure-extend-too-far = { $max-form ->
    [one] { $last } at the latest: at most 1 day, and half of the first span
   *[other] { $last } at the latest: at most { $max } days, and half of the first span
}
measure-extension-decided = The request was answered before, or is not at this step yet
measure-extension-not-asker = Only the person who asked withdraws it
measure-dispute-too-late = Too late: the work has begun
measure-dispute-once = An assignment is disputed once
measure-dispute-same-unit = That is the unit that has it now; choose another
measure-dispute-ruled = This dispute was ruled before
light-brief-late = { $days-form ->
    [one] 1 day late
   *[other] { $days } days late
}
light-brief-left = { $days-form ->
    [one] 1 day left
   *[other] { $days } days left
}
light-brief-today = Due today
light-brief-milestone = Milestone late
light-brief-sent-back = Sent back twice
light-brief-signing = Signing late
light-brief-paused = Clock stopped
light-brief-done = Done
light-brief-done-in-time = Done in time
light-brief-done-late = Done late
light-brief-idle = No clock
light-why-late = { $days-form ->
    [one] Due { $date }, not done, 1 day late
   *[other] Due { $date }, not done, { $days } days late
}
light-why-late-reported = Due { $date }, days late: { $days }; reported { $reported }, waiting for the check
light-why-left = { $days-form ->
    [one] Due { $date }, 1 day left
   *[other] Due { $date }, { $days } days left
}
light-why-left-reported = Due { $date }, days left: { $days }; reported { $reported }, waiting for the check
light-why-today = Due today ({ $date })
light-why-milestone = { $days-form ->
    [one] Milestone "{ $text }" was due { $date }, 1 day late
   *[other] Milestone "{ $text }" was due { $date }, { $days } days late
}
light-why-sent-back = { $n-form ->
    [one] Sent back 1 time
   *[other] Sent back { $n } times
}
light-why-signed-late = To be signed by { $by }, signed { $date }
light-why-unsigned = To be signed by { $by }, not signed yet
light-why-idle = No limit is set, so no clock runs
light-why-paused = Suspended; the clock is stopped
light-why-problem-paused = The whole problem is suspended; the clock is stopped
light-why-cancelled = Waived; no clock runs
light-why-done-late = { $days-form ->
    [one] Done { $date }, 1 day late
   *[other] Done { $date }, { $days } days late
}
light-why-done-in-time = Done { $date }, within the limit
light-why-done = Done { $date }
light-why-done-undated = Done; the day is not recorded
light-rule-late = Past the limit: red
light-rule-days-yellow = 3 days or less left: yellow
light-rule-days-blue = 7 days or less left: blue
light-rule-share-yellow = A span of 10 days or less turns yellow at four fifths
light-rule-share-blue = A span of 10 days or less turns blue at half
light-rule-milestone = A late milestone: yellow
light-rule-sent-back = Sent back twice: yellow
light-rule-signing = Not signed within one working day: yellow
light-rule-green = More than 7 days left, no milestone late
light-rule-idle = No limit, no light
light-rule-paused = Suspended: grey
light-rule-problem-paused = Problem suspended: grey
light-rule-cancelled = Waived: no light
light-rule-done = Done: no light
light-rule-done-in-time = Done within the limit
light-rule-done-late = Done after the limit; the mark stays
light-green-late = Finish it; it is then marked "done late"
light-green-limit = Report and pass; or an extension, counted by the new limit
light-green-reported = Pass the check
light-green-milestone = Reach the milestone and tick it
light-green-unsigned = Sign it. Late signing stays on record until it is done
light-green-done-alone = Finish it. This mark stays until then
light-green-already = It is green now
light-green-idle = Set a limit and the clock runs
light-green-paused = The coordinator resumes it
light-green-problem-paused = The coordinator resumes the problem
light-green-never = It stays
light-next-blue = Blue on { $date }
light-next-yellow = Yellow on { $date }
light-next-red = Red on { $date }
light-next-still-red = Stays red; one more day late each day; marked late when done
light-next-same = No change
