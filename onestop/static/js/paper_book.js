"use strict";
// The grid of the paper book is walked through as a table. Every page works without this file.

// Up and down lead to the same column of the next line, left and right past the end of a text to the next field.
// Where suggestions drop down, up and down are theirs.
const grid = document.querySelector(".paper-grid");

grid?.addEventListener("keydown", (event) => {
  const field = event.target;
  if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || !field.name) return;
  const next = {
    ArrowUp: () => beside(field, -1),
    ArrowDown: () => beside(field, 1),
    ArrowLeft: () => (atEnd(field, 0) ? along(field, -1) : null),
    ArrowRight: () => (atEnd(field, field.value.length) ? along(field, 1) : null),
  }[event.key]?.();
  if (!next) return;
  event.preventDefault();
  next.focus();
  if (next.type === "text") next.select();
});

// Escape leads back elsewhere; out of twenty lines half typed it would lead away from them.
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") event.preventDefault();
}, true);

function beside(field, step) {
  if (field.list || field.type === "date") return null;
  const column = field.name.replace(/^line\d+-/, "");
  const fields = [...grid.querySelectorAll(`[name$="-${CSS.escape(column)}"]`)];
  return fields[fields.indexOf(field) + step];
}

function along(field, step) {
  const fields = [...grid.querySelectorAll("input:not([type=hidden])")];
  return fields[fields.indexOf(field) + step];
}

function atEnd(field, place) {
  if (field.type !== "text") return field.type === "checkbox";
  return field.selectionStart === field.selectionEnd ? field.selectionStart === place : false;
}
