// Keeps what a person is in the middle of when a part of the page is drawn anew: typed text, focus, open menus.

export function keep(node) {
  const focused = node.contains(document.activeElement) ? document.activeElement : null;
  const kept = { texts: new Map(), open: [], focus: focused?.id || "", filters: new Map(), scrolls: new Map() };
  for (const field of node.querySelectorAll("[data-text], #words")) kept.texts.set(field.id, field.value);
  for (const field of node.querySelectorAll("[data-filter]")) kept.filters.set(field.id, field.value);
  for (const list of node.querySelectorAll(".choices.long")) kept.scrolls.set(list.id, list.scrollTop);
  for (const part of node.querySelectorAll("details[open]")) kept.open.push(part.id);
  if (focused && "selectionStart" in focused) {
    try {
      kept.selection = [focused.selectionStart, focused.selectionEnd];
    } catch {
      kept.selection = null; // some kinds of input have none
    }
  }
  return kept;
}

export function restore(node, kept) {
  for (const [id, value] of kept.texts) setValue(id, value);
  for (const [id, value] of kept.filters) {
    setValue(id, value);
    document.getElementById(id)?.dispatchEvent(new Event("input", { bubbles: true }));
  }
  for (const [id, top] of kept.scrolls) {
    const list = document.getElementById(id);
    if (list) list.scrollTop = top;
  }
  for (const id of kept.open) {
    const part = id && document.getElementById(id);
    if (part) part.open = true;
  }
  const field = kept.focus && document.getElementById(kept.focus);
  if (!field || !node.contains(field)) return;
  field.focus({ preventScroll: true });
  if (kept.selection && kept.selection[0] !== null && "setSelectionRange" in field) {
    try {
      field.setSelectionRange(...kept.selection);
    } catch {
      // some kinds of input have none
    }
  }
}

function setValue(id, value) {
  const field = document.getElementById(id);
  if (field) field.value = value;
}
