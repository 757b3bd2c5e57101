// Comfort on top of pages that work without it: keys, light and dark, focus on what was refused.
const typing = (e) => e.target.closest("input, textarea, select, [contenteditable]");
const places = { h: "/", p: "/problems", l: "/ledger", s: "/supervision", t: "/lists", r: "/roadmap", a: "/activities", o: "/outcomes" };
const shortcuts = document.getElementById("shortcuts");
let waitingForPlace = -Infinity; // when g was pressed, in milliseconds of this page

document.addEventListener("keydown", (e) => {
  if (e.isComposing || document.querySelector("dialog.palette[open]")) return;
  if (e.key === "Escape" && typing(e)) return e.target.blur();
  if (e.ctrlKey || e.metaKey || e.altKey || typing(e)) return;
  if (performance.now() - waitingForPlace < 1200 && places[e.key]) {
    waitingForPlace = -Infinity;
    e.preventDefault();
    return location.assign(places[e.key]);
  }
  waitingForPlace = -Infinity;
  if (e.key === "g") waitingForPlace = performance.now();
  if (e.key === "?") {
    e.preventDefault();
    if (!shortcuts) return location.assign("/help#keys");
    if (shortcuts.open) shortcuts.close();
    else shortcuts.showModal(); // the browser keeps the focus inside, closes on Esc and gives the focus back
  }
  if (e.key === "n" && document.querySelector('a[href="/problems/new"]')) location.assign("/problems/new");
});

const toggle = document.querySelector("[data-scheme-toggle]");
toggle?.addEventListener("click", (e) => {
  e.preventDefault();
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  document.cookie = `gongjie_scheme=${root.dataset.theme}; Path=/; Max-Age=31536000; SameSite=Lax`;
});

document.querySelector(".errsum")?.focus();

// A form is sent once: the button says so, and comes back when the reader comes back.
document.addEventListener("submit", (e) => {
  const button = e.submitter;
  if (!button || e.target.method !== "post") return;
  setTimeout(() => { button.setAttribute("aria-busy", "true"); button.disabled = true; });
});
addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("button[aria-busy]")) { button.removeAttribute("aria-busy"); button.disabled = false; }
});

// Long lists of boxes can be narrowed by typing; what is ticked stays in sight.
for (const narrow of document.querySelectorAll("[data-narrow]")) {
  narrow.hidden = false;
  const groups = document.getElementById(narrow.dataset.narrow).querySelectorAll("details");
  const wasOpen = new Map([...groups].map((g) => [g, g.open]));
  narrow.firstElementChild.addEventListener("input", (e) => {
    const words = e.target.value.trim().toLowerCase();
    for (const group of groups) {
      let seen = 0;
      for (const label of group.querySelectorAll("label")) {
        label.hidden = !label.textContent.toLowerCase().includes(words) && !label.querySelector(":checked");
        if (!label.hidden) seen += 1;
      }
      group.hidden = seen === 0;
      group.open = words ? seen > 0 : wasOpen.get(group);
    }
  });
  narrow.firstElementChild.addEventListener("keydown", (e) => { if (e.key === "Enter") e.preventDefault(); });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// Work that goes on behind its page: the bar follows what the server says, and the end is shown when it comes.
for (const going of document.querySelectorAll("[data-follow]")) {
  const bar = going.querySelector("progress"), words = going.querySelector("[data-follow-words]");
  const look = async () => {
    const answer = await fetch(going.dataset.follow, { headers: { accept: "application/json" } });
    if (!answer.ok) return;
    const now = await answer.json();
    if (!now.is_going) { location.reload(); return; }
    bar.max = Math.max(now.total, 1);
    bar.value = now.done;
    words.textContent = words.dataset.followWords.replace("%d", now.done).replace("%t", now.total);
    setTimeout(look, 700);
  };
  setTimeout(look, 700);
}

// j and k go from question to question.
addEventListener("keydown", (e) => {
  if (e.ctrlKey || e.metaKey || e.altKey || e.target.matches("input, select, textarea") || (e.key !== "j" && e.key !== "k")) return;
  const asks = [...document.querySelectorAll("[data-ask]")];
  if (asks.length === 0) return;
  const at = asks.findIndex((ask) => ask.contains(document.activeElement));
  const to = e.key === "j" ? Math.min(at + 1, asks.length - 1) : Math.max(at - 1, 0);
  (asks[to].querySelector("button") ?? asks[to].querySelector("select, input"))?.focus();
  e.preventDefault();
});
