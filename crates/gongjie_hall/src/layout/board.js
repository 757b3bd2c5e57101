// Dragging a card opens the form of the step that leads to the column; the menu on the card does the same without it.
const board = document.querySelector("[data-board]");
const say = document.querySelector("[data-board-say]");
let card = null;

const stepTo = (column) => card?.querySelector(`a[data-to="${column.dataset.column}"]`);

for (const each of board.querySelectorAll("[data-card]")) {
  if (!each.querySelector("a[data-to]")) continue;
  each.draggable = true;
  each.addEventListener("dragstart", (e) => {
    card = each;
    e.dataTransfer.effectAllowed = "move";
    e.dataTransfer.setData("text/plain", each.querySelector("h3").textContent.trim());
    for (const column of board.querySelectorAll("[data-column]")) column.toggleAttribute("data-open", Boolean(stepTo(column)));
  });
  each.addEventListener("dragend", () => {
    card = null;
    for (const column of board.querySelectorAll("[data-open]")) column.removeAttribute("data-open");
  });
}
for (const column of board.querySelectorAll("[data-column]")) {
  column.addEventListener("dragover", (e) => { if (stepTo(column)) e.preventDefault(); });
  column.addEventListener("drop", (e) => {
    e.preventDefault();
    const step = stepTo(column);
    if (step) location.assign(step.href);
    else say.textContent = say.dataset.no;
  });
}
