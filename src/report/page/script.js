"use strict";
// Nothing here is needed to read the page: it adds a filter to long tables, and closes what is open on Escape.
for (const table of document.querySelectorAll("table[data-filter]")) {
  const rows = [...table.tBodies[0].rows];
  if (rows.length < 8) continue;
  const label = document.createElement("label");
  label.className = "filter";
  label.textContent = "Filter " + table.dataset.filter;
  const input = document.createElement("input");
  input.type = "search";
  const count = document.createElement("output");
  label.append(input);
  label.append(" ", count);
  input.addEventListener("input", () => {
    const wanted = input.value.trim().toLowerCase();
    let shown = 0;
    for (const row of rows) {
      row.hidden = !row.textContent.toLowerCase().includes(wanted);
      if (!row.hidden) shown += 1;
    }
    count.textContent = wanted ? shown + " of " + rows.length : "";
  });
  table.parentElement.before(label);
}
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const open of document.querySelectorAll("details[name][open]")) {
    const held = open.contains(document.activeElement);
    open.open = false;
    if (held) open.querySelector("summary").focus();
  }
});
