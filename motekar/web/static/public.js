// Comforts of the public pages: the code read back, the camera, a status that renews itself.
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const LENGTH = 20;

  const code = document.querySelector("[data-echo]");
  if (code) {
    const echo = byId(code.dataset.echo);
    const say = () => {
      const digits = window.motekar.bare(code.value);
      const whole = digits.length === LENGTH;
      const right = whole && window.motekar.checks(digits);
      const groups = (digits.match(/.{1,4}/g) ?? []).join(" ");
      echo.textContent = groups + (whole ? " · " + (right ? code.dataset.right : code.dataset.typo) : "");
      echo.classList.toggle("wrong", whole && !right);
    };
    code.addEventListener("input", say);
    if (!code.closest(".wrong")) say();
  }

  const camera = byId("camera");
  if (camera && "BarcodeDetector" in window && navigator.mediaDevices) {
    camera.hidden = false;
    camera.addEventListener("click", async () => {
      const { scan } = await import(camera.dataset.module);
      const found = await scan(camera);
      if (!found) return;
      code.value = found;
      code.form.requestSubmit();
    });
  }

  const share = byId("share");
  if (share && navigator.share) {
    share.hidden = false;
    share.addEventListener("click", () => {
      navigator.share({ title: document.title, url: location.href }).catch(() => {});
    });
  }
  const print = byId("print");
  if (print) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }

  // Only a page with an address of its own is read again; a change is announced once and politely.
  const links = (part) => [...part.querySelectorAll("a, button, summary")];
  const renew = async () => {
    const live = byId("live");
    try {
      const answer = await fetch(location.href, { cache: "no-store" });
      if (!answer.ok) throw new Error(answer.status);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("live");
      if (fresh.dataset.state === live.dataset.state) {
        byId("checked").replaceWith(fresh.querySelector("#checked"));
        return;
      }
      const focused = links(live).indexOf(document.activeElement);
      live.replaceWith(fresh);
      if (focused >= 0) links(fresh)[focused]?.focus({ preventScroll: true });
      byId("polite").textContent = fresh.querySelector("h1").textContent;
    } catch {
      byId("lost").hidden = false;
    }
  };
  if (byId("live")?.dataset.refresh !== undefined) {
    const every = byId("live").dataset.refresh * 1000;
    let last = Date.now();
    const look = () => {
      if (document.hidden || Date.now() - last < every) return;
      last = Date.now();
      renew();
    };
    setInterval(look, every / 4);
    document.addEventListener("visibilitychange", look);
  }
})();
