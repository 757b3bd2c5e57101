// Comfort on the form that works without it: what is left to write, the draft on this device, like problems, a bad line.
const form = document.querySelector("[data-raise]");
const filed = document.querySelector("[data-filed]");
const draftOf = (org) => `gongjie-raise-draft-${org}`;
const queueOf = (org) => `gongjie-raise-queue-${org}`;
const store = {
  get: (k) => { try { return JSON.parse(localStorage.getItem(k)); } catch { return null; } },
  set: (k, v) => { try { localStorage.setItem(k, JSON.stringify(v)); } catch { /* a private window keeps nothing */ } },
  drop: (k) => { try { localStorage.removeItem(k); } catch { /* as above */ } },
};

if (filed) {
  store.drop(draftOf(filed.dataset.filed));
  store.drop(queueOf(filed.dataset.filed));
}

const copy = document.querySelector("[data-copy]");
if (copy && navigator.clipboard) {
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(copy.dataset.copy);
    copy.textContent = copy.dataset.done;
  });
}

if (form) {
  const org = form.dataset.raise;
  const text = form.elements.text;
  const count = document.getElementById("text-count");
  const danger = document.getElementById("danger");
  const alike = document.getElementById("alike");
  const list = document.getElementById("alike-list");
  const queue = document.getElementById("queue");
  const kept = document.getElementById("kept");
  const promise = kept.textContent;
  const words = form.dataset.danger.split("|");
  const remembered = ["text", "place", "kind", "mode"]; // a name is never kept on the device
  const say = (line) => { queue.textContent = line; queue.hidden = !line; };

  function look() {
    const value = text.value.toLowerCase();
    count.textContent = form.dataset.left.replace("N", String(Number(form.dataset.chars) - [...text.value].length));
    danger.hidden = !words.some((w) => value.includes(w));
  }

  let waiting;
  async function findAlike() {
    if (form.elements.joins) return; // whoever joins one is shown no others
    if ([...text.value.trim()].length < 6) { alike.hidden = true; return; }
    try {
      const answer = await fetch(`/raise/${org}/alike`, { method: "POST", credentials: "omit", body: new URLSearchParams({ text: text.value }) });
      if (!answer.ok) return;
      const found = await answer.json();
      list.replaceChildren(...found.map((near) => {
        const line = document.createElement("li");
        line.className = "row row--tight row--between";
        const title = document.createElement("span");
        title.textContent = `${near.title} `;
        const state = document.createElement("small");
        state.className = "faint";
        state.textContent = near.state;
        title.append(state);
        const join = document.createElement("button");
        join.className = "btn btn--sm";
        join.name = "problem";
        join.value = near.id;
        join.textContent = form.dataset.join;
        line.append(title, join);
        return line;
      }));
      alike.hidden = found.length === 0;
    } catch { /* without a line nothing is found */ }
  }

  const draft = store.get(draftOf(org));
  if (draft && !text.value) {
    for (const name of remembered) {
      const field = form.elements[name];
      if (field && draft[name]) field.value = draft[name];
    }
    if (draft.text) kept.textContent = form.dataset.kept;
  }
  look();
  text.addEventListener("input", () => {
    look();
    clearTimeout(waiting);
    waiting = setTimeout(findAlike, 600);
  });
  form.addEventListener("input", () => {
    const now = {};
    for (const name of remembered) now[name] = form.elements[name]?.value ?? "";
    store.set(draftOf(org), now);
    kept.textContent = form.dataset.kept;
  });

  // The key stays the same however often it is sent, so what arrives twice is one voice.
  async function send(body, button) {
    say(form.dataset.sending);
    try {
      const answer = await fetch(form.action, { method: "POST", credentials: "omit", body });
      const page = await answer.text();
      const next = new DOMParser().parseFromString(page, "text/html");
      store.drop(queueOf(org));
      if (next.querySelector("[data-filed]")) store.drop(draftOf(org));
      document.title = next.title;
      document.body.replaceWith(next.body);
      const script = document.createElement("script");
      script.type = "module";
      script.src = `${import.meta.url.split("?")[0]}?again=${Date.now()}`;
      document.head.append(script);
      (document.querySelector(".errsum") ?? document.getElementById("main")).focus();
      scrollTo(0, 0);
    } catch {
      const fields = [...body.entries()].filter(([, v]) => typeof v === "string");
      store.set(queueOf(org), fields);
      say(form.dataset.queued);
      kept.textContent = promise;
      if (button) { button.removeAttribute("aria-busy"); button.disabled = false; }
    }
  }

  form.addEventListener("submit", (e) => {
    e.preventDefault();
    send(new FormData(form, e.submitter), e.submitter);
  });
  document.addEventListener("keydown", (e) => {
    if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) form.requestSubmit();
  });

  function again() {
    const fields = store.get(queueOf(org));
    if (!fields || !navigator.onLine) return;
    const body = new FormData();
    for (const [name, value] of fields) body.append(name, value);
    send(body);
  }
  addEventListener("online", again);
  again();
}
