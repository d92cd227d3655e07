"use strict";
// Keys, scans and double presses. Every page works without this file.

// A citizen card, number|old number|name|ddmmyyyy|sex|address|ddmmyyyy, typed by a scanner into whatever has the focus.
const CARD = /(\d{12})\|[^|]*\|([^|]*)\|(\d*)\|[^|]*\|([^|]*)(\|\d*)?/;
const CARD_BEGINS = /\d{12}\|/; // nobody types this by hand
const intake = document.querySelector("#intake, [data-takes-cards]");
const isText = (field) => field instanceof HTMLInputElement && ["text", "search", "email", "tel"].includes(field.type);
const before = new WeakMap(); // what stood in a field when the focus came
let keys = ""; // typed since then where there is no text to type into
intake?.querySelectorAll("[maxlength]").forEach((field) => field.removeAttribute("maxlength")); // shorter than a card

document.addEventListener("focusin", (event) => {
  before.set(event.target, event.target.value);
  keys = "";
});
document.addEventListener("keydown", (event) => {
  const field = event.target;
  if (!intake || event.ctrlKey || event.altKey || event.metaKey || (isText(field) && field.form !== intake)) return;
  if (event.key === "Enter" || event.key === "Tab") {
    const card = CARD.exec(isText(field) ? field.value : keys);
    keys = "";
    if (!card) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (isText(field)) field.value = field.value.replace(card[0], "") || (before.get(field) ?? "");
    else if ("value" in field) field.value = before.get(field) ?? field.value;
    takeCard(card, field.closest("[data-line]")?.dataset.line ?? "");
  } else if (!isText(field) && event.key.length === 1) {
    keys += event.key;
    if (CARD_BEGINS.test(keys)) event.preventDefault(); // a blank in a name presses no button
  }
}, true);

// Where a form has several lines, the names of a line's fields begin with `line`.
function takeCard([, number, cardName, born, address], line) {
  const [name, bornField] = ["name", "birth_date"].map((part) => intake.elements.namedItem(`${line}applicant_${part}`));
  if (!name) return;
  intake.elements.namedItem(`${line}applicant_id`).value = number;
  name.value = cardName.trim();
  if (bornField) bornField.value = born.replace(/^(..)(..)(....)$/, "$3-$2-$1");
  intake.elements.namedItem(`${line}applicant_address`).value = address.trim();
  document.getElementById(`${line}check-name`).hidden = false;
  name.setAttribute("aria-describedby", `${line}check-name`);
  name.focus();
  name.dispatchEvent(new Event("change", { bubbles: true }));
}

// What looks like a person's number stays out of addresses: no procedure is searched for by it.
document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.verb === "get" && /\d{9}|\|/.test(event.target.value ?? "")) event.preventDefault();
});

// data-key="F2" presses the link or button, or moves to the field, that carries it.
document.addEventListener("keydown", (event) => {
  const key = event.ctrlKey && event.key === "Enter" ? "Ctrl+Enter" : event.key;
  const focused = document.activeElement;
  if (key === "Escape" && !event.defaultPrevented) {
    if (!focused?.value) history.back();
    return;
  }
  const target = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!target) return;
  event.preventDefault();
  if (target instanceof HTMLInputElement) {
    target.focus();
    target.select();
    return;
  }
  const elsewhere = key === "Ctrl+Enter" && focused?.form && focused.form !== target.form;
  if (!elsewhere) target.click();
});

// Enter goes to the next field instead of sending what is half filled in; buttons and the search boxes keep theirs.
// It passes over the counts of papers, which are mostly right as they stand, and the date of birth, which few give; Tab
// reaches them.
document.addEventListener("keydown", (event) => {
  const field = event.target;
  if (event.key !== "Enter" || event.ctrlKey) return;
  if (!(field instanceof HTMLInputElement || field instanceof HTMLSelectElement)) return;
  if (field.dataset.chooses) {
    event.preventDefault();
    choose(field);
    return;
  }
  if (!field.form || !("once" in field.form.dataset)) return;
  event.preventDefault();
  const passedOver = ":disabled, [type=hidden], .papers [type=number], [name=applicant_birth_date], details:not([open]) *";
  const isStop = (other) => other === field || (other.offsetParent && !other.matches(passedOver));
  const stops = [...field.form.elements].filter(isStop);
  stops[stops.indexOf(field) + 1]?.focus();
});

// Enter in the scanner's box sends it; several lines are pasted, or made by Shift and Enter.
document.addEventListener("keydown", (event) => {
  const box = event.target;
  if (event.key !== "Enter" || event.shiftKey || event.ctrlKey || !("enterSends" in box.dataset)) return;
  event.preventDefault();
  box.form.requestSubmit();
});

// Enter in the search box takes the first choice, once the choices are those for what has been typed by then.
function choose(box) {
  const list = document.querySelector(box.dataset.chooses);
  delete box.dataset.waits;
  if (list.dataset.for === box.value) list.querySelector("a")?.click();
  else if (CARD_BEGINS.test(box.value)) box.value = "";
  else box.dataset.waits = "1";
}
document.addEventListener("htmx:afterSettle", () => {
  const box = document.querySelector("[data-chooses][data-waits]");
  if (box) choose(box);
});
document.addEventListener("input", (event) => delete event.target.dataset.waits);

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

// data-ticks="selector": one press ticks every box that it names.
document.querySelectorAll("[data-ticks]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => {
    document.querySelectorAll(button.dataset.ticks).forEach((box) => { box.checked = true; });
  });
});

// data-presses="selector": what is chosen in it is looked at by pressing that button.
document.querySelectorAll("[data-presses]").forEach((field) => {
  field.addEventListener("change", () => document.querySelector(field.dataset.presses)?.click());
});

// Who goes back after sending finds what he typed, often in a page fetched anew: it keeps the key it was sent with, or
// sending it again would make a second dossier.
const key = intake?.elements.namedItem("key");
if (key) {
  key.value = history.state?.key ?? key.value;
  history.replaceState({ ...history.state, key: key.value }, "");
}

// A form is sent once; coming back to the page makes it ready again, and so do five seconds in which no answer came.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!("once" in form.dataset)) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  setTimeout(() => delete form.dataset.sent, 5000);
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
});

// What is wrong is read out first; a link to a verb (#hand_back) leads to its first field.
document.querySelector("#form-errors, [aria-invalid=true]")?.focus();
// Chromium takes the focus to the fragment while the page loads, so ours comes after that.
window.addEventListener("load", () => setTimeout(() => {
  const verb = document.getElementById(location.hash.slice(1));
  if (!(verb instanceof HTMLFormElement)) return;
  verb.closest("details")?.setAttribute("open", "");
  verb.querySelector("input:not([type=hidden]), select, button")?.focus();
}));
