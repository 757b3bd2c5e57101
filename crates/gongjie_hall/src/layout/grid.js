// A table whose cells are edited where they stand. It stays a table: without this file its links and forms do the same.
// The server decides everything; here a cell only shows what was typed until the answer is there.
const table = document.querySelector("table[data-grid]");
const said = document.getElementById("grid-words")?.dataset ?? {};
const info = document.querySelector("[data-gridinfo]");
const kept = `gongjie.grid.${table?.dataset.grid}`;
const state = { row: 0, col: 0, toRow: 0, toCol: 0, editor: null, tabFrom: null };
const queue = [];
const redoable = [];
let isSending = false;

const rows = () => [...table.querySelectorAll("tbody tr[data-row]")];
const cellsOf = (row) => [...row.querySelectorAll("[data-field]")];
const cellAt = (r, c) => cellsOf(rows()[r] ?? table)[c];
const here = () => cellAt(state.row, state.col);
const holder = (cell) => cell.closest("[data-row]");
const heads = () => [...table.tHead.querySelectorAll("th[data-col]")];
const nameOf = (cell) => heads()[cellsOf(cell.closest("tr")).indexOf(cell)]?.querySelector("a")?.firstChild?.textContent.trim() ?? "";
const shownIn = (cell) => {
  const box = cell.querySelector(".cell").cloneNode(true);
  for (const mark of box.querySelectorAll('[aria-hidden="true"], svg')) mark.remove();
  return box.textContent.trim();
};
const optionsOf = (editor) => {
  const list = document.querySelector(`template[data-options="${editor === "units" ? "unit" : editor}"]`);
  return list ? [...list.content.querySelectorAll("option")].map((o) => ({ value: o.value, words: o.textContent })) : null;
};

/* ---- Where the reader is ---- */

function go(r, c, { extend = false, focus = true } = {}) {
  const all = rows();
  if (!all.length) return;
  state.row = Math.max(0, Math.min(r, all.length - 1));
  state.col = Math.max(0, Math.min(c, cellsOf(all[state.row]).length - 1));
  if (!extend) Object.assign(state, { toRow: state.row, toCol: state.col });
  for (const cell of table.querySelectorAll('[data-field][tabindex="0"]')) cell.tabIndex = -1;
  const cell = here();
  cell.tabIndex = 0;
  if (focus) cell.focus({ preventScroll: true });
  cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  mark();
  tell(cell);
}

// The block runs from the anchor (toRow, toCol) to where the focus is.
const block = () => {
  const [top, bottom] = [state.row, state.toRow].sort((a, b) => a - b);
  const [left, right] = [state.col, state.toCol].sort((a, b) => a - b);
  return rows().slice(top, bottom + 1).map((row) => cellsOf(row).slice(left, right + 1));
};

function mark() {
  for (const cell of table.querySelectorAll(".grid__in")) cell.classList.remove("grid__in");
  const cells = block().flat();
  if (cells.length > 1) for (const cell of cells) cell.classList.add("grid__in");
}

function tell(cell, words = "") {
  if (!info) return;
  info.hidden = false;
  const row = holder(cell);
  const place = `${nameOf(cell)}：${shownIn(cell) || said.blank}`;
  const more = words || cell.dataset.said || cell.dataset.why || "";
  info.querySelector("[data-place]").textContent = place;
  info.querySelector("[data-words]").textContent = more;
  info.querySelector("[data-say]").textContent = [place, more].filter(Boolean).join("。");
  const links = { record: cell.dataset.href || row.dataset.record || "", story: cell.dataset.story || cell.closest("tr").dataset.story || "" };
  for (const [name, href] of Object.entries(links)) {
    const link = info.querySelector(`a[data-${name}]`);
    link.hidden = !href;
    if (href) link.href = href;
  }
}

const say = (words) => { if (info) { info.hidden = false; info.querySelector("[data-words]").textContent = words; info.querySelector("[data-say]").textContent = words; } };

/* ---- Editing ---- */

function edit(cell, typed) {
  if (!cell.dataset.editor) {
    tell(cell, cell.dataset.why || said.locked);
    return false;
  }
  const options = optionsOf(cell.dataset.editor);
  const box = cell.querySelector(".cell");
  const was = box.innerHTML;
  const input = document.createElement(options ? "input" : "textarea");
  input.className = "input gridedit";
  input.setAttribute("aria-label", nameOf(cell));
  input.value = typed ?? cell.dataset.typed ?? (options ? shownIn(cell) : cell.dataset.value);
  if (!options) input.rows = 1;
  box.replaceChildren(input);
  state.editor = { cell, input, was, options, list: null, at: -1 };
  input.focus();
  if (typed === undefined) input.select();
  if (options && cell.dataset.editor !== "units") openList(typed === undefined ? "" : input.value);
  input.addEventListener("input", () => state.editor?.list && openList(input.value));
  input.addEventListener("blur", () => setTimeout(() => { if (state.editor?.input === input) close(true); }, 120));
  return true;
}

function openList(words) {
  const editor = state.editor;
  const found = editor.options.filter((o) => o.words.toLowerCase().includes(words.trim().toLowerCase()));
  editor.list?.remove();
  const list = document.createElement("ul");
  list.className = "gridlist";
  list.id = "gridlist";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", nameOf(editor.cell));
  editor.found = found;
  editor.at = words.trim() && found.length ? 0 : found.findIndex((o) => o.value === editor.cell.dataset.value);
  for (const [n, option] of found.slice(0, 60).entries()) {
    const item = document.createElement("li");
    item.id = `gridlist-${n}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", String(n === editor.at));
    item.textContent = option.words;
    item.addEventListener("mousedown", (e) => { e.preventDefault(); Object.assign(editor, { at: n, isPointed: true }); close(true); go(state.row, state.col); });
    list.append(item);
  }
  editor.list = list;
  editor.input.setAttribute("role", "combobox");
  editor.input.setAttribute("aria-expanded", "true");
  editor.input.setAttribute("aria-controls", "gridlist");
  editor.input.setAttribute("aria-autocomplete", "list");
  document.body.append(list);
  const box = editor.input.getBoundingClientRect();
  Object.assign(list.style, { insetInlineStart: `${box.left + scrollX}px`, insetBlockStart: `${box.bottom + scrollY}px`, minInlineSize: `${box.width}px` });
  point(editor.at);
}

function point(n) {
  const editor = state.editor;
  editor.at = n;
  for (const [i, item] of [...editor.list.children].entries()) {
    item.setAttribute("aria-selected", String(i === n));
    if (i === n) item.scrollIntoView({ block: "nearest" });
  }
  if (n >= 0) editor.input.setAttribute("aria-activedescendant", `gridlist-${n}`);
  else editor.input.removeAttribute("aria-activedescendant");
}

// What the typed words are as a stored value; nothing where no option is called so.
function read(editor, words, options) {
  const text = words.trim();
  if (!options || !text) return { value: text, shown: text };
  const find = (name) => {
    const same = options.find((o) => o.words === name || o.value === name);
    const near = options.filter((o) => o.words.toLowerCase().includes(name.toLowerCase()));
    return same ?? (near.length === 1 ? near[0] : undefined);
  };
  if (editor === "units") {
    const units = text.split(/[、,，;；\n]/).map((n) => n.trim()).filter(Boolean).map(find);
    return units.every(Boolean) ? { value: units.map((u) => u.value).join(","), shown: units.map((u) => u.words).join("、") } : null;
  }
  const option = find(text);
  return option ? { value: option.value, shown: option.words } : null;
}

function close(isKept) {
  const { cell, input, was, options, list, found, at } = state.editor;
  const editor = state.editor;
  state.editor = null;
  list?.remove();
  const typed = input.value;
  cell.querySelector(".cell").innerHTML = was;
  if (!isKept) return true;
  const chosen = list && at >= 0 && (typed.trim() || editor.isPointed) ? found[at] : undefined;
  const value = chosen ? { value: chosen.value, shown: chosen.words } : read(cell.dataset.editor, typed, options);
  if (!value) {
    refuse(cell, typed, said.unknown.replace("{text}", typed));
    return true;
  }
  if (editor) set([{ cell, ...value }], "edit");
  return true;
}

function refuse(cell, typed, words) {
  cell.dataset.typed = typed;
  cell.dataset.said = words;
  cell.dataset.fate = "refused";
  cell.querySelector(".cell").textContent = typed;
  tell(cell);
}

/* ---- Saving: optimistic, one request at a time ---- */

function paint(cell, shown) {
  const box = cell.querySelector(".cell");
  const link = box.querySelector("a.plain");
  if (link && shown) link.textContent = shown;
  else box.textContent = shown;
  if (cell.dataset.editor !== "theme") return;
  // The mark of a theme is taken from any other cell that has it.
  const same = [...table.querySelectorAll(`[data-field="${cell.dataset.field}"] .zi`)].find((zi) => zi.closest("[data-field]").dataset.value === cell.dataset.value);
  if (same) box.prepend(same.cloneNode(true), " ");
}

function set(changes, kind) {
  for (const { cell, value, shown } of changes) {
    if (!cell.dataset.editor) continue;
    if (value === cell.dataset.value && !cell.dataset.typed) continue;
    queue.push({ cell, kind, seen: cell.dataset.value, to: value, typed: shown });
    cell.dataset.value = value;
    cell.dataset.fate = "saving";
    delete cell.dataset.typed;
    delete cell.dataset.said;
    paint(cell, shown);
  }
  send();
}

async function post(address, body) {
  const answer = await fetch(address, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json", "x-csrf-token": table.dataset.csrf, "idempotency-key": crypto.randomUUID?.() ?? String(Math.random()).slice(2) },
    body: JSON.stringify(body),
  });
  const told = await answer.json();
  if (!answer.ok) throw new Error([told.detail, ...(told.errors ?? []).map((e) => e.detail)].filter(Boolean).join(" "));
  return told;
}

async function send() {
  if (isSending || !queue.length) return;
  isSending = true;
  await Promise.resolve();
  const kind = queue[0].kind;
  const batch = [];
  while (queue.length && queue[0].kind === kind) batch.push(queue.shift());
  const cells = batch.map(({ cell, seen, to }) => {
    const [object, id] = holder(cell).dataset.row.split(":");
    return { object, id, field: cell.dataset.field, seen, to, version: holder(cell).dataset.version };
  });
  try {
    const told = await post(table.dataset.steps, { grid: table.dataset.grid, kind, cells, rows: [] });
    redoable.length = 0;
    for (const done of told.cells) {
      const sent = batch.find(({ cell }) => isCell(cell, done));
      if (sent) settle(sent, done);
    }
  } catch (error) {
    for (const { cell, seen, typed } of batch) {
      cell.dataset.value = seen;
      refuse(cell, typed, error.message || said.lost);
    }
  }
  isSending = false;
  document.dispatchEvent(new CustomEvent("grid:settled"));
  send();
}

const isCell = (cell, done) => holder(cell).dataset.row === `${done.object}:${done.id}` && cell.dataset.field === done.field;

function versions(done) {
  if (done.version < 1) return;
  for (const row of table.querySelectorAll(`[data-row="${done.object}:${done.id}"]`)) {
    row.dataset.version = done.version;
    const box = row.querySelector('input[name="row"]');
    if (box) box.value = `${done.object}:${done.id}:${done.version}`;
  }
}

function settle({ cell, typed }, done) {
  const isOpen = done.fate === "clash" || done.fate === "refused";
  versions(done);
  if (queue.some((waiting) => waiting.cell === cell)) return;
  cell.dataset.fate = done.fate;
  cell.dataset.value = done.now;
  cell.dataset.said = done.words;
  if (!done.words) delete cell.dataset.said;
  if (isOpen) {
    cell.dataset.typed = typed;
    cell.dataset.shown = done.shown;
    if (done.fate === "clash") Object.assign(cell.dataset, { mine: done.to, mineShown: typed });
  } else {
    paint(cell, done.shown);
  }
  if (cell === here()) tell(cell, done.words || said.saved);
  else if (isOpen) say(`${nameOf(cell)}：${done.words}`);
}

// Both values side by side; the keyboard picks one.
function choose(cell) {
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  dialog.setAttribute("aria-labelledby", "clash-title");
  const head = document.createElement("div");
  head.className = "dialog__head";
  const title = document.createElement("h2");
  title.id = "clash-title";
  title.textContent = said.choose;
  head.append(title);
  const body = document.createElement("div");
  body.className = "dialog__body";
  const words = document.createElement("p");
  words.textContent = cell.dataset.said ?? "";
  const acts = document.createElement("div");
  acts.className = "gridchoice";
  const pick = (label, value, isMine) => {
    const button = document.createElement("button");
    button.className = isMine ? "btn btn--primary" : "btn";
    button.append(label, document.createElement("br"), value || said.blank);
    button.addEventListener("click", () => {
      dialog.close();
      const mine = { cell, value: cell.dataset.mine, shown: cell.dataset.mineShown };
      if (isMine) set([mine], "edit");
      else { calm(cell); }
    });
    return button;
  };
  acts.append(pick(said.mine, cell.dataset.mineShown, true), pick(said.theirs, cell.dataset.shown, false));
  body.append(words, acts);
  dialog.append(head, body);
  dialog.addEventListener("close", () => { dialog.remove(); go(state.row, state.col); });
  document.body.append(dialog);
  dialog.showModal();
}

// Back to what stands on the server.
function calm(cell) {
  if (cell.dataset.typed === undefined) return false;
  paint(cell, cell.dataset.shown ?? "");
  for (const name of ["typed", "said", "fate", "mine", "mineShown"]) delete cell.dataset[name];
  tell(cell);
  return true;
}

const settled = () => new Promise((done) => {
  if (!isSending && !queue.length) return done();
  document.addEventListener("grid:settled", () => settled().then(done), { once: true });
});

async function turn(isBack) {
  await settled();
  try {
    let id = redoable.at(-1);
    if (isBack) {
      const list = await (await fetch(`${table.dataset.steps}?grid=${table.dataset.grid}`, { headers: { accept: "application/json" } })).json();
      id = list.items.find((step) => step.state === "done")?.id;
    }
    if (!id) return say(isBack ? said.nothingToUndo : said.nothingToRedo);
    const told = await post(`${table.dataset.steps}/${id}/${isBack ? "undoing" : "redoing"}`, {});
    if (!isBack) redoable.pop();
    else if (told.id) redoable.push(id);
    if (told.made.length) return location.reload();
    const open = [];
    for (const done of told.cells) {
      versions(done);
      if (done.words) open.push(done.words);
      for (const cell of table.querySelectorAll(`[data-field="${done.field}"]`)) {
        if (!isCell(cell, done)) continue;
        cell.dataset.value = done.now;
        paint(cell, done.shown);
        cell.dataset.fate = done.words ? "refused" : "saved";
        if (done.words) cell.dataset.said = done.words;
        else delete cell.dataset.said;
      }
    }
    say([isBack ? said.undone : said.redone, ...open].join("。"));
  } catch (error) {
    say(error.message || said.lost);
  }
}

/* ---- Blocks: copy, paste, fill, clear ---- */

const quoted = (text) => (/[\t\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const escaped = (text) => text.replace(/[&<>]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[c]);

function fill() {
  let cells = block();
  if (cells.length === 1) {
    const above = rows()[Math.min(state.row, state.toRow) - 1];
    if (!above) return;
    const [left, right] = [state.col, state.toCol].sort((a, b) => a - b);
    cells = [cellsOf(above).slice(left, right + 1), ...cells];
  }
  const [first, ...rest] = cells;
  set(rest.flatMap((row) => row.map((cell, n) => ({ cell, value: first[n].dataset.value, shown: shownIn(first[n]) }))), "fill");
}

const clear = () => set(block().flat().map((cell) => ({ cell, value: "", shown: "" })), "edit");

// Rows of a table that was copied from a web page or a spreadsheet, as tab-separated text.
function fromHtml(html) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  const lines = [...(parsed.querySelector("table")?.rows ?? [])];
  return lines.map((row) => [...row.cells].flatMap((cell) => {
    for (const line of cell.querySelectorAll("br")) line.replaceWith("\n");
    return [quoted(cell.textContent.trim().replace(/\t/g, " ")), ...Array(Math.max(0, cell.colSpan - 1)).fill("")];
  }).join("\t")).join("\n");
}

function paste(text) {
  const cells = block().flat();
  const isOne = !/[\t\n]/.test(text.trim());
  if (isOne && cells.every((cell) => cell.dataset.editor)) {
    const changes = cells.map((cell) => ({ cell, ...read(cell.dataset.editor, text, optionsOf(cell.dataset.editor)) }));
    if (changes.every((change) => change.value !== undefined)) return set(changes, "paste");
  }
  const top = Math.min(state.row, state.toRow);
  const fields = {
    _csrf: table.dataset.csrf,
    _key: crypto.randomUUID?.() ?? String(Math.random()).slice(2),
    grid: table.dataset.grid,
    back: table.dataset.back,
    field: cellsOf(rows()[top])[Math.min(state.col, state.toCol)].dataset.field,
    columns: cellsOf(rows()[top]).map((cell) => cell.dataset.field).join(","),
    rows: rows().slice(top).map((row) => row.dataset.row).join(","),
    text,
  };
  const form = document.createElement("form");
  Object.assign(form, { method: "post", action: table.dataset.paste, hidden: true });
  for (const [name, value] of Object.entries(fields)) {
    const field = document.createElement("textarea");
    Object.assign(field, { name, value });
    form.append(field);
  }
  document.body.append(form);
  settled().then(() => form.submit());
}

const isMine = () => !state.editor && table.contains(document.activeElement) && document.activeElement.matches("[data-field]");

document.addEventListener("copy", (e) => {
  if (!table || !isMine()) return;
  const cells = block();
  const lines = cells.map((row) => row.map(shownIn));
  if (cells.length === rows().length) lines.unshift(cells[0].map(nameOf));
  e.clipboardData.setData("text/plain", lines.map((line) => line.map(quoted).join("\t")).join("\n"));
  e.clipboardData.setData("text/html", `<table>${lines.map((line) => `<tr>${line.map((text) => `<td>${escaped(text)}</td>`).join("")}</tr>`).join("")}</table>`);
  e.preventDefault();
  say(said.copied.replace("{n}", String(lines.length)));
});
document.addEventListener("paste", (e) => {
  if (!table || !isMine()) return;
  const html = e.clipboardData.getData("text/html");
  const text = (/<table/i.test(html) ? fromHtml(html) : "") || e.clipboardData.getData("text/plain");
  if (!text.trim()) return;
  e.preventDefault();
  paste(text);
});

/* ---- Columns: order, width, freeze; kept in this browser ---- */

function sort(code, isDown, isAdded) {
  const url = new URL(location.href);
  const old = url.searchParams.getAll("sort").flatMap((s) => s.split(",")).filter((s) => s && s.replace(/^-/, "") !== code);
  const now = `${isDown ? "-" : ""}${code}`;
  url.searchParams.delete("sort");
  url.searchParams.set("sort", (isAdded ? [...old, now] : [now]).join(","));
  url.searchParams.delete("from");
  settled().then(() => location.assign(url));
}

function only(cell) {
  const url = new URL(location.href);
  url.searchParams.append("is", `${cell.dataset.field}:${cell.dataset.value}`);
  url.searchParams.delete("from");
  settled().then(() => location.assign(url));
}

const layout = (() => {
  try { return JSON.parse(localStorage.getItem(kept)) ?? {}; } catch { return {}; }
})();
const keep = () => { try { localStorage.setItem(kept, JSON.stringify(layout)); } catch { /* a browser that keeps nothing */ } };

function widen(code, px) {
  layout.widths = { ...layout.widths, [code]: Math.max(48, Math.min(900, Math.round(px))) };
  keep();
  arrange();
}

function arrange() {
  for (const [code, px] of Object.entries(layout.widths ?? {})) {
    const head = table.tHead.querySelector(`th[data-col="${CSS.escape(code)}"]`);
    if (head) for (const side of ["inlineSize", "minInlineSize", "maxInlineSize"]) head.style[side] = `${px}px`;
  }
  const frozen = heads().findIndex((head) => head.dataset.col === layout.frozen);
  let start = 0;
  const lines = [table.tHead.rows[0], ...rows()];
  const check = table.tHead.rows[0].cells[0];
  for (const [n, head] of [check, ...heads()].entries()) {
    const isFrozen = frozen >= 0 && n <= frozen + 1;
    for (const line of lines) {
      const cell = line.cells[n];
      if (!cell) continue;
      cell.classList.toggle("grid__frozen", isFrozen);
      cell.style.insetInlineStart = isFrozen ? `${start}px` : "";
    }
    start += head.getBoundingClientRect().width;
  }
}

function freeze() {
  const code = heads()[state.col]?.dataset.col;
  layout.frozen = layout.frozen === code ? undefined : code;
  keep();
  arrange();
  say(layout.frozen ? said.frozen.replace("{name}", nameOf(here())) : said.thawed);
}

function grips() {
  for (const head of heads()) {
    const grip = document.createElement("span");
    grip.className = "gridgrip";
    grip.addEventListener("pointerdown", (down) => {
      down.preventDefault();
      const from = head.getBoundingClientRect().width;
      const move = (e) => widen(head.dataset.col, from + e.clientX - down.clientX);
      grip.setPointerCapture(down.pointerId);
      grip.addEventListener("pointermove", move);
      grip.addEventListener("pointerup", () => grip.removeEventListener("pointermove", move), { once: true });
    });
    head.append(grip);
    head.querySelector("a")?.addEventListener("click", (e) => {
      if (!e.shiftKey) return;
      e.preventDefault();
      sort(head.dataset.col, head.getAttribute("aria-sort") === "ascending", true);
    });
  }
}

/* ---- Rows that are chosen ---- */

function count() {
  const chosen = table.querySelectorAll('input[name="row"]:checked');
  for (const row of rows()) row.classList.toggle("grid__chosen", Boolean(row.querySelector('input[name="row"]:checked')));
  const bar = document.querySelector("[data-chosen]");
  if (bar) bar.textContent = chosen.length ? said.chosen.replace("{n}", String(chosen.length)) : said.none;
}

function tick() {
  const chosen = block().map((row) => row[0].closest("tr").querySelector('input[name="row"]')).filter(Boolean);
  const isOn = !chosen.every((box) => box.checked);
  for (const box of chosen) box.checked = isOn;
  count();
}

/* ---- Keys ---- */

const last = () => [rows().length - 1, cellsOf(rows()[0]).length - 1];
const MOVES = {
  ArrowUp: (ctrl) => [ctrl ? 0 : state.row - 1, state.col],
  ArrowDown: (ctrl) => [ctrl ? last()[0] : state.row + 1, state.col],
  ArrowLeft: (ctrl) => [state.row, ctrl ? 0 : state.col - 1],
  ArrowRight: (ctrl) => [state.row, ctrl ? last()[1] : state.col + 1],
  Home: (ctrl) => [ctrl ? 0 : state.row, 0],
  End: (ctrl) => [ctrl ? last()[0] : state.row, last()[1]],
  PageUp: () => [state.row - 15, state.col],
  PageDown: () => [state.row + 15, state.col],
};

function next(step) {
  const width = last()[1] + 1;
  let place = state.row * width + state.col;
  for (;;) {
    place += step;
    if (place < 0 || place >= rows().length * width) return false;
    if (cellAt(Math.floor(place / width), place % width)?.dataset.editor) break;
  }
  go(Math.floor(place / width), place % width);
  return true;
}

function inEditor(e) {
  const editor = state.editor;
  if (e.isComposing) return false;
  if (e.key === "Escape") { close(false); go(state.row, state.col); return true; }
  if (e.key === "Enter" && e.altKey && !editor.options) { editor.input.setRangeText("\n", editor.input.selectionStart, editor.input.selectionEnd, "end"); return true; }
  if (e.key === "Enter") {
    close(true);
    const col = state.tabFrom ?? state.col;
    state.tabFrom = null;
    go(state.row + 1, col);
    return true;
  }
  if (e.key === "Tab") {
    state.tabFrom ??= state.col;
    close(true);
    if (!next(e.shiftKey ? -1 : 1)) go(state.row, state.col);
    return true;
  }
  if (editor.list && (e.key === "ArrowDown" || e.key === "ArrowUp")) {
    const size = editor.list.children.length;
    editor.isPointed = true;
    if (size) point((editor.at + (e.key === "ArrowDown" ? 1 : -1) + size) % size);
    return true;
  }
  return false;
}

function withCtrl(e, cell) {
  const key = e.key.toLowerCase();
  if (key === "d") { fill(); return true; }
  if (key === "z") { turn(!e.shiftKey); return true; }
  if (key === "y") { turn(false); return true; }
  if (key === "l" && e.shiftKey) { only(cell); return true; }
  if (key === "a") { go(0, 0); Object.assign(state, { toRow: last()[0], toCol: last()[1] }); mark(); return true; }
  return false;
}

function onCell(e) {
  const cell = here();
  const ctrl = e.ctrlKey || e.metaKey;
  if (e.altKey && e.shiftKey && (e.key === "ArrowLeft" || e.key === "ArrowRight")) {
    const head = heads()[state.col];
    widen(head.dataset.col, head.getBoundingClientRect().width + (e.key === "ArrowRight" ? 24 : -24));
    return true;
  }
  if (e.altKey && (e.key === "ArrowUp" || e.key === "ArrowDown")) { sort(heads()[state.col].dataset.col, e.key === "ArrowDown", e.shiftKey); return true; }
  if (e.altKey) return false;
  const move = MOVES[e.key];
  if (move) { state.tabFrom = null; go(...move(ctrl), { extend: e.shiftKey }); return true; }
  if (ctrl) return withCtrl(e, cell);
  if (e.key === "Tab" && state.tabFrom !== null) return next(e.shiftKey ? -1 : 1);
  if (e.key === "Enter" && cell.dataset.mine !== undefined) { choose(cell); return true; }
  if (e.key === "Enter" || e.key === "F2") {
    state.tabFrom = null;
    if (!edit(cell) && e.key === "Enter") {
      const href = cell.dataset.href || holder(cell).dataset.record;
      if (href) settled().then(() => location.assign(href));
    }
    return true;
  }
  if (e.key === "Escape") return calm(cell) || (go(state.row, state.col), true);
  if (e.key === "Delete" || e.key === "Backspace") { clear(); return true; }
  if (e.key === " ") { tick(); return true; }
  if (!cell.dataset.editor && e.key === "x") { tick(); return true; }
  if (!cell.dataset.editor && e.key === "f") { only(cell); return true; }
  if (e.key === "Process" || e.keyCode === 229) { edit(cell, ""); return false; }
  if (e.key.length === 1 && cell.dataset.editor) return edit(cell, e.key);
  return false;
}

function dress() {
  for (const cell of table.querySelectorAll("[data-field]:not([data-shown])")) {
    cell.tabIndex = -1;
    cell.dataset.shown = shownIn(cell);
    for (const link of cell.querySelectorAll("a")) link.tabIndex = -1;
  }
}

if (table && rows().length) {
  dress();
  cellAt(0, 0).tabIndex = 0;
  // Rows that live.js put in place of changed ones become cells of this grid.
  document.addEventListener("rows:swapped", (e) => {
    dress();
    arrange();
    count();
    if (e.detail.lostFocus) go(state.row, state.col);
    else if (!table.querySelector('[data-field][tabindex="0"]')) go(state.row, state.col, { focus: false });
  });
  table.addEventListener("keydown", (e) => {
    const isBox = e.target.matches('input[type="checkbox"], th a');
    if (isBox) return;
    const isDone = state.editor ? inEditor(e) : onCell(e);
    if (isDone) e.preventDefault();
    // Letters and keys of a cell are the grid's; the page's own keys stay quiet meanwhile.
    if (isDone || state.editor) e.stopPropagation();
  });
  table.addEventListener("mousedown", (e) => {
    const cell = e.target.closest("[data-field]");
    if (!cell || state.editor?.cell === cell || e.target.closest("a, button, input")) return;
    const all = rows();
    const row = cell.closest("tr");
    state.tabFrom = null;
    setTimeout(() => go(all.indexOf(row), cellsOf(row).indexOf(cell), { extend: e.shiftKey }));
  });
  table.addEventListener("dblclick", (e) => { const cell = e.target.closest("[data-field]"); if (cell && !state.editor) edit(cell); });
  table.addEventListener("focusin", (e) => {
    if (!e.target.matches("[data-field]")) return;
    const row = e.target.closest("tr");
    const place = [rows().indexOf(row), cellsOf(row).indexOf(e.target)];
    if (place[0] !== state.row || place[1] !== state.col) go(...place);
    else tell(e.target);
  });
  table.addEventListener("change", (e) => { if (e.target.matches('input[name="row"]')) count(); });
  // With nothing in the focus the arrows go into the grid, as in a spreadsheet that was just opened.
  document.addEventListener("keydown", (e) => {
    if (document.activeElement !== document.body || e.ctrlKey || e.altKey || e.metaKey || !e.key.startsWith("Arrow")) return;
    e.preventDefault();
    go(state.row, state.col);
  });
  document.querySelector("[data-freeze]")?.addEventListener("click", freeze);
  addEventListener("beforeunload", (e) => { if (isSending || queue.length) e.preventDefault(); });
  grips();
  arrange();
  count();
}
