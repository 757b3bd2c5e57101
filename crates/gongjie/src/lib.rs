//! Gongjie 共解: raise it, pair it, solve it, prove it. The rooms of the house, in order: a room uses only rooms above it.

// The hall, crate gongjie_hall: it knows no problem and no pairing.
pub use gongjie_hall::journal; // the corridor: append-only, hash-chained record of every action

pub use gongjie_hall::org; // organisations, units, people, roles; what an actor may see

pub use gongjie_hall::account; // sign-in, sessions, tokens

pub use gongjie_hall::settings; // one TOML file, environment and flags

pub use gongjie_hall::layout; // page shell, components, css, js, words in two languages

pub use gongjie_hall::door; // who is asking, CSRF, idempotency, routes, the one printer of errors

pub use gongjie_hall::lobby; // sign-in, own settings, embedded files, health

pub use gongjie_hall::directory; // pages for units, people and roles

pub use gongjie_hall::view; // saved views: names for addresses with their filters

pub use gongjie_hall::calendar; // working days and hours: holidays, make-up days, vacations

pub use gongjie_hall::outbox; // messages: the inbox, what leaves, by which channels

// The work rooms, crate gongjie_work: each writes its own facts.
pub use gongjie_work::campaign; // yearly drives, themes, stated totals

pub use gongjie_work::problem; // what has to be solved

pub use gongjie_work::voice; // what people at the front line say, and what becomes of it

pub use gongjie_work::urgent; // the green channel beside the call to 110: duty roster, page-out, time line

pub use gongjie_work::pairing; // who takes problems together

pub use gongjie_work::measure; // measures and tasks, duties, progress, extensions, lights

pub use gongjie_work::rise; // a problem's class, changed by a decision: by a unit's word or by rule

pub use gongjie_work::activity; // meetings of a pairing, decisions that become measures

pub use gongjie_work::outcome; // results, figures, shares, evidence

pub use gongjie_work::document; // papers that the work drafts, agreements

pub use gongjie_work::close_out; // closing a problem, checked by an outsider

pub use gongjie_work::slip; // slips of oversight, letters of the supervisor, the ladder

pub use gongjie_work::leniency; // notes that take a mark away from an honest failure

pub use gongjie_work::exclusion; // what is left out of the rates: asked by one, decided by another

pub use gongjie_work::bulletin; // reports to all, drafted from facts and released by a person

pub use gongjie_work::grid; // many cells at once: steps of a spreadsheet, undone and redone, rows pasted

pub use gongjie_work::import; // ledgers brought in: understood, asked about, one batch that can be undone

pub use gongjie_work::template; // the office's own empty sheets, and where they take rows

// The views, here: they read and own nothing.
pub mod download; // READ ONLY: a table as xlsx, csv or docx
pub mod pairing_file; // READ ONLY: everything about one pairing on one page
pub mod figures; // READ ONLY: every counted number with its definition and its rows
pub mod campaign_file; // READ ONLY: everything about one campaign; the list of campaigns
pub mod oversight; // READ ONLY: the board by light
pub mod slip_file; // READ ONLY: slips and bulletins as documents
pub mod unit_sheet; // READ ONLY: facts of a unit instead of a score
pub mod rates; // READ ONLY: the rates, each with formula, sample, coverage and rows
pub mod open_file; // READ ONLY: what everybody may see of public problems and notices
pub mod dossier; // READ ONLY: everything about one problem; the list of problems
pub mod ledger; // READ ONLY: the six columns
pub mod lists; // READ ONLY: three lists and the close-out list
pub mod filling; // READ ONLY: the office's own sheet, filled with a view
pub mod roadmap; // READ ONLY: measures and pairings over time
pub mod charter; // READ ONLY: the task book of a problem, as a sheet
pub mod difference; // READ ONLY: two days of a view, compared; the story of one cell
pub mod trail; // READ ONLY: pages that show the journal
pub mod live; // READ ONLY: tells open pages which rows changed
pub mod home; // READ ONLY: what needs me today, the sentence, the network
pub mod network; // READ ONLY: who works with whom, to be explored
pub mod search; // READ ONLY: find by words
pub mod handbook; // READ ONLY: help, lifecycles from their tables, accessibility

pub mod clockwork; // what time itself does

pub mod demo; // two organisations played through the same actions that users use

pub mod command; // commands of the program
pub mod api; // the OpenAPI document of all rooms
pub mod router; // every route on one page
pub mod migrations; // every change of the schema, in order
