// The session's end: said two minutes ahead, in a region that is there from the first load.
"use strict";
(() => {
  const AHEAD = 120; // seconds
  const AGAIN = 30; // seconds between looks while the warning stands
  const region = document.getElementById("leaving");
  if (!region) return;
  let due = 0;
  let timer = 0;
  let shown = "";
  let before = null;

  const arm = (left) => {
    const wait = left > AHEAD ? left - AHEAD : Math.min(Math.max(left, 1), AGAIN);
    due = Date.now() + wait * 1000;
    clearTimeout(timer);
    timer = setTimeout(ask, wait * 1000);
  };
  const show = (markup) => {
    if (markup === shown) return;
    const hadFocus = region.contains(document.activeElement);
    region.innerHTML = shown = markup;
    if (hadFocus) (before ?? document.getElementById("scan"))?.focus({ preventScroll: true });
    else if (document.activeElement !== document.body) document.activeElement.scrollIntoView({ block: "nearest" });
  };
  // Another page of this browser may have kept the session: the server knows, a look does not count.
  const ask = async (form) => {
    try {
      const told = await fetch(region.dataset.ask, { method: form ? "POST" : "GET", body: form, headers: { "HX-Request": "true" } });
      if (told.status === 401) return show(document.getElementById("left").innerHTML);
      if (told.ok) show(await told.text());
      arm(Number(told.headers.get("Leaves-In") ?? AGAIN));
    } catch {
      arm(AGAIN);
    }
  };
  const look = () => document.hidden || Date.now() < due || ask();

  region.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(new URLSearchParams(new FormData(event.target)));
  });
  region.addEventListener("focusin", (event) => {
    if (!region.contains(event.relatedTarget)) before = event.relatedTarget;
  });
  document.addEventListener("visibilitychange", look);
  window.addEventListener("pageshow", (event) => event.persisted && ask());
  arm(Number(region.dataset.in));
})();
