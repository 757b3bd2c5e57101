// Rows that others change appear by themselves. The server says which rows changed; the page reads its own address again and swaps them.
const main = document.querySelector("main[data-live]");
const SETTLE_MS = 250; // several changes of one step are one reading
const READ_MS = 1500; // and no page reads itself more often, however much is written
const MARK_MS = 12000;
const SAY_MS = 5000; // a screen reader is not talked to more often

const ROWS = "tbody[data-row], tr[data-row]";
const outermost = (row) => !row.parentElement.closest("[data-row]");
const rowsOf = (doc) => [...doc.querySelectorAll(`main ${ROWS.replace(", ", ", main ")}`)].filter(outermost);
const keyed = (rows) => {
  const seen = new Map();
  return new Map(rows.map((row) => {
    const n = seen.get(row.dataset.row) ?? 0;
    seen.set(row.dataset.row, n + 1);
    return [`${row.dataset.row}#${n}`, row];
  }));
};
// Proofs of forms differ from page to page and are no change.
const plain = (row) => row.outerHTML.replace(/(name="_(?:csrf|key)" value=")[^"]*/g, "$1").replace(/\s+/g, " ");
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

let known = new Map([...keyed(rowsOf(document))].map(([key, row]) => [key, plain(row)]));
let since = main.dataset.since;
let source = null;
let timer = 0;
let changes = [];
let saidAt = 0;
let readAt = -READ_MS;
let isReading = false;

function open() {
  if (source || document.hidden) return;
  source = new EventSource(`/events?of=${main.dataset.live}&since=${since}`);
  source.addEventListener("change", (e) => {
    since = e.lastEventId || since;
    changes.push(JSON.parse(e.data));
    soon();
  });
  source.addEventListener("again", (e) => { since = e.lastEventId || since; soon(); });
  // A refusal (signed out, too many pages) closes the stream for good; a lost connection is tried again by the browser.
  source.addEventListener("error", () => { if (source?.readyState === EventSource.CLOSED) close(); });
}

function close() {
  source?.close();
  source = null;
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(read, Math.max(SETTLE_MS, readAt + READ_MS - performance.now()));
}

async function read() {
  if (isReading) return soon();
  isReading = true;
  readAt = performance.now();
  const told = changes;
  changes = [];
  try {
    const answer = await fetch(location.href, { headers: { accept: "text/html" } });
    if (!answer.ok || answer.redirected) return close();
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    swap(page, told);
  } catch {
    changes = told.concat(changes); // the connection is lost: the next event reads again
  } finally {
    isReading = false;
  }
}

/** Who changed a row: the last change that names it, its problem, or the last change of all. */
function authorOf(key, told) {
  const [kind, id] = key.split("#")[0].split(":");
  const names = (c) => (c.kind === kind && String(c.id) === id) || (kind === "problem" && String(c.problem) === id);
  return told.findLast(names) ?? told.at(-1);
}

const isEdited = (row) => row.querySelector("[data-dirty], [aria-busy='true']") || (row.contains(document.activeElement) && document.activeElement.closest("input, textarea, select, [contenteditable]"));

function swap(page, told) {
  const fresh = keyed(rowsOf(page));
  const shown = keyed(rowsOf(document));
  const before = known;
  known = new Map([...fresh].map(([key, row]) => [key, plain(row)]));
  let changed = 0;
  let added = 0;
  let last = null;
  let lostFocus = false;
  if (shown.size === 0 && fresh.size > 0) return location.reload(); // an empty list had no table to put rows into
  for (const [key, row] of fresh) {
    const old = shown.get(key);
    if (old && known.get(key) === before.get(key)) { last = old; continue; }
    if (old && isEdited(old)) {
      mark(old, told, key, true);
      changed += 1;
      last = old;
      continue;
    }
    // What the reader changed in this very window stands here already.
    if (old?.dataset.version && old.dataset.version === row.dataset.version && authorOf(key, told)?.is_own) { last = old; continue; }
    const next = document.importNode(row, true);
    if (old?.contains(document.activeElement)) lostFocus = true;
    if (old) replace(old, next);
    else place(next, last, shown);
    mark(next, told, key, false);
    if (old) changed += 1; else added += 1;
    last = next;
  }
  for (const [key, old] of shown) {
    if (fresh.has(key) || isEdited(old)) continue;
    old.remove();
    changed += 1;
  }
  for (const part of [".phead__title", ".pager"]) refresh(page, part);
  if (changed || added) {
    say(changed, added);
    document.dispatchEvent(new CustomEvent("rows:swapped", { detail: { lostFocus } }));
  }
}

function replace(old, next) {
  const focusable = "a[href], button, [tabindex]";
  const at = [...old.querySelectorAll(focusable)].indexOf(document.activeElement);
  const wasOn = old === document.activeElement;
  old.replaceWith(next);
  if (wasOn) next.focus();
  else if (at >= 0) [...next.querySelectorAll(focusable)].at(at)?.focus();
}

function place(next, last, shown) {
  if (last) return last.after(next);
  const first = shown.values().next().value;
  first.before(next);
}

function refresh(page, part) {
  const [old, next] = [main.querySelector(part), page.querySelector(`main ${part}`)];
  if (old && next && plain(old) !== plain(next) && !old.contains(document.activeElement)) old.replaceWith(document.importNode(next, true));
}

function mark(row, told, key, isClash) {
  const author = authorOf(key, told);
  if (!author) return;
  const words = isClash ? [main.dataset.liveClash, main.dataset.liveClashOwn] : [main.dataset.liveBy, main.dataset.liveOwn];
  if (!author.is_own && !author.who) return;
  row.querySelector(".live")?.remove();
  const note = document.createElement("span");
  note.className = isClash ? "live live--clash" : "live";
  note.textContent = author.is_own ? words[1] : fill(words[0], { who: author.who });
  const cell = row.querySelector("th[scope='row'] .cell, .p .cell") ?? row.querySelector(".cell");
  cell?.append(note);
  row.classList.add("is-live");
  if (!isClash) setTimeout(() => { note.remove(); row.classList.remove("is-live"); }, MARK_MS);
}

function say(changed, added) {
  const words = [];
  if (added) words.push(fill(main.dataset.liveNew, { n: added }));
  if (changed) words.push(fill(main.dataset.liveChanged, { n: changed }));
  let line = document.getElementById("live");
  if (!line) {
    line = document.createElement("p");
    line.id = "live";
    line.className = "livesay noprint";
    line.setAttribute("role", "status");
    main.querySelector(".tablebox")?.before(line);
  }
  const wait = Math.max(0, saidAt + SAY_MS - performance.now());
  setTimeout(() => { line.textContent = words.join(" · "); saidAt = performance.now(); }, wait);
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { line.textContent = ""; }, wait + MARK_MS);
}

// A hidden window follows nothing; when it is seen again it is told what happened meanwhile.
document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
addEventListener("pagehide", close);
addEventListener("pageshow", open);
open();
