// Helps, never needed: every task works without this file.
"use strict";
document.querySelector(".sum")?.focus();
// A key is a command only where it cannot be part of what somebody types.
const FIELDS = "input:not([type=checkbox], [type=radio]), textarea, select";
const rows = () => [...document.querySelectorAll("table.resp > tbody > tr")].filter((row) => row.querySelector("a"));
const step = (by) => {
  const all = rows(), row = all[all.indexOf(document.activeElement.closest("tr")) + by] ?? (by > 0 ? null : all[0]);
  (row?.querySelector("[data-open]") ?? row?.querySelector("a"))?.focus(); // Enter opens what has the focus
};
const KEYS = {
  "/": () => document.querySelector("input[type=search]")?.focus(),
  j: () => step(1),
  k: () => step(-1),
  x: () => document.activeElement.closest("tr")?.querySelector("input[type=checkbox]")?.click(),
};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.target.closest(FIELDS)) return;
  const place = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  const act = place ? () => (place.matches("a") ? place.click() : place.focus()) : KEYS[event.key.toLowerCase()];
  if (!act) return;
  event.preventDefault(); // the letter is not typed into the field that it leads to
  act();
});
