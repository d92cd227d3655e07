"use strict";
// Keys, scans and double presses. Every page works without this file.

// data-key="F2" presses the link or button, or moves to the field, that carries it.
document.addEventListener("keydown", (event) => {
  const key = event.ctrlKey && event.key === "Enter" ? "Ctrl+Enter" : event.key;
  if (key === "Escape" && !event.defaultPrevented) {
    if (document.activeElement instanceof HTMLInputElement && document.activeElement.value) return;
    history.back();
    return;
  }
  const target = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!target) return;
  event.preventDefault();
  if (target instanceof HTMLInputElement) target.select();
  else target.click();
});

// Enter goes to the next field instead of sending a half-filled intake; buttons and the search boxes keep theirs.
document.addEventListener("keydown", (event) => {
  const field = event.target;
  if (event.key !== "Enter" || event.ctrlKey || !(field instanceof HTMLInputElement)) return;
  if (readScan(field)) {
    event.preventDefault();
    return;
  }
  if (field.dataset.chooses) {
    event.preventDefault();
    document.querySelector(`${field.dataset.chooses} a`)?.click();
    return;
  }
  const form = field.form;
  if (!form || form.id !== "intake") return;
  event.preventDefault();
  const fields = [...form.elements].filter((f) => f.offsetParent && !f.disabled && f.type !== "hidden");
  fields[fields.indexOf(field) + 1]?.focus();
});

// Arrow keys walk from the search box through the choices.
document.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const box = document.querySelector("[data-chooses]");
  const links = [...document.querySelectorAll("#choices a")];
  const at = links.indexOf(document.activeElement);
  if (!box || (at < 0 && document.activeElement !== box) || !links.length) return;
  event.preventDefault();
  (links[at + (event.key === "ArrowDown" ? 1 : -1)] ?? box).focus();
});

// A citizen card: number|old number|name|ddmmyyyy|sex|address|ddmmyyyy, typed by a scanner into any field.
const before = new WeakMap();
document.addEventListener("focusin", (event) => {
  if (event.target instanceof HTMLInputElement) before.set(event.target, event.target.value);
});

function readScan(field) {
  const form = document.getElementById("intake");
  const name = form?.elements.namedItem("applicant_name");
  const typed = field.value.slice((before.get(field) ?? "").length).trim();
  const parts = (typed.includes("|") ? typed : field.value).split("|").map((part) => part.trim());
  if (!name || field.form !== form || parts.length < 6 || !/^\d{12}$/.test(parts[0])) return false;
  field.value = before.get(field) ?? "";
  form.elements.namedItem("applicant_id").value = parts[0];
  name.value = parts[2];
  const born = /^(\d{2})(\d{2})(\d{4})$/.exec(parts[3]);
  if (born) form.elements.namedItem("applicant_birth_date").value = `${born[3]}-${born[2]}-${born[1]}`;
  form.elements.namedItem("applicant_address").value = parts[5];
  document.getElementById("check-name").hidden = false;
  name.focus();
  name.dispatchEvent(new Event("change", { bubbles: true }));
  return true;
}

// data-ticks="selector": one press ticks every box that it names.
document.querySelectorAll("[data-ticks]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => {
    document.querySelectorAll(button.dataset.ticks).forEach((box) => { box.checked = true; });
  });
});

// A form is sent once; coming back to the page makes it ready again.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!("once" in form.dataset)) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "1";
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
});

// What is wrong is read out first; a link to a verb (#hand_back) leads to its first field.
document.querySelector("#form-errors, [aria-invalid=true]")?.focus();
if (location.hash.length > 1) document.querySelector(`${location.hash} :is(input:not([type=hidden]), select, button)`)?.focus();
