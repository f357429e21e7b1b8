// Who the visitor is and where, as the address says it; and the waiting for news, which can be cut short.
export const here = { as: "", in: "", rev: -1, refused: false };
let waiting = new AbortController();

export function readHash() {
  const wanted = new URLSearchParams(location.hash.slice(1));
  here.as = wanted.get("as") || here.as;
  here.in = wanted.get("in") || here.in;
}

export function hashOf(place) {
  return `#as=${encodeURIComponent(place.as)}&in=${encodeURIComponent(place.in)}`;
}

export function go(to) {
  const hash = hashOf({ ...here, ...to });
  if (hash === location.hash) refresh();
  else location.hash = hash;
}

export function wait() {
  waiting = new AbortController();
  return waiting;
}

export function refresh() {
  here.rev = -1;
  waiting.abort();
}
