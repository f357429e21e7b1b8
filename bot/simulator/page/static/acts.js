// What a visitor does, sent to the simulator one act after the other.
import { go, here, refresh } from "./here.js";
import { sure } from "./confirm.js";

let queue = Promise.resolve();
let thread = "";
const later = new Map();

function trouble(words) {
  const place = document.querySelector("dialog[open] .modal-trouble") || document.getElementById("trouble");
  place.textContent = words;
  place.hidden = !words;
}

async function post(url, body) {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`The simulator answered ${answer.status}.`);
  return answer.json();
}

function act(doing) {
  const body = { as: here.as, ...doing };
  const done = queue.then(async () => {
    document.body.setAttribute("aria-busy", "true");
    try {
      const answer = await post("/simulator/page/act", body);
      trouble(answer.ok ? "" : answer.trouble);
      if (answer.taken === false) here.refused = true;
      return answer;
    } catch (failure) {
      trouble(failure.message);
      return { ok: false };
    } finally {
      document.body.removeAttribute("aria-busy");
      if (body.do !== "suggest") refresh();
    }
  });
  queue = done;
  return done;
}

// the surface an element stands in, the element's ids, and whatever is typed there but not told yet
function from(element) {
  const surface = element.closest("[data-surface]");
  const texts = [...surface.querySelectorAll("[data-text]")]
    .filter((field) => field.closest("[data-surface]") === surface)
    .map((field) => ({ block: field.dataset.block, action: field.dataset.action, value: field.value }));
  return { surface: surface.dataset.surface, block: element.dataset.block, action: element.dataset.action, texts };
}

function set(element, value) {
  return act({ do: "set", ...from(element), value });
}

function chosen(element) {
  const group = [...document.getElementsByName(element.name)].filter((each) => each.checked);
  return element.type === "radio" ? element.value : group.map((each) => each.value);
}

function soon(key, milliseconds, run) {
  clearTimeout(later.get(key));
  later.set(key, setTimeout(run, milliseconds));
}

async function moveClock(button) {
  const buttons = [...document.querySelectorAll("[data-clock]")];
  const news = document.getElementById("news");
  buttons.forEach((each) => (each.disabled = true));
  news.textContent = "Moving the clock on…";
  try {
    news.textContent = (await post("/simulator/page/clock", { control: Number(button.dataset.clock) })).news;
  } catch (failure) {
    news.textContent = "";
    trouble(failure.message);
  }
  buttons.forEach((each) => (each.disabled = false));
  button.focus();
  refresh();
}

async function press(button) {
  if (!(await sure(button.dataset.confirm))) return;
  button.closest("details.menu")?.removeAttribute("open");
  act({ do: "press", ...from(button), option: button.dataset.option });
}

function reply(ts) {
  thread = ts;
  const composer = document.getElementById("composer");
  if (!composer) return;
  const label = composer.querySelector("label");
  label.textContent = "Reply in the thread (Escape to leave it)";
  composer.querySelector("input").focus();
}

function togglePlaces(open) {
  const button = document.querySelector(".places-toggle");
  const now = open ?? button.getAttribute("aria-expanded") !== "true";
  button.setAttribute("aria-expanded", String(now));
  document.getElementById("places").classList.toggle("open", now);
}

const CLICKS = {
  "[data-as]": (found) => go({ as: found.dataset.as }),
  "[data-go]": (found, event) => (event.preventDefault(), togglePlaces(false), go({ in: found.dataset.go })),
  "[data-clock]": (found) => moveClock(found),
  "[data-press]": (found) => press(found),
  "[data-shortcut]": (found) => act({ do: "shortcut", callback_id: found.dataset.shortcut }),
  "[data-message-shortcut]": (found) => {
    found.closest("details").open = false;
    act({ do: "message_shortcut", ...from(found), callback_id: found.dataset.messageShortcut });
  },
  "[data-close]": (found) => act({ do: "close", ...from(found), all: found.dataset.close === "all" }),
  "[data-reply]": (found) => ((found.closest("details").open = false), reply(found.dataset.reply)),
  "[data-focus]": (found, event) => {
    event.preventDefault();
    const field = document.getElementById(found.hash.slice(1));
    (field?.matches("fieldset") ? field.querySelector("input") || field : field)?.focus();
  },
  ".places-toggle": () => togglePlaces(),
};

function onClick(event) {
  for (const [selector, run] of Object.entries(CLICKS)) {
    const found = event.target.closest(selector);
    if (found) {
      run(found, event);
      break;
    }
  }
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
}

function onChange({ target }) {
  if (target.id === "person") {
    target.blur();
    go({ as: target.value });
  } else if (target.matches("[data-choice]")) set(target, chosen(target));
  else if (target.matches("[data-value]")) set(target, target.value);
  else if (target.matches("[data-lookup]") && isOffered(target)) set(target, target.value);
}

function isOffered(field) {
  return !field.value || [...field.list.options].some((option) => option.value === field.value);
}

async function lookUp(field) {
  if (isOffered(field) || field.value.length < Number(field.dataset.lookup)) return;
  const answer = await act({ do: "suggest", ...from(field), value: field.value });
  field.list.replaceChildren(...(answer.options || []).map((text) => Object.assign(document.createElement("option"), { value: text })));
}

function onInput({ target }) {
  if (target.matches("[data-filter]")) {
    const wanted = target.value.trim().toLowerCase();
    for (const each of document.getElementById(target.dataset.filter).children) {
      each.hidden = !each.textContent.toLowerCase().includes(wanted);
    }
  } else if (target.matches("[data-lookup]")) soon(target.id, 250, () => lookUp(target));
  else if (target.matches('[data-dispatch~="on_character_entered"]')) soon(target.id, 500, () => set(target, target.value));
}

function onKey(event) {
  const { target, key } = event;
  if (key === "Escape") {
    const menu = target.closest?.("details.menu[open]");
    if (menu) {
      event.preventDefault();
      menu.open = false;
      menu.querySelector("summary").focus();
    } else if (thread && target.id === "words") listen.arrived(false), refresh();
  }
  if (key === "Enter" && target.matches("input[data-text][data-dispatch], input[data-lookup], input[data-filter]")) {
    event.preventDefault();
    if (target.matches('[data-dispatch~="on_enter_pressed"], [data-dispatch=""]')) set(target, target.value);
  }
}

async function onSubmit(event) {
  event.preventDefault();
  const form = event.target;
  if (form.id === "composer") {
    const field = form.elements.words;
    const answer = await act({ do: "say", channel: form.dataset.channel, text: field.value, thread });
    if (!answer.ok) return;
    thread = "";
    const now = document.getElementById("words");
    if (now) now.value = "";
  } else if (form.matches(".modal-form")) act({ do: "submit", ...from(form) });
}

// an opened menu stays on the screen
function onToggle({ target }) {
  if (!target.matches("details.menu") || !target.open) return;
  const list = target.querySelector(".menu-list");
  target.classList.remove("flipped");
  target.classList.toggle("flipped", list.getBoundingClientRect().right > document.documentElement.clientWidth - 4);
  list.scrollIntoView({ block: "nearest" });
}

export const listen = {
  start() {
    document.addEventListener("click", onClick);
    document.addEventListener("change", onChange);
    document.addEventListener("input", onInput);
    document.addEventListener("keydown", onKey);
    document.addEventListener("submit", onSubmit);
    document.addEventListener("toggle", onToggle, true);
    document.getElementById("modal").addEventListener("cancel", (event) => {
      event.preventDefault();
      const form = event.target.querySelector("form");
      if (form) act({ do: "close", ...from(form), all: false });
    });
  },
  // in another place, or as somebody else: Home is opened anew
  arrived() {
    thread = "";
    trouble("");
    if (here.in === "home") act({ do: "home" });
  },
};
