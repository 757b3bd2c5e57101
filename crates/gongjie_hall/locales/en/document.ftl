document-index-title = Documents
document-index-lead = Rules, plans and reports that the work drafts or revises.
document-new-title = Add a document
document-edit-title = Edit the document
document-form-lead = Name and state only; the text stays where it is, a link is enough.
document-title = Title
document-kind = Kind
document-kind-rule = Rule
document-kind-plan = Plan
document-kind-report = Report
document-kind-textbook = Textbook
document-kind-agreement = Agreement
document-kind-other = Other
document-state = State
document-state-drafting = Drafting
document-state-reviewing = In review
document-state-issued = Issued
document-state-revising = Being revised
document-state-dropped = Dropped
document-state-unstated = Not stated
document-unit = Unit
document-link = Link
document-link-hint = Starts with https://; may stay empty
document-link-not-web = A link starts with http:// or https:// and has no blanks
document-problem = Problem
document-pairing = Pairing
document-source = Source
document-filter-words = Words of the title
document-filter-agreement-words = Words of title or other party
document-filter-kind = Any kind
document-filter-problem = Any problem
document-empty = No documents yet. Add one on a problem's page.
document-empty-filtered = No document matches.
document-to-problems = Go to the problems
document-not-yours = Lead, partners and the coordinator keep the documents of this problem
document-not-your-agreement = The members and the coordinator keep the agreements of this pairing
document-agreements-title = Agreements
document-agreements-lead = Agreements with partners; marked yellow 30 days before they end.
document-agreement-new-title = Add an agreement
document-agreement-edit-title = Edit the agreement
document-no-agreements = Agreements come with pairings.
document-no-agreements-filtered = No agreement matches.
document-other-party = Other party
document-other-party-hint = Full names; all of them
document-term = Term
document-starts = Starts
document-ends = Ends
document-day-hint = For example 2026-06-21
document-ends-hint = For example 2027-06-20; empty without an end
document-ending = { $n-form ->
    [one] 1 day left
   *[other] { $n } days left
}
document-ended = { $n-form ->
    [one] Ended 1 day ago
   *[other] Ended { $n } days ago
}
agreement-state-none = None
agreement-state-drafting = Drafting
agreement-state-reviewing = In review
agreement-state-pending-sign = To be signed
agreement-state-signed = Signed
agreement-state-expired = Expired
