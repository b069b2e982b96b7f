// Every page: one answer to one press, and passwords that can be seen. Pages work without it.
"use strict";
(() => {
  const DAMM = "0317598642709215486342068713591750983426612304597836742095815869720134894536201794386172052581436790";
  const RESTORE_AFTER = 15000;

  // The code in what was typed, pasted or scanned: bare digits, or the end of a status address.
  const bare = (text) => (text.match(/\/status\/([^/?#]*)/)?.[1] ?? text).replace(/[^0-9A-Za-z]/g, "");
  const checks = (digits) => {
    let interim = 0;
    for (const digit of digits) interim = +DAMM[interim * 10 + +digit];
    return interim === 0;
  };
  window.motekar = { bare, checks };

  const restore = (form) => {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("button")) {
      button.disabled = false;
    }
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    // Later, so that the pressed button's own value still goes along.
    setTimeout(() => {
      for (const button of form.querySelectorAll("button")) button.disabled = true;
    });
    setTimeout(restore, RESTORE_AFTER, form);
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form[data-sent]").forEach(restore);
  });

  for (const button of document.querySelectorAll("[data-reveal]")) {
    const words = [button.textContent, button.dataset.hide];
    button.hidden = false;
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => {
      const shown = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", shown);
      button.textContent = words[+shown];
      for (const id of button.dataset.reveal.split(" ")) {
        document.getElementById(id).type = shown ? "text" : "password";
      }
    });
  }
})();
