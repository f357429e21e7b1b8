// Shows one person's view of the workspace, and keeps it fresh by long poll.
import { keep, restore } from "./keep.js";
import { listen } from "./acts.js";
import { hashOf, here, readHash, refresh, wait } from "./here.js";

const shown = {};

function replace(id, html) {
  if (shown[id] === html) return false;
  const node = document.getElementById(id);
  const kept = keep(node);
  node.innerHTML = html;
  shown[id] = html;
  restore(node, kept);
  return true;
}

function showMain(parts) {
  const moved = document.body.dataset.place !== `${parts.as} ${parts.in}`;
  const before = document.getElementById("scroll");
  const atEnd = !before || moved || before.scrollHeight - before.scrollTop - before.clientHeight < 80;
  const top = before ? before.scrollTop : 0;
  if (moved) document.getElementById("words")?.form.reset();
  if (!replace("main", parts.main) && !moved) return;
  document.body.dataset.place = `${parts.as} ${parts.in}`;
  const scroll = document.getElementById("scroll");
  if (scroll) scroll.scrollTop = atEnd ? scroll.scrollHeight : top;
}

function showModal(html) {
  const dialog = document.getElementById("modal");
  const before = dialog.querySelector("form")?.dataset.view;
  const top = dialog.querySelector("#modal-body")?.scrollTop || 0;
  const changed = replace("modal", html);
  const summary = dialog.querySelector("#error-summary");
  if (here.refused && summary) summary.focus();
  here.refused = false;
  if (!changed) return;
  if (!html) {
    if (dialog.open) dialog.close();
    return;
  }
  const body = dialog.querySelector("#modal-body");
  if (!dialog.open) dialog.showModal();
  if (dialog.querySelector("form").dataset.view !== before) {
    body.scrollTop = 0;
    dialog.querySelector("#modal-title").focus();
  } else if (document.activeElement !== summary) body.scrollTop = top;
}

function render(parts) {
  here.rev = parts.rev;
  if (parts.as !== here.as || parts.in !== here.in) {
    here.as = parts.as;
    here.in = parts.in;
    history.replaceState(null, "", hashOf(parts));
  }
  document.getElementById("clock").textContent = parts.clock;
  if (document.activeElement?.id !== "person") replace("people", parts.people);
  replace("places", parts.places);
  document.querySelector(".places-toggle").textContent = parts.unread ? `Places (${parts.unread} new)` : "Places";
  showMain(parts);
  showModal(parts.modal);
  document.body.dataset.ready = parts.rev;
}

async function follow() {
  for (;;) {
    const waiting = wait();
    const asked = `${here.as} ${here.in}`;
    const query = new URLSearchParams({ as: here.as, in: here.in, rev: here.rev });
    try {
      const answer = await fetch(`/simulator/page/parts?${query}`, { signal: waiting.signal });
      const parts = await answer.json();
      if (asked === `${here.as} ${here.in}`) render(parts);
    } catch (failure) {
      if (failure.name !== "AbortError") await new Promise((next) => setTimeout(next, 1000));
    }
  }
}

window.addEventListener("hashchange", () => {
  const before = here.as;
  readHash();
  listen.arrived(before !== here.as);
  refresh();
});

readHash();
listen.start();
listen.arrived(true);
follow();
