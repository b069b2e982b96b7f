// Today's page: fetched anew when figures changed, in a visible tab alone, and never emptied.
"use strict";
(() => {
  const APART = 2000; // ms between two fetches at least
  const AGAIN = 5000; // ms until a fetch that failed is tried again
  const OLD = 60000; // ms after which time alone has changed what is at risk
  const PATIENCE = 3000; // ms in which a broken line mends unnoticed
  const REOPEN = 15000; // ms until a stream that the browser gave up is opened again
  const byId = (id) => document.getElementById(id);
  const box = byId("today");
  if (!box) return;
  let last = Date.now();
  let timer = 0;
  let isWanted = false;
  let source = null;

  const say = (words) => {
    if (words) byId("polite").textContent = words;
  };
  const lose = () => {
    const lost = byId("today-lost");
    if (!lost.classList.contains("unsaid")) return;
    lost.classList.remove("unsaid");
    say(lost.textContent);
  };
  const find = () => {
    const lost = byId("today-lost");
    if (lost.classList.contains("unsaid")) return;
    lost.classList.add("unsaid");
    say(box.querySelector("#today-part").dataset.said);
  };

  // The focused link stays focused, as the link to the same list.
  const show = (markup) => {
    const fresh = document.createElement("template");
    fresh.innerHTML = markup;
    const before = box.querySelector("#today-part").dataset.said;
    const focused = box.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    const same = [...box.querySelectorAll("a")].filter((link) => link.getAttribute("href") === focused).indexOf(document.activeElement);
    box.replaceChildren(fresh.content);
    const part = box.querySelector("#today-part");
    byId("today-age").textContent = part.dataset.age;
    if (focused) [...box.querySelectorAll("a")].filter((link) => link.getAttribute("href") === focused)[Math.max(same, 0)]?.focus({ preventScroll: true });
    if (part.dataset.said !== before) say(part.dataset.said);
  };
  const renew = async () => {
    timer = 0;
    if (document.hidden) return;
    isWanted = false;
    last = Date.now();
    try {
      const answer = await fetch(box.dataset.part, { headers: { "HX-Request": "true" }, cache: "no-store" });
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      show(await answer.text());
      find();
    } catch {
      lose();
      want(AGAIN);
    }
  };
  const want = (wait = 0) => {
    isWanted = true;
    if (timer || document.hidden) return;
    timer = setTimeout(renew, Math.max(wait, APART - (Date.now() - last)));
  };

  const listen = () => {
    source = new EventSource(box.dataset.events);
    source.addEventListener("changed", () => want());
    source.addEventListener("open", () => byId("today-lost").classList.contains("unsaid") || want());
    source.addEventListener("error", () => {
      if (source.readyState === EventSource.CLOSED) {
        lose();
        setTimeout(listen, REOPEN);
      } else {
        setTimeout(() => source.readyState === EventSource.OPEN || lose(), PATIENCE);
      }
    });
  };
  const look = () => {
    if (!document.hidden && (isWanted || Date.now() - last >= OLD)) want();
  };
  document.addEventListener("visibilitychange", look);
  setInterval(look, OLD / 4);
  listen();
})();
