// The triage desk by keys: j and k through the voices, a letter for each verb, the open form has the focus.
const typing = (e) => e.target.closest("input, textarea, select, [contenteditable]");
const voices = [...document.querySelectorAll(".inbox > a")];
const here = voices.findIndex((a) => a.getAttribute("aria-current"));

document.addEventListener("keydown", (e) => {
  if (e.isComposing || e.ctrlKey || e.metaKey || e.altKey || typing(e) || document.querySelector("dialog[open]")) return;
  const step = { j: 1, k: -1 }[e.key];
  if (step) {
    const next = voices[here + step];
    if (next) { e.preventDefault(); location.assign(next.href); }
    return;
  }
  const verb = document.querySelector(`.keys > a[data-key="${CSS.escape(e.key)}"]`);
  if (verb) { e.preventDefault(); location.assign(verb.href); }
});

const open = document.getElementById("do");
open?.querySelector("textarea, select, input:not([type=hidden])")?.focus();
