// Comfort on a roadmap that works without it: picture or table, keys between bars, a bar's end that proposes an extension.
const DAY = 86_400_000;
const chart = document.getElementById("chart");
const rows = document.getElementById("rows");
const views = document.querySelectorAll("[data-road-views] a");

// One of the two views; on a narrow window the table comes first.
const show = (name) => {
  chart.hidden = name !== "chart";
  rows.hidden = name !== "rows";
  for (const link of views) link.toggleAttribute("data-here", link.hash === `#${name}`);
  for (const link of views) {
    if (link.hasAttribute("data-here")) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
};
const wanted = () => (location.hash === "#rows" || location.hash === "#chart" ? location.hash.slice(1) : matchMedia("(max-width: 48rem)").matches ? "rows" : "chart");
for (const link of views) {
  link.addEventListener("click", (e) => {
    e.preventDefault();
    history.replaceState(null, "", link.hash);
    show(link.hash.slice(1));
  });
}
addEventListener("hashchange", () => show(wanted()));
show(wanted());

// Bars: one of them is in the tab order, arrows move between them, what they say shows under the pointer.
const bars = [...document.querySelectorAll("[data-bar]")];
const turnTo = (bar) => {
  for (const other of bars) other.setAttribute("tabindex", other === bar ? "0" : "-1");
};
for (const bar of bars) {
  const title = document.createElementNS("http://www.w3.org/2000/svg", "title");
  title.textContent = bar.getAttribute("aria-label");
  bar.prepend(title);
  bar.addEventListener("focus", () => turnTo(bar));
}
if (bars.length) turnTo(bars[0]);

const toToday = (road) => {
  const line = road.querySelector("[data-today]");
  if (!line) return;
  const left = line.getBoundingClientRect().left - road.getBoundingClientRect().left;
  road.scrollBy({ left: left - road.clientWidth / 2 });
};

// A picture that is wider than the window begins at today, unless the reader chose where it begins.
if (!new URLSearchParams(location.search).has("from")) document.querySelectorAll("[data-road]").forEach(toToday);

document.addEventListener("keydown", (e) => {
  if (e.ctrlKey || e.metaKey || e.altKey || e.defaultPrevented || e.target.closest("input, textarea, select, dialog")) return;
  if (chart.hidden) return;
  if (e.key === "t") return void document.querySelectorAll("[data-road]").forEach(toToday);
  const here = bars.indexOf(document.activeElement);
  const road = document.activeElement?.closest("[data-road]");
  if (!road) return;
  const own = bars.filter((bar) => road.contains(bar));
  const at = own.indexOf(bars[here]);
  const go = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: own.length - 1 }[e.key];
  if (go === undefined || (at < 0 && e.key !== "ArrowDown")) return;
  const next = own[Math.max(0, Math.min(own.length - 1, go))];
  if (!next) return;
  e.preventDefault();
  next.focus();
  next.scrollIntoView({ block: "nearest", inline: "nearest" });
});

// Dragging the end of a bar proposes: it opens the request for an extension with the day filled in and changes nothing.
const iso = (ms) => new Date(ms).toISOString().slice(0, 10);
for (const grip of document.querySelectorAll("[data-grip]")) {
  const road = grip.closest("[data-road]");
  const say = road.querySelector("[data-road-say]");
  const picture = grip.ownerSVGElement;
  const cell = grip.closest(".gmap__cell");
  const start = Date.parse(road.dataset.from);
  const days = Number(road.dataset.days);
  const [due, last] = [Date.parse(grip.dataset.due), Date.parse(grip.dataset.last)];
  const home = grip.getAttribute("x");
  let ghost = null;
  let to = due;

  const end = () => {
    ghost?.remove();
    ghost = null;
    say.hidden = true;
    grip.setAttribute("x", home);
    removeEventListener("keydown", cancel, true);
  };
  const cancel = (e) => {
    if (e.key !== "Escape") return;
    e.stopPropagation();
    end();
  };
  grip.addEventListener("pointerdown", (e) => {
    if (e.button !== 0) return;
    e.preventDefault();
    grip.setPointerCapture(e.pointerId);
    to = due;
    ghost = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    for (const [name, value] of [["class", "gghost"], ["x", home], ["y", "-8"], ["height", "18"], ["width", "0"]]) ghost.setAttribute(name, value);
    picture.insertBefore(ghost, grip);
    addEventListener("keydown", cancel, true);
  });
  grip.addEventListener("pointermove", (e) => {
    if (!ghost) return;
    const box = cell.getBoundingClientRect();
    const day = start + (Math.ceil(((e.clientX - box.left) / box.width) * days) - 1) * DAY;
    to = Math.max(due, Math.min(last, day));
    const x = Math.min(100, (((to - start) / DAY + 1) / days) * 100);
    ghost.setAttribute("width", `${Math.max(0, x - parseFloat(home))}%`);
    grip.setAttribute("x", `${x}%`);
    say.textContent = road.dataset.say.replace("{date}", iso(to));
    say.hidden = to === due;
  });
  grip.addEventListener("pointerup", () => {
    if (!ghost) return;
    const wish = to;
    end();
    if (wish > due) location.assign(`/measures/${grip.dataset.grip}?extend=${iso(wish)}#extension`);
  });
  grip.addEventListener("pointercancel", end);
}
