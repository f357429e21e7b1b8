// Slack's confirmation dialog, before a button does what it says.

function line(tag, words, id) {
  const node = document.createElement(tag);
  node.textContent = words;
  if (id) node.id = id;
  return node;
}

export function sure(json) {
  if (!json) return Promise.resolve(true);
  const asked = JSON.parse(json);
  const dialog = document.getElementById("confirm");
  const form = document.createElement("form");
  form.method = "dialog";
  const yes = Object.assign(line("button", asked.confirm.text), { value: "yes", className: `btn ${asked.style || "primary"}` });
  const no = Object.assign(line("button", asked.deny.text), { value: "no", className: "btn" });
  const body = line("div", "");
  body.className = "modal-body";
  body.append(line("p", asked.text.text));
  const head = document.createElement("header");
  head.append(line("h2", asked.title.text, "confirm-title"));
  const foot = document.createElement("footer");
  foot.append(no, yes);
  form.append(head, body, foot);
  dialog.replaceChildren(form);
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((answer) => {
    dialog.addEventListener("close", () => answer(dialog.returnValue === "yes"), { once: true });
  });
}
