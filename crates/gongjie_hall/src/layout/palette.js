// The palette: go, create, do, find, from one line. Without it the search form does the finding and the menu the rest.
const palette = document.getElementById("palette");
const input = palette.querySelector("input");
const list = document.getElementById("palette-list");
const status = palette.querySelector(".palette__say");
const field = document.getElementById("search");
const WAIT_MS = 120;
const RECENT_MAX = 6;
const words = palette.dataset;

let offered = null; // what is offered without words: views and forms
let chosen = -1;
let request = null;
let timer = 0;
let shownFor = ""; // the words whose rows are shown

// ---- What the browser knows by itself

const store = `gongjie-recent-${words.person}`;
const recent = () => { try { return JSON.parse(localStorage.getItem(store)) ?? []; } catch { return []; } };

/** Pages of single things, newest first; they stay in this browser and go with the sign-out. */
function remember() {
  const title = document.title.split(" · ")[0];
  const href = location.pathname;
  if (!/^\/(problems|pairings|measures|activities|units|people|campaigns)\/\d+$/.test(href)) return;
  const kept = recent().filter((r) => r.href !== href);
  try { localStorage.setItem(store, JSON.stringify([{ title, href }, ...kept].slice(0, RECENT_MAX + 1))); } catch { /* no room: nothing is lost but comfort */ }
}

const places = () => [...document.querySelectorAll(".app__nav a")].map((a) => ({ title: a.textContent.trim(), href: a.getAttribute("href"), icon: a.querySelector("use")?.getAttribute("href").split("#i-")[1] ?? "right" }));

function commands() {
  const language = document.querySelector('.toptools a[href*="lang="]');
  const scheme = document.querySelector("[data-scheme-toggle]");
  return [
    language && { title: words.language, icon: "globe", href: language.getAttribute("href") },
    scheme && { title: words.scheme, icon: "moon", run: () => scheme.click() },
    { title: words.print, icon: "print", run: () => setTimeout(() => print()) },
    { title: words.keys, icon: "key", run: () => document.getElementById("shortcuts")?.showModal() },
  ].filter(Boolean);
}

const fits = (typed) => (item) => typed.toLowerCase().split(/\s+/).every((word) => `${item.title} ${item.note ?? ""}`.toLowerCase().includes(word));

// ---- What is shown

function draw(groups, text) {
  const nodes = [];
  let n = 0;
  for (const { name, items } of groups) {
    if (!items.length) continue;
    const group = document.createElement("div");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", name);
    const head = document.createElement("div");
    head.className = "palette__h";
    head.setAttribute("aria-hidden", "true");
    head.textContent = name;
    group.append(head, ...items.map((item) => option(item, n++)));
    nodes.push(group);
  }
  list.replaceChildren(...nodes);
  list.hidden = n === 0;
  input.setAttribute("aria-expanded", String(n > 0));
  status.textContent = text ?? (n ? words.found.replace("{n}", n) : words.none);
  status.classList.toggle("vh", n > 0 && !text);
  choose(n ? 0 : -1);
}

function option(item, n) {
  const node = document.createElement("div");
  node.setAttribute("role", "option");
  node.id = `palette-${n}`;
  node.item = item;
  const icon = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  icon.setAttribute("class", "icon");
  icon.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${words.sprite}#i-${item.icon ?? "right"}`);
  icon.append(use);
  const title = document.createElement("span");
  title.className = "grow palette__t";
  title.append(...marked(item.title));
  node.append(icon, title);
  if (item.note) {
    const note = document.createElement("span");
    note.className = "faint xs palette__note";
    note.textContent = item.note;
    node.append(note);
  }
  return node;
}

/** The title with the typed words marked. */
function marked(title) {
  const typed = input.value.trim().split(/\s+/).filter(Boolean).map((w) => w.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  if (!typed.length) return [title];
  return title.split(new RegExp(`(${typed.join("|")})`, "gi")).map((part, n) => {
    if (n % 2 === 0) return part;
    const mark = document.createElement("mark");
    mark.textContent = part;
    return mark;
  });
}

const options = () => [...list.querySelectorAll("[role=option]")];

function choose(n) {
  const all = options();
  chosen = all.length ? (n + all.length) % all.length : -1;
  for (const [at, node] of all.entries()) node.setAttribute("aria-selected", String(at === chosen));
  if (chosen < 0) return input.removeAttribute("aria-activedescendant");
  input.setAttribute("aria-activedescendant", all[chosen].id);
  all[chosen].scrollIntoView({ block: "nearest" });
}

async function ask(q) {
  request?.abort();
  request = new AbortController();
  const answer = await fetch(`/palette?q=${encodeURIComponent(q)}`, { signal: request.signal, headers: { accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()).groups;
}

async function look() {
  const q = input.value.trim();
  const go = { name: words.go, items: places() };
  const own = { name: words.commands, items: commands() };
  if (!q) {
    const here = location.pathname;
    const were = { name: words.recent, items: recent().filter((r) => r.href !== here).slice(0, RECENT_MAX).map((r) => ({ ...r, icon: "clock" })) };
    shownFor = "";
    draw([were, ...(offered ?? []), go, own]);
    if (!offered) {
      try { offered = await ask(""); } catch { return; }
      if (!input.value.trim() && palette.open) draw([were, ...offered, go, own]);
    }
    return;
  }
  const near = [...(offered ?? []), go, own].map((g) => ({ ...g, items: g.items.filter(fits(q)) }));
  const all = { name: words.more, items: [{ title: words.all.replace("{q}", q), href: `/search?q=${encodeURIComponent(q)}`, icon: "search" }] };
  try {
    const found = await ask(q);
    if (input.value.trim() !== q) return;
    const hits = [...found, ...near].reduce((sum, g) => sum + g.items.length, 0);
    draw([...found, ...near, all], hits ? undefined : words.none);
  } catch (error) {
    if (error.name === "AbortError") return;
    draw([...near, all], words.failed);
  }
  shownFor = q;
}

// ---- Opening, keys, closing

function open() {
  if (palette.open) return input.select();
  document.querySelector("dialog[open]")?.close();
  input.value = field?.value ?? "";
  palette.showModal();
  input.focus();
  input.select();
  look();
}

function run(item) {
  palette.close();
  if (item.run) return item.run();
  location.assign(item.href);
}

document.addEventListener("keydown", (e) => {
  if (e.isComposing || e.defaultPrevented) return;
  const isTyping = e.target.closest?.("input, textarea, select, [contenteditable]");
  const isSlash = e.key === "/" && !isTyping && !e.ctrlKey && !e.metaKey && !e.altKey;
  const isK = e.key.toLowerCase() === "k" && (e.ctrlKey || e.metaKey) && !e.shiftKey && !e.altKey;
  if (!isSlash && !isK) return;
  e.preventDefault();
  open();
});

input.addEventListener("keydown", (e) => {
  if (e.isComposing || e.keyCode === 229) return; // the input method has the keys
  const step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
  if (step) { e.preventDefault(); return choose(chosen + step); }
  if (e.key === "Home" && e.ctrlKey) { e.preventDefault(); return choose(0); }
  if (e.key === "End" && e.ctrlKey) { e.preventDefault(); return choose(-1); }
  if (e.key === "Escape") { e.preventDefault(); return palette.close(); }
  if (e.key === "Enter") {
    const item = options()[chosen]?.item;
    // Words that were only just typed are searched for, not what stood there before them.
    if (!item || input.value.trim() !== shownFor) return;
    e.preventDefault();
    run(item);
  }
});

input.addEventListener("input", (e) => {
  if (e.isComposing) return;
  clearTimeout(timer);
  timer = setTimeout(look, WAIT_MS);
});
input.addEventListener("compositionend", () => { clearTimeout(timer); timer = setTimeout(look, WAIT_MS); });
list.addEventListener("click", (e) => {
  const item = e.target.closest("[role=option]")?.item;
  if (item) run(item);
});
list.addEventListener("pointermove", (e) => {
  const at = options().indexOf(e.target.closest("[role=option]"));
  if (at >= 0 && at !== chosen) choose(at);
});
palette.querySelector("button").addEventListener("click", () => palette.close());
palette.addEventListener("click", (e) => { if (e.target === palette) palette.close(); }); // the ground around it
palette.addEventListener("close", () => { clearTimeout(timer); request?.abort(); });

// The search field and the search sign open the palette; the keyboard may still fill the field and send it.
for (const trigger of document.querySelectorAll(".topsearch, .toptools a[href='/search']")) {
  trigger.addEventListener("pointerdown", (e) => { if (e.button === 0) e.preventDefault(); });
  trigger.addEventListener("click", (e) => { if (e.detail > 0) { e.preventDefault(); open(); } });
}
document.querySelector("form[action='/logout']")?.addEventListener("submit", () => { try { localStorage.removeItem(store); } catch { /* nothing was kept */ } });
remember();
