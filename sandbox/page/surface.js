// One part of the page. The server says what it looks like as HTML; here that is put in place with
// as few changes as possible, so that focus, caret, scrolling and half-typed words stay. What is
// done in it goes to the server as a deed: the markup names it (data-act, data-change, data-args).
export default {
  template: `<div class="surface"></div>`,
  props: { html: String, turn: Number },
  watch: {
    html() {
      show(this.$el, this.html);
    },
    turn() {
      for (const busy of this.$el.querySelectorAll("[aria-busy]")) busy.removeAttribute("aria-busy");
    },
  },
  mounted() {
    const tell = (deed) => this.$emit("deed", deed);
    listen(this.$el, tell);
    show(this.$el, this.html);
  },
};

// Showing

let cameFrom = null;

function show(root, html) {
  const hadDialog = root.querySelector("dialog");
  if (hadDialog) remember(hadDialog);
  const wanted = document.createElement("div");
  wanted.innerHTML = html;
  changeChildren(root, wanted);
  root.querySelectorAll("[data-scroll]").forEach(keepPlace);
  showDialog(root, hadDialog);
}

// Who reads the end keeps reading the end, whatever comes or makes room.
const sizes = new ResizeObserver((entries) => entries.forEach(({ target }) => stayAtEnd(target)));

function keepPlace(box) {
  if ("atEnd" in box) return stayAtEnd(box);
  const start = box.querySelector("[data-start]");
  box.atEnd = !start;
  box.scrollTop = start ? start.offsetTop - box.offsetTop : box.scrollHeight;
  box.size = sizeOf(box);
  box.addEventListener("scroll", () => onScroll(box));
  sizes.observe(box);
}

// A box that got another size was scrolled by the browser, not by somebody.
function onScroll(box) {
  if (box.size === sizeOf(box)) box.atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 40;
  else stayAtEnd(box);
}

function sizeOf(box) {
  return `${box.clientWidth} ${box.clientHeight}`;
}

function stayAtEnd(box) {
  box.size = sizeOf(box);
  if (box.atEnd) box.scrollTop = box.scrollHeight;
}

function showDialog(root, hadDialog) {
  const dialog = root.querySelector("dialog");
  if (dialog && !hadDialog) cameFrom = document.activeElement;
  if (dialog && !dialog.open) openDialog(dialog);
  if (dialog && dialog === hadDialog) focusFirstError(dialog);
  if (!dialog && hadDialog && cameFrom?.isConnected) cameFrom.focus();
}

// What of a field takes the keyboard, where it is not the field itself.
const FIRST = "summary, input";

// Where somebody was in a form, for when the one on top of it closes.
const leftAt = new Map();

function remember(dialog) {
  const block = document.activeElement?.closest("[data-key]")?.dataset.key;
  leftAt.set(dialog.dataset.key, { top: dialog.querySelector(".modal-body").scrollTop, block });
}

function openDialog(dialog) {
  dialog.showModal();
  const place = leftAt.get(dialog.dataset.key);
  if (place) return goBack(dialog, place);
  const field = dialog.querySelector("[data-block]");
  (field?.querySelector(FIRST) ?? field)?.focus({ preventScroll: true });
}

function goBack(dialog, { top, block }) {
  const within = [...dialog.querySelectorAll("[data-key]")].find((one) => one.dataset.key === block);
  const target = within?.matches("button") ? within : within?.querySelector(`${FIRST}, textarea, select, button`);
  target?.focus({ preventScroll: true });
  dialog.querySelector(".modal-body").scrollTop = top;
}

function focusFirstError(dialog) {
  const wrong = dialog.querySelector("[aria-invalid]");
  if (!wrong || wrong.told) return;
  wrong.told = true;
  const field = wrong.matches("fieldset") ? wrong.querySelector(FIRST) : wrong;
  field.focus();
}

// Changing what is there into what is wanted; what has data-own belongs to the browser alone

const KEPT = new Set(["open", "aria-busy", "data-unfolded", "style"]);

function change(there, wanted) {
  if (there.nodeType !== Node.ELEMENT_NODE) {
    if (there.nodeValue !== wanted.nodeValue) there.nodeValue = wanted.nodeValue;
    return;
  }
  if (there.isEqualNode(wanted) || there.hasAttribute("data-own")) return;
  changeValue(there, wanted);
  changeAttributes(there, wanted);
  if (there.nodeName !== "TEXTAREA") changeChildren(there, wanted);
}

function changeAttributes(there, wanted) {
  for (const { name } of [...there.attributes]) {
    if (!wanted.hasAttribute(name) && !KEPT.has(name)) there.removeAttribute(name);
  }
  for (const { name, value } of wanted.attributes) {
    if (there.getAttribute(name) !== value) there.setAttribute(name, value);
  }
}

// What somebody has typed since the server last knew is newer than what the server says.
function changeValue(there, wanted) {
  const before = there.dataset?.value;
  const now = wanted.dataset?.value;
  if (now === undefined || before === now || there === document.activeElement) return;
  if (say(read(there)) !== before) return;
  write(there, now);
}

function changeChildren(there, wanted) {
  const keys = new Set([...wanted.childNodes].map(keyOf).filter(Boolean));
  const keyed = new Map();
  for (const child of [...there.childNodes]) {
    const key = keyOf(child);
    if (key && !keys.has(key)) child.remove();
    else if (key) keyed.set(key, child);
  }
  let place = there.firstChild;
  for (const next of [...wanted.childNodes]) {
    const key = keyOf(next);
    const same = key ? keyed.get(key) : findLike(place, next);
    if (!same || same.nodeName !== next.nodeName) {
      there.insertBefore(next, place);
      continue;
    }
    if (same === place) place = place.nextSibling;
    else there.insertBefore(same, place);
    change(same, next);
  }
  while (place) {
    const rest = place.nextSibling;
    place.remove();
    place = rest;
  }
}

function findLike(place, next) {
  return place && !keyOf(place) && place.nodeName === next.nodeName ? place : null;
}

function keyOf(node) {
  return node.dataset?.key;
}

// Fields

function read(field) {
  if (field.matches("fieldset")) {
    const chosen = [...field.querySelectorAll("input:checked")].map((input) => input.value);
    return field.querySelector("[type=checkbox]") ? chosen : (chosen[0] ?? null);
  }
  if (field.type === "checkbox") return field.checked;
  return field.value === "" ? null : field.value;
}

// As the server says it in data-value.
function say(value) {
  return Array.isArray(value) ? [...value].sort().join(" ") : String(value ?? "");
}

function write(field, value) {
  if (field.matches("fieldset")) {
    const chosen = value.split(" ");
    for (const input of field.querySelectorAll("input")) input.checked = chosen.includes(input.value);
  } else if (field.type === "checkbox") field.checked = value === "true";
  else field.value = value;
}

function readAll(form) {
  const values = {};
  for (const field of form.querySelectorAll("[data-block]")) {
    (values[field.dataset.block] ??= {})[field.dataset.action] = read(field);
  }
  return values;
}

// Deeds

const SLOW = new Set(["click", "move", "shortcut"]);

function listen(root, tell) {
  root.addEventListener("click", (event) => onClick(event, tell));
  root.addEventListener("submit", (event) => onSubmit(event, tell));
  root.addEventListener("change", (event) => onChange(event, tell));
  root.addEventListener("keydown", (event) => onKey(event, tell));
  root.addEventListener("input", (event) => onInput(event.target));
  // Other ways than Escape to ask a dialog to close; this event does not bubble.
  root.addEventListener("cancel", (event) => onEscape(event, tell), true);
}

function send(deed, element, tell, more = {}) {
  const form = element.closest("dialog, [data-form]");
  const args = JSON.parse(element.dataset.args ?? "{}");
  tell({ ...args, ...more, do: deed, ...(form ? { values: readAll(form) } : {}) });
}

function onClick(event, tell) {
  const fold = event.target.closest(".fold-more");
  if (fold) return unfold(fold);
  const pressed = event.target.closest("[data-act]:not(form)");
  if (!pressed || pressed.hasAttribute("aria-busy")) return;
  if (SLOW.has(pressed.dataset.act)) pressed.setAttribute("aria-busy", "true");
  pressed.closest("details.menu")?.removeAttribute("open");
  // Every choice there also leads back to the conversation; the server will say the same.
  pressed.closest(".sidebar")?.classList.remove("is-open");
  send(pressed.dataset.act, pressed, tell);
}

function unfold(button) {
  const fold = button.closest(".fold");
  const isOpen = fold.toggleAttribute("data-unfolded");
  button.setAttribute("aria-expanded", String(isOpen));
  button.textContent = isOpen ? "See less" : "See more";
}

function onSubmit(event, tell) {
  event.preventDefault();
  const form = event.target;
  const text = form.elements.namedItem("text");
  if (form.dataset.act !== "say") return submit(form, tell);
  if (!text.value.trim()) return;
  send("say", form, tell, { text: text.value });
  text.value = "";
  onInput(text);
}

function submit(form, tell) {
  const button = form.querySelector("[type=submit]");
  if (!button || button.hasAttribute("aria-busy")) return;
  button.setAttribute("aria-busy", "true");
  for (const wrong of form.querySelectorAll("[aria-invalid]")) wrong.told = false;
  send("submit", form, tell);
}

function onChange(event, tell) {
  const changed = event.target.closest("[data-change]");
  if (!changed) return;
  if (changed.querySelector(".picker")) showChosen(changed);
  const value = read(changed);
  // A text is dispatched by Enter; leaving the field only keeps it.
  send(changed.dataset.change, changed, tell, { value });
}

// A folded list shows by itself what is chosen in it; the server says the same when it draws anew.
function showChosen(field) {
  const chosen = [...field.querySelectorAll("input:checked")].map((input) => input.closest("label").innerText);
  const { empty } = field.querySelector("summary").dataset;
  const looks = chosen.length ? ["chip", chosen] : ["picker-empty", [empty]];
  field.querySelector(".chips").replaceChildren(...looks[1].map((text) => makeSpan(looks[0], text)));
  const isFull = chosen.length >= Number(field.dataset.most ?? Infinity);
  for (const input of field.querySelectorAll("input:not(:checked)")) input.disabled = isFull;
}

function makeSpan(look, text) {
  const span = document.createElement("span");
  span.className = look;
  span.textContent = text;
  return span;
}

function onKey(event, tell) {
  const field = event.target;
  if (event.key === "Escape") return closeMenu(event) || onEscape(event, tell);
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  if (field.dataset.enter === "submit") {
    event.preventDefault();
    field.form.requestSubmit();
  } else if (field.dataset.enter === "click" && !field.matches("textarea")) {
    event.preventDefault();
    const spot = { block: field.dataset.block, action: field.dataset.action };
    send("click", field, tell, { ...spot, value: field.value });
  }
}

function closeMenu(event) {
  const menu = event.target.closest("details.menu[open]");
  if (!menu) return false;
  event.preventDefault();
  menu.removeAttribute("open");
  menu.querySelector("summary").focus();
  return true;
}

function onInput(field) {
  if (field.name !== "text") return;
  field.style.height = "auto";
  field.style.height = `${Math.min(field.scrollHeight, 160)}px`;
  const commands = field.form.querySelector(".commands");
  if (commands) commands.hidden = !field.value.startsWith("/");
}

function onEscape(event, tell) {
  const dialog = event.target.closest("dialog");
  if (!dialog) return;
  event.preventDefault();
  send(dialog.dataset.escape, dialog, tell);
}

// A menu closes when somebody presses elsewhere.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.removeAttribute("open");
  }
});
