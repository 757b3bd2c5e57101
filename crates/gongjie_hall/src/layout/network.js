// The network that can be explored: the large script is loaded only when somebody asks for it.
const island = document.querySelector("[data-network]");
const [open, close, hint, canvas, say] = ["open", "close", "hint", "canvas", "say"].map((name) => island.querySelector(`[data-network-${name}]`));
const plain = document.querySelector("[data-network-plain]");
let chart = null;

const shown = (is) => {
  canvas.hidden = !is;
  close.hidden = !is;
  hint.hidden = !is;
  open.hidden = is;
  plain.hidden = is;
};
shown(false);

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

// What the table and the joints say, as the library wants it.
const option = () => {
  const [act, ink, ink2, line, surface] = ["--act", "--ink", "--ink-2", "--line-strong", "--surface"].map(colour);
  const rows = [...document.querySelectorAll("tr[data-unit]")];
  const nodes = rows.map((row) => ({
    id: row.dataset.unit,
    name: row.dataset.short,
    value: Number(row.dataset.pairings),
    href: row.querySelector("a").getAttribute("href"),
    symbolSize: 12 + 5 * Math.min(12, Number(row.dataset.pairings)),
    itemStyle: { color: surface, borderColor: row.dataset.look === "ext" ? ink2 : act, borderWidth: 2, borderType: row.dataset.look === "ext" ? "dashed" : "solid" },
  }));
  const known = new Set(nodes.map((node) => node.id));
  const links = island.dataset.network.split(" ").filter(Boolean).map((text) => {
    const [, source, target, value] = /^(\d+)-(\d+):(\d+)$/.exec(text);
    return { source, target, value: Number(value), lineStyle: { width: Math.min(6, Number(value)) } };
  }).filter((link) => known.has(link.source) && known.has(link.target));
  return {
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    // Drawn on the canvas: the content security policy allows no style in markup.
    tooltip: { renderMode: "richText", backgroundColor: ink, borderWidth: 0, textStyle: { color: surface },
      formatter: ({ dataType, data, value }) => dataType === "edge" ? island.dataset.joint.replace("{n}", value) : `${data.name}\n${island.dataset.one.replace("{n}", value)}` },
    series: [{
      type: "graph", layout: "force", roam: true, draggable: true, data: nodes, links,
      force: { repulsion: 220, edgeLength: [50, 140], gravity: 0.08 },
      label: { show: true, position: "bottom", color: ink, fontSize: 12 },
      labelLayout: { hideOverlap: true },
      lineStyle: { color: line, opacity: 0.7 },
      emphasis: { focus: "adjacency", itemStyle: { color: act }, lineStyle: { color: act, width: 3 }, label: { fontWeight: "bold" } },
      blur: { itemStyle: { opacity: 0.2 }, lineStyle: { opacity: 0.1 }, label: { opacity: 0.2 } },
      scaleLimit: { min: 0.4, max: 6 },
    }],
  };
};

open.addEventListener("click", async () => {
  open.setAttribute("aria-busy", "true");
  open.disabled = true;
  say.hidden = true;
  try {
    const echarts = await import(island.dataset.src);
    shown(true);
    chart ??= echarts.init(canvas, null, { renderer: "canvas" });
    chart.setOption(option(), true);
    chart.off("click");
    chart.on("click", ({ dataType, data }) => { if (dataType === "node") location.assign(data.href); });
    canvas.dataset.ready = String(chart.getOption().series[0].data.length);
    close.focus();
  } catch {
    shown(false);
    say.textContent = island.dataset.failed;
    say.hidden = false;
  }
  open.removeAttribute("aria-busy");
  open.disabled = false;
});
close.addEventListener("click", () => {
  chart?.dispose();
  chart = null;
  delete canvas.dataset.ready;
  shown(false);
  open.focus();
});
addEventListener("resize", () => chart?.resize());
new MutationObserver(() => chart?.setOption(option())).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
